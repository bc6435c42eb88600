// What was said before anything could be written, and what is on its way to the archive, when the page goes.
import { anew, begin, done, exchange, halfIsThere, HELD, keptTexts, kill, openTab, records, scripted, secondHalf, sent, unsaved, write } from '../keep.mjs';
import { expect, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

test('a question that nothing can write yet is there after a crash, to be asked again', async ({ page, context, chat, visit }) => {
  const held = [];
  await secondHalf(page, (route) => held.push(route));
  await visit({ persist: 'device' });
  await begin(chat, 'Tell me a story');
  // Longer than a draft waits.
  await page.waitForTimeout(1000);
  expect(held).toHaveLength(1);
  const url = page.url();
  await kill(page);
  const next = await openTab(context, url);
  await expect(next.questions).toHaveText(['Tell me a story']);
  await expect(next.field).toHaveValue('');
  await expect.poll(() => keptTexts(next.page)).toEqual(['Tell me a story', '']);
  await next.retry.click();
  await expect.poll(() => next.page.evaluate(() => globalThis.asked.length)).toBe(1);
  expect(await sent(next.page)).toEqual(['Tell me a story']);
  await next.page.close();
});

test('what is put away as the page goes, before the archive has it, is there again and no draft', async ({ page, stranger, chat, visit }) => {
  const release = await HELD.archive(page, stranger);
  await visit({});
  await exchange(chat, 'Whole', 'Fine');
  await halfIsThere(page);
  await page.reload();
  await release();
  await expect(chat.answers).toHaveText(['Fine']);
  await expect(chat.field).toHaveValue('');
});

for (const [what, come, answer, isArriving] of [
  ['a whole answer', async (page) => { await write(page, 'Fine'); await done(page); }, 'Fine', false],
  ['a part of an answer', (page) => write(page, 'Fi'), 'Fi', true],
  ['no answer yet', async () => {}, '', true],
]) {
  test(`${what} that came before anything can be written is there again after a reload, and no draft`, async ({ page, chat, visit }) => {
    const held = [];
    const half = await secondHalf(page, (route) => held.push(route));
    await visit({});
    await begin(chat, 'Whole');
    await come(page);
    if (answer) await expect(chat.answers).toHaveText([answer]);
    if (!isArriving) await chat.rest();
    await expect.poll(() => held.length).toBe(1);
    half.isOpen = true;
    await page.reload();
    await expect(chat.questions).toHaveText(['Whole']);
    await expect(chat.answers.filter({ hasText: /./ })).toHaveText(answer ? [answer] : []);
    await expect(chat.notice).toHaveCount(isArriving ? 1 : 0);
    await expect(chat.field).toHaveValue('');
    await expect.poll(async () => (await records(page, 'conversations')).map(({ title }) => title)).toEqual(['Whole']);
    // It is kept like any other.
    await exchange(chat, 'More', 'Of course');
    await page.reload();
    await expect(chat.questions).toHaveText(['Whole', 'More']);
    expect(await page.evaluate(() => [sessionStorage.getItem('causerie unsaved '), sessionStorage.getItem('causerie draft ')])).toEqual([null, null]);
  });
}

test('where nothing can be written, what was said is there after a reload all the same, and kept once that can be', async ({ page, chat, visit, log }) => {
  log.expected.push(/ERR_FAILED/, /Failed to fetch/, /not loaded/);
  const half = await secondHalf(page, (route) => route.abort());
  await visit({});
  await exchange(chat, 'Whole', 'Fine');
  for (const said of [['Whole'], ['Whole', 'More']]) {
    await page.reload();
    await expect(chat.questions).toHaveText(said);
    await expect(chat.answers).toHaveText(said.map(() => 'Fine'));
    await expect(chat.field).toHaveValue('');
    if (said.length === 1) await exchange(chat, 'More', 'Fine');
  }
  half.isOpen = true;
  await page.reload();
  await expect.poll(() => keptTexts(page)).toEqual(['Whole', 'Fine', 'More', 'Fine']);
  await expect(chat.questions).toHaveText(['Whole', 'More']);
});

for (const [what, held] of Object.entries(HELD)) {
  test(`what was said before the ${what} came is kept, also if a new conversation was begun since and the page has gone`, async ({ page, stranger, chat, visit }) => {
    const release = await held(page, stranger);
    await visit({});
    await exchange(chat, 'First', 'One');
    await anew(page, chat);
    await page.reload();
    await page.reload();
    await exchange(chat, 'Second', 'Two');
    await anew(page, chat);
    await exchange(chat, 'Third', 'Three');
    await page.reload();
    await release();
    await expect(chat.questions).toHaveText(['Third'], { timeout: 10_000 });
    await expect.poll(() => keptTexts(page)).toEqual(['First', 'One', 'Second', 'Two', 'Third', 'Three']);
    await expect.poll(async () => (await records(page, 'conversations')).map(({ title }) => title).sort()).toEqual(['First', 'Second', 'Third']);
    await expect.poll(() => unsaved(page)).toBe(null);
  });

  test(`what was said before the ${what} came is kept when it comes, also if a new conversation was begun since`, async ({ page, stranger, chat, visit }) => {
    const release = await held(page, stranger);
    await visit({});
    await exchange(chat, 'First', 'One');
    await anew(page, chat);
    await exchange(chat, 'Second', 'Two');
    await release();
    await expect.poll(() => keptTexts(page)).toEqual(['First', 'One', 'Second', 'Two']);
    await expect.poll(() => unsaved(page)).toBe(null);
    await page.reload();
    await expect(chat.questions).toHaveText(['Second']);
  });
}

test('on a line so slow that what was left cannot be shown, a question begins a conversation beside it', async ({ page, stranger, chat, visit }) => {
  const release = await HELD['second half'](page, stranger);
  await visit({});
  await exchange(chat, 'First', 'One');
  await page.reload();
  await exchange(chat, 'Second', 'Two');
  await page.reload();
  await release();
  await expect(chat.questions).toHaveText(['Second']);
  await expect.poll(() => keptTexts(page)).toEqual(['First', 'One', 'Second', 'Two']);
  await expect.poll(() => unsaved(page)).toBe(null);
});
