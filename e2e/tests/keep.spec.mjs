// What a visitor wrote and what was answered is there again: after a reload, a crash, in mid-answer, with its draft.
import { archiveName, begin, done, exchange, keptTexts, kill, openTab, records, scripted, sent, table, write } from '../keep.mjs';
import { expect, heard, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

/** How often a page has loaded the archive. */
const archive = async (page, stranger) => {
  const name = await archiveName(stranger);
  const loaded = { count: 0 };
  page.on('request', (request) => { loaded.count += request.url().endsWith(name) ? 1 : 0; });
  return loaded;
};

test('a reload in mid-answer brings back the question and the part that had come, and it can go on', async ({ page, chat, visit }) => {
  await visit({});
  await begin(chat, 'Tell me a story');
  await write(page, 'Once upon a ');
  await expect(chat.answers).toHaveText('Once upon a');
  await page.reload();
  await expect(chat.questions).toHaveText(['Tell me a story']);
  await expect(chat.answers).toHaveText(['Once upon a']);
  await expect(chat.notice).toContainText('interrupted');
  expect(await heard(page, 'message')).toEqual([]);
  await chat.goOn.click();
  await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(1);
  expect((await sent(page)).slice(0, 2)).toEqual(['Tell me a story', 'Once upon a']);
  await write(page, 'time.');
  await done(page);
  await chat.rest();
  await expect(chat.answers).toHaveText(['Once upon a time.']);
  await page.reload();
  await expect(chat.answers).toHaveText(['Once upon a time.']);
  await expect(chat.notice).toHaveCount(0);
});

test('a reload before anything came brings the question back, to be asked again', async ({ page, chat, visit }) => {
  await visit({});
  await chat.say('Are you there?');
  await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(1);
  await page.reload();
  await expect(chat.questions).toHaveText(['Are you there?']);
  await chat.retry.click();
  await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(1);
  expect(await sent(page)).toEqual(['Are you there?']);
});

for (const [how, end] of [['was killed', kill], ['was closed', (page) => page.close()]]) {
  test(`a tab that ${how} in mid-answer leaves what had come a second before, for the next one`, async ({ page, context, chat, visit }) => {
    await visit({ persist: 'device' });
    await begin(chat, 'Tell me a story');
    await write(page, 'Once upon a time ');
    await expect.poll(() => keptTexts(page)).toEqual(['Tell me a story', 'Once upon a time ']);
    const url = page.url();
    await chat.field.fill('And another');
    await page.waitForTimeout(400);
    await end(page);
    const next = await openTab(context, url);
    await expect(next.questions).toHaveText(['Tell me a story']);
    await expect(next.answers).toHaveText(['Once upon a time']);
    await expect(next.notice).toContainText('interrupted');
    await expect(next.goOn).toBeVisible();
    await expect(next.field).toHaveValue('And another');
    await next.page.close();
  });
}

test('a message is written when it is sent, and at most once a second while it arrives', async ({ page, chat, visit }) => {
  await visit({});
  await page.evaluate(() => {
    globalThis.puts = [];
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (text, key) {
      if (this.name === 'messages') globalThis.puts.push(JSON.parse(text).choices[0].text);
      return put.call(this, text, key);
    };
  });
  await begin(chat, 'Count');
  await expect.poll(() => page.evaluate(() => globalThis.puts.length)).toBe(2);
  const since = Date.now();
  for (let number = 0; number < 30; number++) {
    await write(page, `${number} `);
    await page.waitForTimeout(100);
  }
  const during = (await page.evaluate(() => globalThis.puts)).slice(2);
  expect(during.length).toBeGreaterThanOrEqual(2);
  // How far apart two are is not asked: a busy machine is late with any of them. One more, as the count began a look later than the first write.
  expect(during.length).toBeLessThanOrEqual((Date.now() - since) / 1000 + 1);
  await done(page);
  await expect.poll(async () => (await records(page, 'messages')).map(({ state }) => state)).toEqual(['complete', 'complete']);
  expect((await keptTexts(page))[1]).toMatch(/^0 1 2 .* 29 $/);
});

test('the draft survives a reload, and what was sent is no draft', async ({ page, stranger, chat, visit }) => {
  const loaded = await archive(page, stranger);
  await visit({});
  await chat.field.fill('Half a thou');
  await page.reload();
  await expect(chat.field).toHaveValue('Half a thou');
  expect(loaded.count, 'the archive for a draft').toBe(0);
  await exchange(chat, 'Whole', 'Fine');
  await page.reload();
  await expect(chat.answers).toHaveText(['Fine']);
  await expect(chat.field).toHaveValue('');
});

test('a widget that has kept nothing loads nothing before its first question', async ({ page, stranger, chat, visit }) => {
  const loaded = await archive(page, stranger);
  await visit({ persist: 'device' });
  await chat.field.fill('Hello');
  await page.waitForTimeout(300);
  expect(loaded.count).toBe(0);
  await exchange(chat, 'Hello', 'Hi');
  await expect.poll(() => loaded.count).toBeGreaterThan(0);
});

test('with persist="none" nothing is written and nothing loaded', async ({ page, stranger, chat, visit }) => {
  const loaded = await archive(page, stranger);
  await visit({ persist: 'none' });
  await chat.field.fill('Half');
  await page.waitForTimeout(400);
  await exchange(chat, 'Hello', 'Hi');
  await page.waitForTimeout(300);
  const kept = () => page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length, sessionStorage.length]);
  expect(await kept()).toEqual([0, 0, 0]);
  await page.reload();
  await expect(chat.field).toHaveValue('');
  await expect(chat.questions).toHaveCount(0);
  expect([await kept(), loaded.count]).toEqual([[0, 0, 0], 0]);
});

