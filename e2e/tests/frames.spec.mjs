// When an answer is written to the page: in one go a frame, however it comes. Its beginning and its end, where a message and its
// buttons come, are goes of their own.
import { expect, test } from '../fixtures.mjs';
import { byHand, frames, piece, stream } from '../hand.mjs';
import { LAST, SHOWCASE } from '../showcase.mjs';

test.beforeEach(({ page }) => byHand(page));

/** Counts the frames. Whatever a frame calls first counts it: whose turn it is in a frame does not matter. */
const countFrames = (page) => page.addInitScript(() => {
  const own = globalThis.requestAnimationFrame;
  let last;
  globalThis.frame = 0;
  globalThis.requestAnimationFrame = (work) => own((now) => {
    if (now !== last) globalThis.frame++;
    last = now;
    work(now);
  });
  const go = () => requestAnimationFrame(go);
  go();
});

/**
 * Notes the frame of each go in which something is written to the thread, and what. The live regions stand beside the
 * thread and are left out: they are not painted, and when they are spoken is for them to say. So is what is drawn by what
 * is loaded behind an answer, in tasks of its own, once for each: formulas, and the colours of code.
 */
const noteWrites = (chat) => chat.log.evaluate((log) => {
  const isMath = ({ target, type, addedNodes }) => target.closest?.('.formula') && (type === 'attributes' || [...addedNodes].some((node) => node.localName === 'math'));
  const isColour = ({ target, addedNodes }) => target.localName === 'code' && [...addedNodes].some((node) => node.localName === 'span');
  const name = (node) => node.localName ?? node.nodeName;
  globalThis.writes = [];
  new MutationObserver((records) => {
    const own = records.filter((record) => !isMath(record) && !isColour(record));
    if (own.length) globalThis.writes.push([globalThis.frame, own.map(({ target, type, addedNodes }) => `${type} of ${name(target)}: ${[...addedNodes].map(name)}`)]);
  }).observe(log, { subtree: true, childList: true, characterData: true, attributes: true });
});

test('a burst of signs of several bytes has each frame draw and end: none waits for the clock', async ({ page, chat, visit }) => {
  await page.addInitScript(() => {
    const now = performance.now.bind(performance);
    globalThis.looks = 0;
    performance.now = () => { globalThis.looks++; return now(); };
  });
  await visit({});
  await chat.say('Go on');
  await page.evaluate(() => { globalThis.looks = 0; });
  const text = Array.from({ length: 300 }, (_, i) => `${i} ${'一二三四五六七'.repeat(3)}`).join('\n\n');
  await piece(page, text);
  await expect(chat.answers).toContainText('299 一');
  // A look each 256 bytes, and some in each frame.
  expect(await page.evaluate(() => globalThis.looks)).toBeLessThan(1500);
});

for (const [how, options] of [['', {}], [' smoothly', { smooth: 'on' }]]) {
  test(`an answer that is streamed${how} is written in at most one go a frame`, async ({ page, chat, visit }) => {
    await countFrames(page);
    await visit(options);
    await chat.say('Go on');
    await piece(page, 'It begins.\n\n');
    await noteWrites(chat);
    await stream(page, SHOWCASE, 8);
    await expect(chat.answers).toContainText(LAST);
    await frames(page);
    const writes = await page.evaluate(() => globalThis.writes);
    const again = writes.filter(([frame], i) => frame === writes[i - 1]?.[0]);
    expect(again, 'what is written in a frame that was written in already').toEqual([]);
    expect(writes.length).toBeGreaterThan(20);
  });
}
