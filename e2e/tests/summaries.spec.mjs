// context="summarize": what no longer fits is sent as a summary that the model made.
import { openTab } from '../keep.mjs';
import { expect, expectAccessible, heard, STATUS_LINE, test } from '../fixtures.mjs';

const words = 'word '.repeat(40);
const earlier = Array.from({ length: 20 }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: `${i % 2 ? 'Answer' : 'Question'} ${i}: ${words}` }));
const OPTIONS = { context: 'summarize', context_tokens: 1024, system_prompt: 'Be brief' };
/** What of the window is left for messages. */
const ROOM = 1024 - 128;
const HEADERS = { 'access-control-allow-origin': '*' };

const isSummary = ({ messages }) => messages[0].content.startsWith('You keep the memory');
/** The rule of docs/architecture.md, for plain ASCII. */
const tokens = ({ messages }) => messages.reduce((sum, { content }) => sum + Math.ceil([...content].length / 4) + 4, 3);
const questions = (text) => [...text.matchAll(/Question (\d+):/g)].map(([, number]) => Number(number));
const turnsOf = (request) => request.messages[1].content.split('Turns:\n')[1];
const sentQuestions = ({ messages }) => messages.filter(({ role }) => role === 'user').flatMap(({ content }) => questions(content));
const fill = (page, messages = earlier) => page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, messages);
const note = (page) => page.locator('[part~=message] > [part=summary]');
const line = (page) => page.locator('[part~=message][data-unsent]');

/** Answers requests for a summary in this way, and lets all others pass. */
const onSummary = (page, answer) => page.route('**/chat/completions', (route) => (isSummary(route.request().postDataJSON()) ? answer(route) : route.continue()));

test('older turns are replaced by a summary, which the log shows folded in their place', async ({ page, visit, chat, asked }) => {
  await visit({ ...OPTIONS, tools: [{ type: 'function', function: { name: 'f', parameters: {} } }], n: 1 });
  await fill(page);
  await chat.ask('The last question');
  expect(asked.map(isSummary)).toEqual([true, false]);
  const [summary, answer] = asked;

  // What is asked for the summary: the oldest turns and nothing else, in bounds.
  expect(summary.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(summary.tools).toBeUndefined();
  expect(summary.n).toBeUndefined();
  expect(summary.max_tokens).toBeGreaterThan(15);
  expect(tokens(summary) + summary.max_tokens).toBeLessThanOrEqual(1024);
  const covered = questions(turnsOf(summary));
  expect(covered[0]).toBe(0);

  // What is sent: the prompt with the summary, then all that is not in it.
  const system = answer.messages[0];
  expect(system.content).toMatch(/^Be brief\n\n[^]*<summary>\nThe visitor said “Question 0: /);
  expect([...covered, ...sentQuestions(answer)]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  expect(answer.messages.at(-1).content).toBe('The last question');
  expect(answer.tools).toHaveLength(1);
  expect(tokens(answer)).toBeLessThanOrEqual(ROOM);

  // It is no message, and the page hears of one answer.
  await expect(chat.answers).toHaveCount(11);
  expect(await heard(page, 'response-start')).toHaveLength(1);
  expect(await heard(page, 'message')).toHaveLength(1);

  // It stands where it stands for what is above.
  await expect(note(page)).toHaveCount(1);
  const first = page.locator('[part~=message]', { has: page.locator('[part=summary]') });
  await expect(first).toContainText(`Question ${covered.at(-1) + 2}:`);
  await expect(line(page)).toHaveCount(0);
  const title = note(page).getByText('A summary is sent in place of what is above');
  await expect(note(page)).not.toHaveAttribute('open');
  await title.focus();
  await page.keyboard.press('Enter');
  await expect(note(page)).toHaveAttribute('open', '');
  await expect(note(page)).toContainText('The visitor said “Question 0: ');
  await expectAccessible(page);
});

test('a summary is kept, and the next one is made of it and of what is new only', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('The last question');
  const first = asked.find(isSummary);
  let count = 2;
  while (asked.filter(isSummary).length < 2 && count < 20) {
    const before = asked.length;
    await chat.ask(`Another question ${count}: ${words}`);
    if (!asked.slice(before).some(isSummary)) {
      expect(asked, 'nothing is asked aside while the summary does').toHaveLength(before + 1);
      expect(asked.at(-1).messages[0].content).toContain('The visitor said “Question 0: ');
    }
    expect((await heard(page, 'message')).at(-1).usage.prompt_tokens, 'as the server counts them').toBeLessThanOrEqual(ROOM);
    count += 1;
  }
  const second = asked.filter(isSummary)[1];
  expect(second, 'a second one was made').toBeTruthy();
  const done = new Set(questions(turnsOf(first)));
  expect(second.messages[1].content).toMatch(/^Summary so far:\nThe visitor said “Question 0: /);
  const added = questions(turnsOf(second));
  expect(added.length).toBeGreaterThan(0);
  expect(added.filter((number) => done.has(number))).toEqual([]);
  expect(added[0]).toBe(Math.max(...done) + 2);
  await expect(note(page)).toHaveCount(1);
});

test('what fits needs no summary', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page, earlier.slice(0, 4));
  await chat.ask('The last question');
  expect(asked).toHaveLength(1);
  expect(asked[0].messages).toHaveLength(6);
  await expect(note(page)).toHaveCount(0);
});