test('a session is the tab’s own, and a device’s conversation is there in the next tab', async ({ page, context, chat, visit }) => {
  await visit({});
  await exchange(chat, 'Hello', 'Hi');
  const other = await openTab(context, page.url());
  await other.page.waitForTimeout(300);
  await expect(other.questions).toHaveCount(0);
  await visit({ persist: 'device', storage_key: 'a' });
  await expect(chat.questions).toHaveCount(0);
  await exchange(chat, 'Kept', 'Yes');
  const third = await openTab(context, page.url());
  await expect(third.answers).toHaveText(['Yes']);
  // Another widget of the site has its own.
  await visit({ persist: 'device', storage_key: 'b' });
  await page.waitForTimeout(300);
  await expect(chat.questions).toHaveCount(0);
});

test('a new conversation leaves the old one where it is, and a reload does not bring it back', async ({ page, chat, visit }) => {
  await visit({});
  await exchange(chat, 'First', 'One');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(chat.questions).toHaveCount(0);
  await page.reload();
  await page.waitForTimeout(300);
  await expect(chat.questions).toHaveCount(0);
  await exchange(chat, 'Second', 'Two');
  await page.reload();
  await expect(chat.questions).toHaveText(['Second']);
  await expect.poll(() => keptTexts(page)).toEqual(['First', 'One', 'Second', 'Two']);
  await expect.poll(async () => (await records(page, 'conversations')).map(({ title }) => title).sort()).toEqual(['First', 'Second']);
});

test('alternatives, the one that is shown and what was thought of it survive', async ({ page, chat, visit }) => {
  await visit({ feedback: true });
  await exchange(chat, 'Hello', 'First answer');
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(2);
  await write(page, 'Second answer');
  await done(page);
  await chat.rest();
  await page.getByRole('button', { name: 'Previous answer' }).click();
  await page.locator('[part=up]').click();
  await expect(chat.answers).toHaveText(['First answer']);
  await page.reload();
  await expect(chat.answers).toHaveText(['First answer']);
  await expect(page.locator('.position')).toHaveText('1/2');
  await expect(page.locator('[part=up]')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Next answer' }).click();
  await expect(chat.answers).toHaveText(['Second answer']);
});

test('messages that the page sets are kept once something is asked', async ({ page, chat, visit }) => {
  await visit({});
  await page.evaluate(() => { document.querySelector('causerie-chat').messages = [{ role: 'user', content: 'Old' }, { role: 'assistant', content: 'Answer' }]; });
  await page.waitForTimeout(300);
  expect(await table(page, 'messages')).toEqual({});
  await exchange(chat, 'New', 'Yes');
  await page.reload();
  await expect(chat.questions).toHaveText(['Old', 'New']);
});
