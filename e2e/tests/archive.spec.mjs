// The archive by itself, in a page with the strictest policy: what is kept, and by whom it is seen.
import { ask, beginAtArchive, conversation, heard, id, message, open, plant, T, texts, visit } from '../archive.mjs';
import { expect, test } from '../fixtures.mjs';
import { table } from '../keep.mjs';

beginAtArchive();

test('what was put is there after a reload, as it was put, and what was shown last is opened', async ({ page, stranger }) => {
  expect(await open(page)).toEqual({ storage: 'ok' });
  const records = { conversations: [conversation(1)], messages: [message(1, 'Hello'), message(2, 'How do you do?', { model: 'eliza' })] };
  expect(await ask(page, 'put', { ...records, shown: '1' })).toEqual({ storage: 'ok', conversations: [], messages: [] });
  await visit(page, stranger);
  const opened = await open(page);
  expect(opened).toMatchObject({ storage: 'ok', conversation: records.conversations[0], newer: 0, broken: 0 });
  expect(opened.messages).toEqual([...records.messages].reverse());
  expect(await ask(page, 'list', {})).toMatchObject({ conversations: records.conversations });
  // Another widget of the same site has an archive of its own.
  expect(await open(page, 'device', 'other')).toEqual({ storage: 'ok' });
  expect((await ask(page, 'list', {})).conversations).toEqual([]);
});

test('a message that is put while it arrives grows, and an older state of it takes nothing away', async ({ page }) => {
  await open(page);
  const at = (text, changed, state) => ({ messages: [message(2, text, { changed: T + changed, state })] });
  await ask(page, 'put', at('How do', 10, 'open'));
  await ask(page, 'put', at('How do you do?', 30, 'complete'));
  const answer = await ask(page, 'put', at('How do you', 20, 'open'));
  expect(texts(answer)).toEqual(['How do you do?']);
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['How do you do?']);
});

test('two tabs hear of each other, and neither writes over the other one', async ({ page, context, stranger }) => {
  const other = await context.newPage();
  await visit(other, stranger);
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)], messages: [message(1, 'Hello')], shown: '1' });
  expect(texts(await open(other))).toEqual(['Hello']);
  // Both answer at once, and both change the conversation's record.
  const tabs = [page, other].map((tab, at) => tab.evaluate(async ([at, base, message]) => {
    for (let round = 0; round < 25; round++) {
      const number = 10 + round * 2 + at;
      const record = { ...message, id: number.toString(16), created: base + number, choices: [{ text: `tab ${at}, ${round}` }] };
      await globalThis.archive.ask('put', { messages: [record] });
      await globalThis.archive.ask(at ? 'pin' : 'rename', { conversation: '1', title: `Round ${round}`, is: true });
    }
  }, [at, T, message(2, '')]));
  await Promise.all(tabs);
  for (const tab of [page, other]) {
    const all = await ask(tab, 'read', { conversation: '1' });
    expect(all.messages).toHaveLength(51);
    expect(all.conversation).toMatchObject({ title: 'Round 24', title_by_hand: true, pinned: { is: true } });
  }
  await expect.poll(async () => (await heard(page)).flatMap((news) => news.messages ?? []).length).toBe(25);
  await expect.poll(async () => (await heard(other)).flatMap((news) => news.messages ?? []).length).toBe(25);
});

test('only one tab sends in a conversation, and the other one may when that tab is gone', async ({ page, context, stranger }) => {
  const other = await context.newPage();
  await visit(other, stranger);
  await open(page);
  await open(other);
  const lock = (tab, conversation = '1') => ask(tab, 'lock', { conversation });
  expect(await lock(page)).toEqual({ storage: 'ok', held: true });
  expect(await lock(page)).toMatchObject({ held: true });
  expect(await lock(other)).toMatchObject({ held: false });
  expect(await lock(other, '2')).toMatchObject({ held: true });
  await ask(page, 'unlock', { conversation: '1' });
  expect(await lock(other)).toMatchObject({ held: true });
  expect(await lock(page)).toMatchObject({ held: false });
  await other.close({ runBeforeUnload: false });
  await expect.poll(async () => (await lock(page)).held).toBe(true);
});

