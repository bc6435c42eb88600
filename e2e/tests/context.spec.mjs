// What of a long conversation is sent, and that what is not sent is said.
import { expect, STATUS_LINE, test } from '../fixtures.mjs';

const earlier = Array.from({ length: 20 }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: `${i % 2 ? 'Answer' : 'Question'} ${i}: ${'word '.repeat(40)}` }));
const fill = (page, messages) => page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, messages);
/** The line above the first message that is sent. */
const marked = (page) => page.locator('[part~=message][data-unsent]');
const contents = ({ messages }) => messages.map(({ content }) => content.split(':')[0]);

test('what does not fit into context-tokens is left out, the newest is sent, and the log says where that begins', async ({ page, visit, chat, asked }) => {
  await visit({ context_tokens: 512, system_prompt: 'Be brief' });
  await fill(page, earlier);
  await chat.ask('The last question');
  const sent = contents(asked[0]);
  expect(sent[0]).toBe('Be brief');
  expect(sent.at(-1)).toBe('The last question');
  expect(sent.length).toBeGreaterThan(3);
  expect(sent.length).toBeLessThan(earlier.length);
  expect(asked[0].messages[1].role, 'it begins with a question').toBe('user');
  await expect(marked(page)).toHaveCount(1);
  await expect(marked(page)).toContainText(sent[1]);
  expect(await marked(page).evaluate((message) => getComputedStyle(message, '::before').content)).toBe('"What is above no longer fits and is not sent"');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await chat.ask('A new one');
  expect(contents(asked[1])).toEqual(['Be brief', 'A new one']);
  await expect(marked(page)).toHaveCount(0);
});

test('without a limit all is sent', async ({ page, visit, chat, asked }) => {
  await visit({});
  await fill(page, earlier);
  await chat.ask('The last question');
  expect(asked[0].messages).toHaveLength(earlier.length + 1);
  await expect(marked(page)).toHaveCount(0);
});

test('a server that says it is too long is asked once more with less, and the next question is as small at once', async ({ page, visit, chat, asked, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({});
  await fill(page, earlier);
  const refuses = (request) => request.messages.length > 12;
  await page.route('**/chat/completions', (route) => {
    const request = route.request().postDataJSON();
    const error = { message: "This model's maximum context length is 512 tokens.", type: 'invalid_request_error', code: 'context_length_exceeded' };
    return refuses(request) ? route.fulfill({ status: 400, json: { error }, headers: { 'access-control-allow-origin': '*' } }) : route.continue();
  });
  await chat.ask('The last question');
  await expect(chat.notice).toHaveCount(0);
  expect(asked.map(refuses)).toEqual([true, false]);
  expect(contents(asked[1]).at(-1)).toBe('The last question');
  await expect(marked(page)).toHaveCount(1);
  await chat.ask('One more');
  expect(asked.map(refuses)).toEqual([true, false, false]);
  // Another model may have a larger window.
  await page.locator('causerie-chat').evaluate((element) => element.update({ model: 'two' }));
  await chat.say('Of another model');
  await expect.poll(() => asked.map(refuses).slice(0, 4)).toEqual([true, false, false, true]);
});

test('a question that is too long by itself is refused once and said to be', async ({ page, visit, chat, asked, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({});
  const error = { message: 'Too long', type: 'invalid_request_error', code: 'context_length_exceeded' };
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 400, json: { error }, headers: { 'access-control-allow-origin': '*' } }));
  await chat.say('The only question');
  await expect(chat.notice).toBeVisible();
  expect(asked).toHaveLength(1);
});
