// How an answer is read that comes piece by piece: in goes, as it is drawn, with nothing kept back that could be there.
import { expect, heard, test } from '../fixtures.mjs';
import { byHand } from '../hand.mjs';
import { startApi } from '../servers.mjs';

const chunk = (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const END = 'data: [DONE]\n\n';

test('what comes piece by piece is read in fewer goes than it has pieces, and all of it', async ({ page, chat, visit }) => {
  const words = Array.from({ length: 300 }, (_, i) => `word${i} `);
  const api = await startApi(async (request, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'content-type': 'text/event-stream' });
    if (request.method !== 'POST') return response.end();
    for (const word of words) {
      response.write(chunk(word));
      await new Promise((next) => setTimeout(next, 4));
    }
    response.end(END);
  });
  await page.addInitScript(() => {
    // In how many tasks of the page something is read.
    globalThis.goes = 0;
    let isCounted = false;
    const next = new MessageChannel();
    next.port1.onmessage = () => { isCounted = false; };
    const { read } = ReadableStreamDefaultReader.prototype;
    ReadableStreamDefaultReader.prototype.read = function () {
      if (!isCounted) {
        isCounted = true;
        globalThis.goes++;
        next.port2.postMessage('');
      }
      return read.call(this);
    };
  });
  await visit({ endpoint: `${api.url}/v1` });
  const before = await page.evaluate(() => globalThis.goes);
  expect(await chat.ask('Go on')).toBe(words.join('').trim());
  const goes = (await page.evaluate(() => globalThis.goes)) - before;
  expect(goes).toBeGreaterThan(2);
  expect(goes).toBeLessThan(words.length / 2);
  api.stop();
});

/** Timers that the test keeps back, and a tab that it hides. */
const keepBack = () => {
  const { setTimeout, requestAnimationFrame } = globalThis;
  let held;
  let hidden = false;
  globalThis.setTimeout = (...timer) => held ? (held.push(timer), 0) : setTimeout(...timer);
  globalThis.hold = () => { held = []; };
  globalThis.release = () => {
    const kept = held;
    held = undefined;
    for (const timer of kept) setTimeout(...timer);
  };
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  globalThis.requestAnimationFrame = (work) => hidden ? 0 : requestAnimationFrame(work);
  globalThis.hide = () => { hidden = true; };
};
const write = (page, bytes) => page.evaluate((bytes) => globalThis.answer.enqueue(new TextEncoder().encode(bytes)), bytes);

test('the first words wait for no timer; what comes right behind them waits for one, and is there then', async ({ page, chat, visit }) => {
  await byHand(page);
  await page.addInitScript(keepBack);
  await visit({});
  await chat.say('Go on');
  await page.waitForFunction(() => globalThis.answer);
  await page.evaluate(() => globalThis.hold());
  await write(page, chunk('First. '));
  await expect(chat.answers).toHaveText('First.');
  await write(page, chunk('Second. ') + chunk('Third. '));
  await page.evaluate(() => globalThis.release());
  await expect(chat.answers).toHaveText('First. Second. Third.');
  await write(page, END);
  await chat.rest();
});

test('in a hidden tab, where timers come late, each piece is read when it comes', async ({ page, chat, visit }) => {
  await byHand(page);
  await page.addInitScript(keepBack);
  await visit({});
  await chat.say('Go on');
  await page.waitForFunction(() => globalThis.answer);
  await write(page, chunk('First. '));
  await expect(chat.answers).toHaveText('First.');
  await page.evaluate(() => { globalThis.hide(); globalThis.hold(); });
  // The one that was waited for when the tab went may still have its timer.
  await write(page, chunk('Second. '));
  await page.evaluate(() => { globalThis.release(); globalThis.hold(); });
  for (const piece of [chunk('Third. '), chunk('Fourth. '), END]) await write(page, piece);
  await expect.poll(async () => (await heard(page, 'response-end')).map(({ content }) => content.trim())).toEqual(['First. Second. Third. Fourth.']);
});
