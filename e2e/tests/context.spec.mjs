// What of a long conversation is sent, and that what is not sent is said.
import { expect, expectAccessible, STATUS_LINE, test } from '../fixtures.mjs';

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

// ---- the gauge and pins ----

const gauge = (page) => page.getByRole('meter');
const reading = async (page) => {
  const name = await gauge(page).getAttribute('aria-label');
  const [, used, total] = /^Context: (\d+) of (\d+) tokens$/.exec(name);
  return { used: Number(used), total: Number(total) };
};
const more = async (message) => {
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
};
const user = (page, text) => page.locator('[part~=user]', { hasText: text });

test('a gauge says how full the window is, if that is known', async ({ page, visit, chat, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({});
  await fill(page, earlier);
  await chat.ask('Hello');
  await expect(gauge(page)).toHaveCount(0);
  await page.locator('causerie-chat').evaluate((element) => element.update({ context_tokens: 4096 }));
  await expect(gauge(page)).toBeVisible();
  const before = await reading(page);
  // An eighth is left for the answer.
  expect(before.total).toBe(4096 - 512);
  expect(await gauge(page).evaluate((meter) => [meter.value, meter.max])).toEqual([before.used, before.total]);
  // The server's counts correct what a token is thought to be.
  expect(before.used).toBeGreaterThan(900);
  expect(before.used).toBeLessThan(1200);
  await chat.ask('word '.repeat(400));
  expect((await reading(page)).used).toBeGreaterThan(before.used + 300);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect.poll(async () => (await reading(page)).used).toBeLessThan(20);
  // More than the window has is not sent, so it is never over full.
  await page.locator('causerie-chat').evaluate((element) => element.update({ context_tokens: 512 }));
  await fill(page, earlier);
  await expect.poll(async () => (await reading(page)).used).toBeGreaterThan(300);
  const { used, total } = await reading(page);
  expect(used).toBeLessThanOrEqual(total);
  await page.locator('causerie-chat').evaluate((element) => element.update({ context_tokens: null }));
  await expect(gauge(page)).toHaveCount(0);
});

test('the gauge appears once a server has said how large its window is, also on a phone', async ({ page, visit, chat, log }) => {
  log.expected.push(STATUS_LINE);
  await page.setViewportSize({ width: 380, height: 700 });
  await visit({});
  await fill(page, earlier);
  const error = { message: "This model's maximum context length is 1024 tokens.", code: 'context_length_exceeded' };
  await page.route('**/chat/completions', (route) => (route.request().postDataJSON().messages.length > 15
    ? route.fulfill({ status: 400, json: { error }, headers: { 'access-control-allow-origin': '*' } }) : route.continue()));
  await chat.ask('The last question');
  await expect(gauge(page)).toBeVisible();
  expect((await reading(page)).total).toBe(1024 - 128);
  const box = await page.locator('[part=gauge]').boundingBox();
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(380);
  await expectAccessible(page);
});

test('a pinned message is always sent, with its question, and shows that it is', async ({ page, visit, chat, asked }) => {
  await visit({ context_tokens: 512, system_prompt: 'Be brief' });
  await fill(page, earlier);
  const first = user(page, 'Question 0:');
  const answer = page.locator('[part~=assistant]', { hasText: 'Answer 5:' });
  for (const message of [first, answer]) {
    await more(message);
    const pin = message.getByRole('button', { name: 'Pin' });
    await expect(pin).toHaveAttribute('aria-pressed', 'false');
    await pin.focus();
    await page.keyboard.press('Enter');
    await expect(pin).toHaveAttribute('aria-pressed', 'true');
    await expect(pin).toBeFocused();
    await expect(message.locator('[part=kept]')).toHaveText('Pinned: always sent');
    await expect(chat.status).toHaveText('Pinned: always sent');
  }
  await expect(marked(page)).toHaveCount(0);
  await chat.ask('The last question');
  const sent = contents(asked[0]);
  // Neighbours of one role are joined.
  expect(sent.slice(0, 3)).toEqual(['Be brief', 'Question 0', 'Answer 5']);
  expect(asked[0].messages[1].content).toContain('Question 4:');
  expect(sent.at(-1)).toBe('The last question');
  expect(sent).not.toContain('Question 2');
  await expect(user(page, 'Question 4:').locator('[part=kept]')).toHaveText('Still sent');
  await expect(user(page, 'Question 2:').locator('[part=kept]')).toHaveCount(0);
  await expect(marked(page)).toHaveCount(1);
  await expectAccessible(page);
  // Without its pin it is left out again.
  await first.hover();
  await first.getByRole('button', { name: 'Pin' }).click();
  await expect(chat.status).toHaveText('No longer pinned');
  await chat.ask('One more');
  expect(asked[1].messages[1].content).toMatch(/^Question 4:/);
  await expect(first.locator('[part=kept]')).toHaveCount(0);
});

test('where all is sent there is nothing to pin', async ({ page, visit }) => {
  await visit({});
  await fill(page, earlier.slice(0, 2));
  const first = user(page, 'Question 0:');
  await more(first);
  await expect(first.getByRole('button', { name: 'Quote' })).toBeVisible();
  await expect(first.getByRole('button', { name: 'Pin' })).toHaveCount(0);
});

test('a call of a tool is never sent without its result', async ({ page, visit, chat, asked }) => {
  await visit({ context_tokens: 512 });
  const call = (i) => ({ role: 'assistant', content: null, tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'look_up', arguments: '{}' } }] });
  await fill(page, Array.from({ length: 12 }, (_, i) => [{ role: 'user', content: `Question ${i}: ${'word '.repeat(12)}` }, call(i), { role: 'tool', tool_call_id: `c${i}`, content: 'word '.repeat(20) }, { role: 'assistant', content: 'Found' }]).flat());
  await expect(chat.answers).toHaveCount(24);
  await chat.ask('The last question');
  const { messages } = asked[0];
  const calls = messages.flatMap(({ tool_calls }) => tool_calls ?? []).map(({ id }) => id);
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.length).toBeLessThan(12);
  expect(messages.flatMap(({ tool_call_id }) => tool_call_id ?? [])).toEqual(calls);
});
