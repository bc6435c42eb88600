// How an answer runs: each paragraph as its own words do, and on paper all of it.
import { expect, test } from '../fixtures.mjs';

const answered = async ({ page, chat, visit }, content) => {
  await page.route('**/chat/completions', (route) => route.fulfill({ json: { choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] } }));
  await visit({ mode: 'page' });
  await chat.ask('Tell me');
};

/** How far the words of an element stand from the left and from the right end of the answer. */
const ends = (words) => words.evaluate((element) => {
  const range = new Range();
  range.selectNodeContents(element);
  const [text, all] = [range.getBoundingClientRect(), element.closest('.markdown').getBoundingClientRect()];
  return [text.left - all.left, all.right - text.right].map(Math.round);
});

test('each paragraph runs as its own words do, code from the left, and items stay at their marks', async ({ page, chat, visit }) => {
  await answered({ page, chat, visit }, 'هذا نص عربي.\n\nAn English (one).\n\n- عنصر أول\n- second\n\nهنا `code.x()` هنا\n\n```js\nf(x);\n```');
  const answer = chat.answers.last();
  const [arabic, english, withCode] = [0, 1, -1].map((at) => answer.locator('p').nth(at));
  expect((await ends(arabic))[1]).toBe(0);
  expect((await ends(arabic))[0]).toBeGreaterThan(50);
  expect((await ends(english))[0]).toBe(0);
  expect((await ends(english))[1]).toBeGreaterThan(50);
  expect((await ends(withCode))[1]).toBe(0);
  // The answer begins in Arabic, so its marks stand at the right.
  const [first, second] = [await ends(answer.locator('li').first()), await ends(answer.locator('li').last())];
  expect(first[1]).toBe(second[1]);
  for (const code of await answer.locator('code').all()) expect(await code.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
  expect((await ends(answer.locator('pre code')))[0]).toBeLessThan(30);
});

test('a column stands still while words come that its cells have room for', async ({ page, chat, visit }) => {
  await answered({ page, chat, visit }, '| A long first heading | Second |\n|---|---|\n| a | b |\n| a few words | b |');
  const left = (at) => chat.answers.locator('td').nth(at).evaluate((cell) => cell.getBoundingClientRect().left);
  const heads = await chat.answers.locator('th').nth(1).evaluate((cell) => cell.getBoundingClientRect().left);
  expect(await left(1)).toBe(heads);
  const [table, answer] = await Promise.all(['table', null].map((part) => (part ? chat.answers.locator(part) : chat.answers.last()).evaluate((element) => element.getBoundingClientRect().width)));
  expect(table).toBeLessThan(answer / 2 + 100);
});

test('on paper stands the whole conversation, without what is pressed', async ({ page, chat, visit }) => {
  await answered({ page, chat, visit }, 'Many words to fill a page with. '.repeat(20).concat('\n\n').repeat(40));
  // The styles of paper come with the second half.
  await expect(chat.scope.getByRole('button', { name: 'More' }).last()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.evaluate(() => document.scrollingElement.scrollHeight > 4 * innerHeight)).toBe(true);
  expect(await chat.log.evaluate((log) => log.scrollHeight - log.clientHeight)).toBe(0);
  await expect(chat.field).toBeHidden();
});
