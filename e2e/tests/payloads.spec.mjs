// What an attacker would have a model say, streamed into real pages: nothing of it runs, fetches, or becomes an element or an
// attribute that is not on the list of e2e/payloads/inspect.mjs.
import { readFile } from 'node:fs/promises';

import { Chat, expect, test } from '../fixtures.mjs';
import { ALLOWED, inspect } from '../payloads/inspect.mjs';
import { startApi, startStranger } from '../servers.mjs';

const payloads = JSON.parse(await readFile(new URL('../payloads/payloads.json', import.meta.url)));
const GROUP = 40;
/** Characters of an event. */
const PIECE = 5;
/** Functions that a payload calls. */
const TRAPS = ['alert', 'confirm', 'prompt', 'print', 'open', 'evil', 'executeMe', 'foo', 'msgbox'];

/** Payloads with a sign behind each, so that none can hide the next; one that stays open is the last of its group. */
function groups() {
  const closed = payloads.filter(({ open }) => !open);
  const open = payloads.filter((payload) => payload.open);
  const all = [];
  for (let at = 0; at < closed.length || open.length; at += GROUP) {
    const signed = closed.slice(at, at + GROUP).map(({ text }, index) => `${text}\n\n*sign ${index}*\n\n`);
    all.push({ text: signed.join('') + (open.shift()?.text ?? ''), signs: signed.length });
  }
  return all;
}

const wait = () => new Promise((done) => setTimeout(done, 2));

/** An API that streams the group whose number is asked for. */
async function startAttacker(all) {
  return startApi(async (request, response) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
    let body = '';
    for await (const piece of request) body += piece;
    const { text } = all[Number(JSON.parse(body).messages.at(-1).content)];
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    for (let at = 0; at < text.length; at += PIECE) {
      const content = text.slice(at, at + PIECE);
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
      if (at % (50 * PIECE) === 0) await wait();
    }
    response.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
  });
}

/** Everything that a page does and should not; to be called before it is opened. */
async function watch(page, api, site) {
  const seen = [];
  const expected = [`${api}/v1/chat/completions`, `${site}/causerie/`, 'data:', `blob:${site}`];
  await page.exposeFunction('caught', (what) => seen.push(`${what} was called`));
  await page.addInitScript((names) => {
    for (const name of names) globalThis[name] = () => globalThis.caught(name);
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => globalThis.caught(`${violatedDirective}: ${blockedURI}`));
  }, TRAPS);
  page.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('popup', () => seen.push('a window was opened'));
  let documents = 0;
  page.on('framenavigated', (frame) => {
    documents++;
    if (documents > 1) seen.push(`went to ${frame.url()}`);
  });
  page.on('websocket', (socket) => seen.push(`a socket to ${socket.url()}`));
  page.on('request', (request) => {
    const isPage = request.isNavigationRequest() && documents === 0;
    if (!isPage && !expected.some((start) => request.url().startsWith(start))) seen.push(`asked for ${request.url()}`);
  });
  return seen;
}

const inspected = (page) => page.evaluate(`(${inspect})(document.querySelector('causerie-chat').shadowRoot, ${JSON.stringify(ALLOWED)})`);
const parts = (page) => page.evaluate(() => document.querySelectorAll('script, link, style, base, iframe, form').length);
const signsOf = (answer) => answer.evaluate((answer) => [...answer.querySelectorAll('p > em:only-child')].filter((em) => /^sign \d+$/.test(em.textContent)).length);

test.describe.configure({ timeout: 120_000 });

/** A page with the widget, and what was seen of it. */
async function visit(page, host, all) {
  const api = await startAttacker(all);
  const stranger = await startStranger(api.url);
  const seen = await watch(page, api.url, stranger.url);
  const options = { endpoint: `${api.url}/v1`, model: 'm' };
  await page.goto(`${stranger.url}/${host}/?options=${encodeURIComponent(JSON.stringify(options))}`);
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  const stop = () => {
    stranger.stop();
    api.stop();
  };
  return { seen, reports: stranger.reports, stop };
}

for (const [host, how] of [['payloads', 'a page with the strictest policy'], ['protocol', 'a page without a policy']]) {
  test(`${payloads.length} payloads streamed into ${how}: none runs, asks or leaves the list`, async ({ page, asked, log }) => {
    const all = groups();
    const { seen, reports, stop } = await visit(page, host, all);
    const chat = new Chat(page, page.locator('body'), asked);
    const before = await parts(page);
    for (const [index, { signs }] of all.entries()) {
      await chat.ask(`${index}`);
      expect(await signsOf(chat.answers.last()), `signs of group ${index}`).toBe(signs);
    }
    const { found, elements, turned } = await inspected(page);
    expect(found).toEqual([]);
    expect(elements).toBeGreaterThan(2 * payloads.length);
    expect(turned).toBeGreaterThan(20);
    // What comes late: formulas and colours, and what waits to be seen.
    await expect.poll(() => chat.answers.locator('math').count()).toBeGreaterThan(10);
    await chat.log.evaluate((log) => log.scrollTo(0, 0));
    await page.waitForTimeout(500);
    expect((await inspected(page)).found).toEqual([]);
    expect(seen).toEqual([]);
    expect(reports).toEqual([]);
    expect(await parts(page), 'scripts, links, styles and forms of the page').toBe(before);
    stop();
  });
}

test('payloads as earlier messages of both sides: none runs, asks or leaves the list', async ({ page, log }) => {
  const { seen, stop } = await visit(page, 'protocol', []);
  const messages = payloads.flatMap(({ text }) => [{ role: 'user', content: text }, { role: 'assistant', content: text }]);
  await page.evaluate((messages) => { document.querySelector('causerie-chat').messages = messages; }, messages);
  await expect(page.locator('[part~=content]')).toHaveCount(messages.length, { timeout: 30_000 });
  const { found, turned } = await inspected(page);
  expect(found).toEqual([]);
  expect(turned).toBeGreaterThan(40);
  expect(seen).toEqual([]);
  stop();
});

test('what is planted is found', async ({ page, log }) => {
  log.expected.push(/Failed to load resource|evil\.example/);
  const { seen, stop } = await visit(page, 'protocol', []);
  await page.evaluate(() => { document.querySelector('causerie-chat').messages = [{ role: 'assistant', content: 'x' }]; });
  await expect(page.locator('[part~=content]')).toHaveCount(1);
  await page.locator('[part~=content]').evaluate((content) => {
    content.insertAdjacentHTML('beforeend', '<a href="javascript:alert(1)" onclick="x()">x</a><svg></svg><img src="x" onerror="alert(1)">');
    content.insertAdjacentHTML('afterend', '<p>word <i>\u202e</i></p>');
  });
  await expect.poll(() => seen.length).toBe(2);
  expect(seen[0]).toMatch(/^asked for .*\/x$/);
  expect(seen[1]).toBe('alert was called');
  const { found } = await inspected(page);
  for (const sign of ['<a onclick=', 'a link to javascript:', '<svg>', '<img onerror=', 'an image was fetched', 'turned text']) {
    expect(found.filter((line) => line.startsWith(sign)), sign).toHaveLength(1);
  }
  stop();
});