test('without Web Locks a record with a time does it', async ({ page, context, stranger }) => {
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
  const other = await context.newPage();
  for (const tab of [page, other]) await visit(tab, stranger);
  for (const tab of [page, other]) await open(tab);
  const held = await Promise.all([page, other].map((tab) => ask(tab, 'lock', { conversation: '1' })));
  expect(held.filter(({ held }) => held)).toHaveLength(1);
  const [winner, loser] = held[0].held ? [page, other] : [other, page];
  await winner.reload();
  expect(await ask(loser, 'lock', { conversation: '1' })).toMatchObject({ held: true });
});

test('a lock that is asked for twice at once is one, and is given up as one', async ({ page, context, stranger }) => {
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    // What is renewed every twenty seconds is every tenth of one.
    const own = globalThis.setInterval;
    globalThis.setInterval = (work, time) => own(work, time / 200);
  });
  await visit(page, stranger);
  await open(page);
  const lock = { conversation: '1' };
  const held = await Promise.all([ask(page, 'lock', lock), ask(page, 'lock', lock)]);
  expect(held.map(({ held }) => held)).toEqual([true, true]);
  await ask(page, 'unlock', lock);
  const there = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('causerie lock') && key.includes('1')));
  expect(await there()).toEqual([]);
  await page.waitForTimeout(400);
  expect(await there()).toEqual([]);
});

test('a session is kept for its tab alone, and goes a day after it was last seen', async ({ page, context, stranger }) => {
  const put = { conversations: [conversation(1)], messages: [message(1, 'Hello')], shown: '1' };
  await open(page, 'session');
  await ask(page, 'put', put);
  const other = await context.newPage();
  await visit(other, stranger);
  expect(await open(other, 'session')).toEqual({ storage: 'ok' });
  await ask(other, 'put', put);
  await visit(page, stranger);
  expect(texts(await open(page, 'session'))).toEqual(['Hello']);
  expect(Object.keys(await table(page, 'messages'))).toHaveLength(2);
  // Both were last seen long ago, but one of them is open.
  for (const key of Object.keys(await table(page, 'marks')).filter((key) => key.startsWith('session/'))) await plant(page, 'marks', key, `${Date.now() - 90_000_000}`);
  const third = await context.newPage();
  await visit(third, stranger);
  await open(third, 'session');
  await third.waitForTimeout(300);
  expect(Object.keys(await table(page, 'messages'))).toHaveLength(2);
  await other.close();
  await visit(third, stranger);
  await open(third, 'session');
  await expect.poll(async () => Object.keys(await table(page, 'messages')).length).toBe(1);
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['Hello']);
});

test('a session of which nothing is left is forgotten, and begins again with what is kept next', async ({ page, stranger }) => {
  const put = { conversations: [conversation(1)], messages: [message(1, 'Hello')], shown: '1' };
  const known = () => page.evaluate(() => Object.keys(sessionStorage));
  const marks = async () => Object.keys(await table(page, 'marks'));
  await open(page, 'session');
  await ask(page, 'put', put);
  // Another widget of the page.
  await page.evaluate(() => { globalThis.first = globalThis.archive; });
  await open(page, 'session', 'other');
  await ask(page, 'put', put);
  await page.evaluate(() => globalThis.first.ask('clear', {}));
  expect((await known()).length).toBe(2);
  expect((await marks()).length).toBe(2);
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['Hello']);
  await ask(page, 'clear', {});
  expect(await known()).toEqual([]);
  expect(await marks()).toEqual([]);
  // Either may be the one that keeps something next.
  await page.evaluate((put) => globalThis.first.ask('put', put), put);
  expect((await marks()).filter((key) => key.startsWith('session/'))).toHaveLength(1);
  await ask(page, 'put', { ...put, messages: [message(1, 'Bye')] });
  await visit(page, stranger);
  expect(texts(await open(page, 'session'))).toEqual(['Hello']);
  expect(texts(await open(page, 'session', 'other'))).toEqual(['Bye']);
});

