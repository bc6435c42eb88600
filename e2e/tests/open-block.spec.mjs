// What a reader does in the block that is still being written: it grows around that, and does not take it away.
import { expect, test } from '../fixtures.mjs';
import { byHand, end, frames, write } from '../hand.mjs';

const LINK = 'link that leads on';
const OPEN = `some plain words, **a few that are strong**, a [${LINK}](https://example.com/on) and then`;
/** How the text goes on, and what is to be seen of it: each inline construct is first half there. */
const MORE = [
  [' more words *with a', 'with a'], [' stress* in them', 'stress in them'], [', some `co', 'some co'], ['de`, [ano', 'ano'], ['ther](https://example.com/two)', 'another'],
  [' and ~~a word', 'a word'], ['~~ or **two', 'or two'], ['** of it', 'two of it'],
];
const BEHIND = '\n\nA paragraph behind it.\n\n> And a quotation.\n\nThe last one.';

/** What stands before the open block's text, and the element that the text is in. */
const BLOCKS = {
  'a paragraph': ['Before it.\n\n', 'p:nth-of-type(2)'],
  'a list item': ['- The first item\n- ', 'ul > li:nth-of-type(2)'],
  'an item in an item': ['1. The first item\n   - ', 'li li'],
  'a table cell': ['| One | Two |\n| --- | --- |\n| one | two |\n| three | ', 'table > tr:nth-of-type(2) td:nth-of-type(2)'],
};

test.beforeEach(async ({ page, chat, visit }) => {
  await byHand(page);
  await visit({});
  await chat.say('Go on');
});

/** Writes the beginning of a block; gives the block. */
async function begin(page, chat, [before, selector]) {
  await write(page, { content: before + OPEN });
  const block = chat.answers.locator(selector);
  await expect(block).toHaveText(/ and then$/);
  await frames(page);
  return block;
}

const isFocused = (link) => link.evaluate((link) => document.activeElement.shadowRoot?.activeElement === link);

/** Writes the block to its end, and what stands behind it; `look` looks after each piece whether all is as it was. */
async function goOn(page, chat, block, look) {
  for (const [text, seen] of MORE) {
    await write(page, { content: text });
    await expect(block).toContainText(seen);
    await frames(page);
    await look(`after “${text}”`);
  }
  await write(page, { content: BEHIND });
  await expect(chat.answers).toContainText('The last one.');
  await look('behind the block');
  await end(page);
  await chat.rest();
  await frames(page);
  await look('at the end');
}

for (const [name, place] of Object.entries(BLOCKS)) {
  for (const [what, from, to] of [['words over several elements', 'plain', 'leads'], ['its last words', 'link', 'then']]) {
    test(`in ${name} that grows, ${what} stay selected`, async ({ page, chat }) => {
      const block = await begin(page, chat, place);
      const selected = await block.evaluate((block, [from, to]) => {
        const find = (word) => {
          const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) if (texts.currentNode.data.includes(word)) return [texts.currentNode, texts.currentNode.data.indexOf(word)];
        };
        const [start, end] = [find(from), find(to)];
        getSelection().setBaseAndExtent(...start, end[0], end[1] + to.length);
        return getSelection().toString();
      }, [from, to]);
      expect(selected.startsWith(from) && selected.endsWith(to), selected).toBe(true);
      await goOn(page, chat, block, async (when) => expect(await page.evaluate(() => getSelection().toString()), when).toBe(selected));
    });
  }

  test(`in ${name} that grows, a link keeps the focus and is the same node`, async ({ page, chat }) => {
    const block = await begin(page, chat, place);
    const link = await block.getByRole('link', { name: LINK }).elementHandle();
    await link.focus();
    await goOn(page, chat, block, async (when) => expect(await isFocused(link), when).toBe(true));
    await page.keyboard.press('Tab');
    await expect(block.getByRole('link', { name: 'another' })).toBeFocused();
  });
}

test('words stay selected, and a link keeps the focus, when what is open behind them turns out to be something else', async ({ page, chat }) => {
  const block = await begin(page, chat, BLOCKS['a paragraph']);
  const link = await block.getByRole('link', { name: LINK }).elementHandle();
  await link.focus();
  const selected = await block.evaluate((block) => {
    getSelection().setBaseAndExtent(block.firstChild, 5, block.querySelector('strong').firstChild, 5);
    return getSelection().toString();
  });
  // With the end of the block it is plain: nothing of it was closed.
  for (const [text, seen] of [[' **a few', 'then a few'], [' [that', 'then a few that'], [' never `close', 'never close'], ['\nor so', 'or so'], [BEHIND, 'then **a few [that never `close']]) {
    await write(page, { content: text });
    await expect(block).toContainText(seen);
    await frames(page);
    expect(await page.evaluate(() => getSelection().toString()), text).toBe(selected);
    expect(await isFocused(link), text).toBe(true);
  }
});
