// How an answer runs: each paragraph as its own words do, and on paper all of it.
import { answered } from '../answered.mjs';
import { expect, test } from '../fixtures.mjs';

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

test('lists, tables and quotes run as their own words do', async ({ page, chat, visit }) => {
  const arabic = 'مرحبا بكم';
  await answered({ page, chat, visit }, `Docker:\n\n- ${arabic}\n  - deep\n\n> ${arabic}\n\n| ${arabic} | b |\n| - | - |\n| c | d |\n\n1. English\n`);
  const directions = await chat.answers.last().evaluate((answer) => Object.fromEntries(['ul', 'ul ul', 'blockquote', 'table', 'ol']
    .map((name) => [name, getComputedStyle(answer.querySelector(name)).direction])));
  expect(directions).toEqual({ ul: 'rtl', 'ul ul': 'ltr', blockquote: 'rtl', table: 'rtl', ol: 'ltr' });
  const style = (selector, property) => chat.answers.last().locator(selector).first()
    .evaluate((element, property) => getComputedStyle(element)[property], property);
  // The words of an item stand at its mark, and a table where it begins.
  const sides = await Promise.all(['ul > li', 'ul ul > li', 'ol > li'].map((selector) => style(selector, 'textAlign')));
  expect(sides).toEqual(['right', 'left', 'left']);
  expect(parseFloat(await style('.sheet', 'marginLeft'))).toBeGreaterThan(50);
});

test('the deepest of eight lists has room for its words, with large text on a phone', async ({ page, chat, visit }) => {
  await page.setViewportSize({ width: 380, height: 720 });
  await answered({ page, chat, visit }, Array.from({ length: 8 }, (_, depth) => `${'  '.repeat(depth)}- level ${depth}\n`).join(''));
  const deepest = chat.answers.getByRole('listitem').last();
  await expect(deepest).toHaveText('level 7');
  await page.evaluate(() => document.documentElement.style.setProperty('--causerie-font-size', '30px'));
  expect((await deepest.boundingBox()).width).toBeGreaterThan(130);
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

test('on paper stands the conversation also where the list of conversations is open', async ({ page, chat, visit }) => {
  await page.setViewportSize({ width: 1100, height: 800 });
  await answered({ page, chat, visit }, 'Said.');
  await chat.scope.locator('[part~=history-open]').click();
  await expect(chat.scope.locator('[part=history]')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(chat.scope.locator('[part=history]')).toBeHidden();
  await page.setViewportSize({ width: 700, height: 800 });
  await expect(chat.answers.last()).toBeVisible();
  expect(await chat.answers.last().evaluate((answer) => answer.getBoundingClientRect().left)).toBeLessThan(100);
});

test('on paper nothing is cut off at the right, and dark colours are light ones', async ({ page, chat, visit }) => {
  const cells = Array.from({ length: 16 }, (_, at) => `column ${at}`).join(' | ');
  await answered({ page, chat, visit }, `\`\`\`\n${'long '.repeat(80)}\n\`\`\`\n\n| ${cells} |\n|${'---|'.repeat(16)}\n| ${cells} |\n\n- [x] done`);
  await chat.scope.locator('causerie-chat').evaluate((element) => element.update({ theme: 'dark' }));
  await expect(chat.scope.getByRole('button', { name: 'More' }).last()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  for (const block of ['pre', 'table']) {
    await expect.poll(() => chat.answers.locator(block).evaluate((element) => {
      const answer = element.closest('.markdown').getBoundingClientRect();
      const widest = Math.max(...[element, ...element.querySelectorAll('*')].map((inner) => inner.getBoundingClientRect().right));
      return Math.round(widest - answer.right);
    }), block).toBeLessThanOrEqual(0);
  }
  expect(await chat.answers.locator('li').evaluate((item) => getComputedStyle(item).color)).toBe('rgb(29, 33, 38)');
});

test('on paper a floating conversation stands behind its page, not on top of it', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.ask('I like letters');
  await expect(chat.scope.getByRole('button', { name: 'More' }).last()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(chat.launcher).toBeHidden();
  const [end, begin] = await Promise.all([page.locator('main'), chat.panel].map((part) => part.boundingBox()));
  expect(begin.y).toBeGreaterThanOrEqual(end.y + end.height);
});