test('titles, pins, removal with a way back, and erasing', async ({ page, context, stranger }) => {
  const other = await context.newPage();
  await visit(other, stranger);
  await open(other);
  await open(page);
  await ask(page, 'put', { conversations: [1, 2, 3].map((number) => conversation(number)), messages: [message(1, 'Hello')], shown: '1' });
  const titles = async (request = {}) => (await ask(page, 'list', request)).conversations.map(({ title }) => title);
  expect(await titles()).toEqual(['Talk 3', 'Talk 2', 'Talk 1']);
  await ask(page, 'pin', { conversation: '1', is: true });
  await ask(page, 'rename', { conversation: '2', title: 'Two' });
  await ask(page, 'remove', { conversation: '3' });
  expect(await titles()).toEqual(['Talk 1', 'Two']);
  expect(await titles({ deleted: true })).toEqual(['Talk 3']);
  await ask(page, 'put', { shown: '3' });
  await visit(page, stranger);
  expect(await open(page)).toEqual({ storage: 'ok' });
  await ask(page, 'restore', { conversation: '3' });
  await visit(page, stranger);
  expect(await open(page)).toMatchObject({ conversation: { title: 'Talk 3' }, messages: [] });
  expect(await titles()).toEqual(['Talk 1', 'Talk 3', 'Two']);
  expect(await ask(page, 'rename', { conversation: '77', title: 'None' })).toEqual({ storage: 'ok', error: 'missing' });
  await ask(page, 'remove', { conversation: '3' });
  const shown = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.endsWith('/shown')));
  expect(await shown()).toHaveLength(1);
  expect(await ask(page, 'purge', {})).toEqual({ storage: 'ok', purged: ['3'] });
  expect(await shown()).toEqual([]);
  expect(await titles({ deleted: true })).toEqual([]);
  expect(await ask(page, 'clear', {})).toEqual({ storage: 'ok' });
  expect([await table(page, 'conversations'), await table(page, 'messages')]).toEqual([{}, {}]);
  await expect.poll(async () => (await heard(other)).slice(-2)).toEqual([{ purged: ['3'] }, { clear: true }]);
  await visit(page, stranger);
  expect(await open(page)).toEqual({ storage: 'ok' });
});

test('what stands for older turns comes back part by part, and goes with its conversation only', async ({ page, stranger }) => {
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1), conversation(2)] });
  const parts = [1, 2, 3].map((number) => ({ version: 1, summaries: [{ text: `Summary ${number}`, up_to: id(number) }] }));
  for (const digest of parts) {
    expect(await ask(page, 'digest', { conversation: '1', digest })).toEqual({ storage: 'ok', conversation: '1' });
    await page.waitForTimeout(2);
  }
  const other = await page.context().newPage();
  await visit(other, stranger);
  await open(other);
  await ask(page, 'digest', { conversation: '2', digest: { version: 99 } });
  await expect.poll(() => heard(other)).toEqual([{ digested: ['2'] }]);
  await visit(page, stranger);
  await open(page);
  expect((await ask(page, 'digest', { conversation: '1' })).digests).toEqual(parts);
  expect((await ask(page, 'list', {})).conversations).toEqual([conversation(2), conversation(1)]);
  await ask(page, 'purge', { conversation: '1' });
  expect((await ask(page, 'digest', { conversation: '1' })).digests).toEqual([]);
  expect((await ask(page, 'digest', { conversation: '2' })).digests).toEqual([{ version: 99 }]);
  await ask(page, 'clear', {});
  expect(Object.keys(await table(page, 'marks')).filter((key) => key.startsWith('d/'))).toEqual([]);
});
