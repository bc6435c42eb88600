// What stands beside the words of an answer and must be seen: boxes of tasks, numbers of lists, rules; with forced colours, too.
import { answered } from '../answered.mjs';
import { expect, test } from '../fixtures.mjs';

test('the box of a task stands before its words, whichever way they run', async ({ page, chat, visit }) => {
  for (const text of ['- [x] تم\n- [ ] المهمة', '- [x] done\n- [ ] open']) {
    await answered({ page, chat, visit }, text);
    for (const item of await chat.answers.locator('li').all()) {
      const overlap = await item.evaluate((item) => {
        const [input, range] = [item.querySelector('input'), new Range()];
        range.selectNode(input.nextSibling);
        const [box, words] = [input.getBoundingClientRect(), range.getBoundingClientRect()];
        return Math.min(box.right, words.right) - Math.max(box.left, words.left);
      });
      expect(overlap, text).toBeLessThanOrEqual(0);
    }
  }
});

test('the number of a list is seen whole, however long it is', async ({ page, chat, visit }) => {
  for (const start of [1, 99, 100, 1998, 123456789]) {
    await answered({ page, chat, visit }, `${start}. one\n${start + 1}. two`);
    // How wide a number is, and how far it may stand out of its block.
    const [needed, room] = await chat.answers.locator('ol').evaluate((list, number) => {
      const style = getComputedStyle(list);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      return [pen.measureText(`${number}. `).width, parseFloat(style.paddingInlineStart) + parseFloat(style.overflowClipMargin)];
    }, start + 1);
    expect(room, `${start}`).toBeGreaterThanOrEqual(needed);
  }
});

test('with forced colours what is waited for, what is done and what divides is seen', async ({ page, chat, visit }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await answered({ page, chat, visit }, '- [x] done\n\n---\n\nwords');
  const seen = (locator, of) => locator.evaluate((element, of) => {
    const [style, behind] = [getComputedStyle(element, of), getComputedStyle(element.closest('.panel'))];
    return style.backgroundColor !== behind.backgroundColor;
  }, of);
  expect(await seen(chat.answers.locator('input'), '::before')).toBe(true);
  expect(await seen(chat.answers.locator('hr'))).toBe(true);
  await page.unroute('**/chat/completions');
  await page.route('**/chat/completions', () => {});
  await chat.say('More');
  expect(await seen(chat.scope.locator('.dots > span').first())).toBe(true);
});
