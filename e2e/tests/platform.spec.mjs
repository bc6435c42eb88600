// A page that uses the whole of the public surface at once: each method, event and hook of npm/surface.json, beside each other.
import { readFile } from 'node:fs/promises';
import { Chat, STATUS_LINE, expect, test, withModel } from '../fixtures.mjs';

const surface = JSON.parse(await readFile(new URL('../../npm/surface.json', import.meta.url), 'utf8'));
const MESSAGES = [{ role: 'user', content: 'Earlier' }, { role: 'assistant', content: 'Said' }];

/** The page's own code, with everything that it hears written down. */
const programme = (names) => {
  const element = document.querySelector('causerie-chat');
  const used = (globalThis.used = { events: {}, hooks: {} });
  for (const name of names) addEventListener(`causerie:${name}`, ({ detail }) => (used.events[name] ??= []).push(detail));
  const hook = (name, work) => { element[name] = (...given) => { (used.hooks[name] ??= []).push(given[0]); return work(...given); }; };
  const node = (text) => Object.assign(document.createElement('b'), { textContent: text });
  hook('getToken', async () => 'short-lived');
  hook('beforeSend', (request) => (/refuse/.test(request.body.messages.at(-1).content) ? 'Not this.' : undefined));
  hook('afterReceive', (message) => (message.content.startsWith('{') ? undefined : `${message.content}\n\n[more](https://example.com/)`));
  hook('onError', () => {});
  hook('onFeedback', () => {});
  hook('renderCode', (language, text) => (language === 'chart' ? node(`Chart of ${text.trim()}`) : null));
  hook('renderJson', (value) => node(`Value ${value.n}`));
  hook('linkPolicy', () => true);
  hook('getContext', () => ({ title: 'The cart' }));
  hook('handler', async function* ({ body }) {
    const asked = body.messages.at(-1);
    if (asked.role === 'tool') yield `The tool said ${asked.content}`;
    else if (/tool/.test(asked.content)) yield { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'count', arguments: '{}' } }] };
    else if (/json/.test(asked.content)) yield '{"n": 7}';
    else yield '```chart\n1 2 3\n```\n';
    yield { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } };
  });
  element.messages = [{ role: 'user', content: 'Earlier' }, { role: 'assistant', content: 'Said' }];
};

test('every method, event and hook works on one page', async ({ page, stranger, chat }) => {
  await page.addInitScript(() => { globalThis.causerie = []; });
  await page.goto(`${stranger.url}/element/`);
  await page.locator('causerie-chat').evaluate((element) => { element.feedback = true; element.mode = 'floating'; element.history = false; });
  await page.evaluate(programme, surface.events.map(({ name }) => name));
  const call = (method, ...given) => page.evaluate(([method, given]) => document.querySelector('causerie-chat')[method](...given), [method, given]);
  const called = new Set();
  const use = async (method, ...given) => { called.add(method); return call(method, ...given); };

  await page.evaluate(() => document.querySelector('causerie-chat').tool({ name: 'count', execute: () => 42 }));
  called.add('tool');
  await use('open');
  await expect(chat.questions).toHaveText(['Earlier']);
  expect(await page.evaluate(() => document.querySelector('causerie-chat').messages)).toEqual(MESSAGES);
  await use('setInput', 'A draft');
  await expect(chat.field).toHaveValue('A draft');
  expect(await use('send', 'Draw')).toBe(true);
  await expect(page.getByText('Chart of 1 2 3')).toBeVisible();
  await chat.rest();
  await expect(page.getByRole('link', { name: 'more' })).toHaveAttribute('href', 'https://example.com/');
  await use('send', 'A tool');
  await expect(chat.answers.last()).toContainText('The tool said 42');
  await chat.rest();
  expect(await use('update', { responseFormat: 'json_object', nonsense: 1 })).toEqual(['nonsense']);
  await use('send', 'Some json');
  await expect(page.getByText('Value 7')).toBeVisible();
  await chat.rest();
  await use('send', 'To refuse');
  await expect(chat.notice).toContainText('Not this.');
  await chat.rest();
  await page.getByRole('button', { name: 'Good answer' }).last().click();
  await use('addMessage', { role: 'assistant', content: 'Of the page' });
  await expect(chat.answers.last()).toHaveText('Of the page');
  await use('stop');
  await use('newThread');
  await expect(chat.questions).toHaveCount(0);
  await use('clear');
  await use('close');
  await expect(chat.field).toBeHidden();
  await use('toggle');
  await expect(chat.field).toBeVisible();
  const used = await page.evaluate(() => globalThis.used);
  await use('destroy');
  await expect(page.locator('causerie-chat')).toHaveCount(0);

  expect([...called].sort()).toEqual(surface.methods.map(({ name }) => name).sort());
  expect(Object.keys(used.events).sort()).toEqual(surface.events.map(({ name }) => name).sort());
  const hooks = surface.properties.map(({ name }) => name).filter((name) => name !== 'messages');
  expect(Object.keys(used.hooks).sort()).toEqual(hooks.sort());
});

