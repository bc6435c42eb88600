// A page that uses the whole of the public surface at once: each method, event and hook of npm/surface.json, beside each other.
import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures.mjs';

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