for (const [what, reply] of [
  ['refused', { status: 500, json: { error: { message: 'broken' } } }],
  ['empty', { json: { choices: [{ message: { role: 'assistant', content: '' }, finish_reason: 'stop' }] } }],
  ['no answer at all', { contentType: 'text/html', body: '<h1>Hello</h1>' }],
]) {
  test(`a summary that is ${what} is done without: the newest turns are sent`, async ({ page, visit, chat, asked, log }) => {
    log.expected.push(STATUS_LINE);
    await visit(OPTIONS);
    await fill(page);
    await onSummary(page, (route) => route.fulfill({ headers: HEADERS, ...reply }));
    await chat.ask('The last question');
    await expect(chat.notice).toHaveCount(0);
    expect(asked.map(isSummary)).toEqual([true, false]);
    expect(asked[1].messages[0].content).toBe('Be brief');
    expect(sentQuestions(asked[1])).not.toContain(0);
    expect(sentQuestions(asked[1])).toContain(18);
    expect(tokens(asked[1])).toBeLessThanOrEqual(ROOM);
    await expect(line(page)).toHaveCount(1);
    await expect(note(page)).toHaveCount(0);
    expect(log.warnings.join()).toContain('causerie: no summary');
    // The next question tries again.
    await page.unroute('**/chat/completions');
    await chat.ask('One more');
    expect(asked.map(isSummary)).toEqual([true, false, true, false]);
    await expect(note(page)).toHaveCount(1);
    await expect(line(page)).toHaveCount(0);
  });
}

test('while the summary is made that is said, and stop ends it without another request', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page);
  await onSummary(page, () => {});
  await chat.say('The last question');
  await expect(chat.status).toHaveText('Summarizing what was said earlier');
  await expect(page.locator('.waiting')).toContainText('Summarizing what was said earlier');
  await chat.stop.click();
  await chat.rest();
  await expect(chat.notice).toContainText('Answer stopped');
  expect(asked.map(isSummary)).toEqual([true]);
  await page.unroute('**/chat/completions');
  await chat.retry.click();
  await expect.poll(() => asked.map(isSummary)).toEqual([true, true, false]);
  await chat.rest();
  await expect(note(page)).toHaveCount(1);
});