/** Writes down which of the widget's events reach the document. */
const listen = (page) => page.addInitScript((names) => {
  globalThis.reached = new Set();
  for (const name of names) document.addEventListener(`causerie:${name}`, () => globalThis.reached.add(name));
}, surface.events.map(({ name }) => name));
const reached = (page) => page.evaluate(() => [...globalThis.reached].sort());

test('every method of a script tag goes through the queue, and every event reaches the document', async ({ page, demo, chat, log }) => {
  log.expected.push(STATUS_LINE);
  await listen(page);
  const tag = '<script src="/causerie.js" data-endpoint="/v1" data-model="caller" data-feedback="true"></script>';
  const before = "causerie = [['tool', { name: 'count', execute: () => 42 }], ['addMessage', { role: 'assistant', content: 'Of the page' }], ['setInput', 'A draft'], ['open']]";
  await page.route('**/queue/', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A queue</title><script>${before}</script>${tag}` }));
  await page.goto(`${demo.url}/queue/`);
  await expect(chat.field).toHaveValue('A draft');
  await expect(chat.answers).toHaveText(['Of the page']);
  const called = new Set(['tool', 'addMessage', 'setInput', 'open']);
  const push = (method, ...given) => { called.add(method); return page.evaluate((call) => window.causerie.push(call), [method, ...given]); };
  await push('send', 'call count {}');
  await expect(chat.answers.last()).toContainText('42');
  await chat.rest();
  await page.getByRole('button', { name: 'Good answer' }).last().click();
  await push('update', { endpoint: '/nowhere/v1', retries: 0 });
  await push('send', 'Hello?');
  await expect(chat.notice).toBeVisible();
  await push('update', { endpoint: '/v1', model: 'silent' });
  await push('send', 'Anybody?');
  await expect(chat.stop).toBeVisible();
  await push('stop');
  await expect(chat.stop).toBeHidden();
  await push('newThread');
  await expect(chat.questions).toHaveCount(0);
  await push('toggle');
  await expect(chat.field).toBeHidden();
  await push('open');
  await expect(chat.field).toBeVisible();
  await push('close');
  await expect(chat.field).toBeHidden();
  await push('clear');
  await expect.poll(() => reached(page)).toEqual(surface.events.map(({ name }) => name).sort());
  await push('destroy');
  await expect(page.locator('causerie-chat')).toHaveCount(0);
  expect([...called].sort()).toEqual(surface.methods.map(({ name }) => name).sort());
});

test('every event of a Leptos app reaches the document; it is ready with the app', async ({ page, demo, log, asked }) => {
  log.expected.push(STATUS_LINE);
  await listen(page);
  await page.goto(`${demo.url}/examples/leptos-app/`);
  const floating = new Chat(page, page.locator('body > .causerie'), asked);
  await floating.open();
  await floating.launcher.click();
  await expect(floating.field).toBeHidden();
  await withModel(page, 'caller');
  const chat = new Chat(page, page.locator('main'), asked);
  await chat.say('call room {"beds": 2}');
  await expect(chat.answers.last()).toContainText('Room 12');
  await chat.rest();
  await chat.scope.getByRole('button', { name: 'Good answer' }).last().click();
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 400, json: { error: { message: 'No.' } } }));
  await chat.say('Hello?');
  await expect(chat.notice).toBeVisible();
  await expect.poll(() => reached(page)).toEqual(surface.events.map(({ name }) => name).filter((name) => name !== 'ready').sort());
});