test('a server that finds it too long gets a summary, too', async ({ page, visit, chat, asked, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({ context: 'summarize' });
  await fill(page);
  const error = { message: "This model's maximum context length is 1024 tokens.", code: 'context_length_exceeded' };
  await page.route('**/chat/completions', (route) => (tokens(route.request().postDataJSON()) > 1024 ? route.fulfill({ status: 400, json: { error }, headers: HEADERS }) : route.continue()));
  await chat.ask('The last question');
  await expect(chat.notice).toHaveCount(0);
  expect(asked.map(isSummary)).toEqual([false, true, false]);
  expect(asked[2].messages[0].content).toContain('<summary>');
  await expect(note(page)).toHaveCount(1);
});

test('on another branch the summary counts as far as it is of that branch', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('The last question');
  expect(asked.map(isSummary)).toEqual([true, false]);
  // Another wording of the first question: nothing is above it.
  const first = page.locator('[part~=user]').first();
  await first.hover();
  await first.getByRole('button', { name: 'Edit' }).click();
  await first.getByRole('textbox').fill('Quite another one');
  await first.getByRole('button', { name: 'Save & send' }).click();
  await expect(chat.answers).toHaveCount(1);
  await chat.rest();
  expect(asked).toHaveLength(3);
  expect(asked[2].messages.map(({ content }) => content)).toEqual(['Be brief', 'Quite another one']);
  await expect(note(page)).toHaveCount(0);
});

test('what a summary takes is counted with the conversation', async ({ page, visit, chat, asked }) => {
  await visit({ ...OPTIONS, stream: false });
  await fill(page);
  const counts = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('/chat/completions') && response.request().method() === 'POST') counts.push((await response.json()).usage.total_tokens);
  });
  await chat.ask('The last question');
  expect(asked.map(isSummary)).toEqual([true, false]);
  await expect.poll(() => counts.length).toBe(2);
  await expect(chat.about.last()).toContainText(`This conversation: ${counts[0] + counts[1]} tokens`);
});

test('a summary is there after a reload: its note is shown, and it is not asked for again', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('The last question');
  expect(asked.map(isSummary)).toEqual([true, false]);
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(chat.answers).toHaveCount(11);
  await expect(note(page)).toHaveCount(1);
  await expect(note(page)).toContainText('The visitor said “Question 0: ');
  await expect(line(page)).toHaveCount(0);
  await chat.ask('One more');
  expect(asked.map(isSummary)).toEqual([true, false, false]);
  expect(asked[2].messages[0].content).toContain('<summary>\nThe visitor said “Question 0: ');
});

test('a summary goes with its conversation: another one that is begun has none', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('The last question');
  await page.evaluate(() => document.querySelector('causerie-chat').newThread());
  await chat.ask('Something else');
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(chat.answers).toHaveCount(1);
  await expect(note(page)).toHaveCount(0);
  expect(asked.at(-1).messages.map(({ content }) => content)).toEqual(['Be brief', 'Something else']);
});

test('a summary goes over a removal of the element', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('The last question');
  await page.evaluate(() => {
    const widget = document.querySelector('causerie-chat');
    const { parentNode } = widget;
    widget.remove();
    return new Promise((done) => setTimeout(() => done(parentNode.append(widget)), 100));
  });
  await expect(note(page)).toHaveCount(1);
  await chat.ask('One more');
  expect(asked.map(isSummary)).toEqual([true, false, false]);
});

test('a summary that another tab has made is there, and not made again', async ({ page, context, visit, chat, asked }) => {
  await visit({ ...OPTIONS, persist: 'device' });
  await fill(page);
  await chat.ask('The last question');
  const other = await openTab(context, page.url());
  await expect(note(other.page)).toHaveCount(1);
  const first = await note(page).textContent();
  expect(await note(other.page).textContent()).toBe(first);
  const requests = [];
  other.page.on('request', (request) => request.url().endsWith('/chat/completions') && request.method() === 'POST' && requests.push(request.postDataJSON()));
  while (asked.filter(isSummary).length < 2) await chat.ask(`And one more? ${words}${words}`);
  await expect(note(page)).toHaveCount(1);
  const second = await note(page).textContent();
  expect(second).not.toBe(first);
  await expect(other.answers).toHaveCount(await chat.answers.count());
  await expect(note(other.page)).toHaveText(second);
  await other.ask('Mine');
  expect(requests.map(isSummary)).toEqual([false]);
});
