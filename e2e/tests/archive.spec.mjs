// The archive by itself, in a page with the strictest policy: what is kept, by whom it is seen, and what a browser that
// cannot keep it does to it.
import { expect, test } from '../fixtures.mjs';
import { plant as plantAll, table } from '../keep.mjs';

const T = 1_700_000_000_000;
const id = (number) => number.toString(16);
const conversation = (number, more) => ({ version: 1, id: id(number), title: `Talk ${number}`, title_at: T, created: T, updated: T + number, ...more });
const message = (number, text, more) => ({
  version: 1, id: id(number), conversation: '1', created: T + number, changed: T + number,
  role: number % 2 ? 'user' : 'assistant', state: 'complete', choices: [{ text }],
  ...(number > 1 && { parent: id(number - 1) }), ...more,
});
const texts = ({ messages }) => messages.map(({ choices }) => choices[0].text);

/** Goes to the page of the archive. */
const visit = async (page, stranger) => {
  await page.goto(`${stranger.url}/archive/`);
  await page.waitForFunction(() => globalThis.openArchive);
};

/** Opens an archive in a page; gives what was shown last. */
const open = (page, persist = 'device', key = '') => page.evaluate(async ([key, persist]) => {
  globalThis.archive = await globalThis.openArchive(key, persist);
  return globalThis.archive.opened;
}, [key, persist]);

const ask = (page, what, request) => page.evaluate(([what, request]) => globalThis.archive.ask(what, request), [what, request]);

const heard = (page) => page.evaluate(() => globalThis.archive.heard);

/**
 * From now on reads of the store are counted, and the records that they give: that says what time (in
 * `cargo xtask bench store`) says, and is the same on every machine.
 */
const countReads = (page) => page.evaluate(() => {
  globalThis.reads = { calls: 0, records: 0 };
  for (const name of ['get', 'getAll', 'getAllKeys', 'openCursor', 'openKeyCursor']) {
    const read = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...args) {
      const request = read.apply(this, args);
      globalThis.reads.calls += 1;
      request.addEventListener('success', () => { globalThis.reads.records += Array.isArray(request.result) ? request.result.length : 1; });
      return request;
    };
  }
});

/** What the archive answers, how often it read for that and how much, and the time that it took. */
const counted = (page, what, request) => page.evaluate(async ([what, request]) => {
  globalThis.reads = { calls: 0, records: 0 };
  const [start, answer] = [performance.now(), await globalThis.archive.ask(what, request)];
  return [answer, globalThis.reads, performance.now() - start];
}, [what, request]);

/** Puts a value into a table, past the archive. */
const plant = (page, table, key, value) => plantAll(page, table, [[key, value]]);

/** Where a message of the widget without a `storage-key` stands. */
const key = ({ conversation, created, id }) =>
  `d//${conversation.padStart(16, '0')}/${(2 ** 52 - created).toString(16).padStart(14, '0')}/${id.padStart(16, '0')}`;

test.beforeEach(async ({ page, stranger, log }) => {
  log.errors.length = 0;
  await visit(page, stranger);
});

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
});

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

test('a corrupt record among good ones is counted and left as it is, and one of a newer version, too', async ({ page }) => {
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)], messages: [1, 2, 3, 4].map((number) => message(number, `Text ${number}`)), shown: '1' });
  const bad = { [key(message(2))]: '{"version":1,"id":"2","conv', [key(message(3))]: JSON.stringify({ ...message(3, 'from the future'), version: 99 }), [key(message(4))]: { not: 'a text' } };
  for (const [key, value] of Object.entries(bad)) await plant(page, 'messages', key, value);
  await plant(page, 'conversations', 'd//0000000000000009', '[]');
  const read = await ask(page, 'read', { conversation: '1' });
  expect(read).toMatchObject({ storage: 'ok', broken: 2, newer: 1 });
  expect(texts(read)).toEqual(['Text 1']);
  expect(await ask(page, 'list', {})).toMatchObject({ conversations: [conversation(1)], broken: 1 });
  // What this tab still knows is kept beside it.
  await ask(page, 'put', { messages: [2, 3, 4].map((number) => message(number, `Text ${number}`)) });
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['Text 4', 'Text 3', 'Text 2', 'Text 1']);
  expect(await table(page, 'messages')).toMatchObject(bad);
});

test('where storage is blocked it is said, and memory does the rest', async ({ page, stranger }) => {
  const ways = [
    () => (IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }),
    () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
    () => (IDBFactory.prototype.open = () => { throw new TypeError('broken'); }),
  ];
  for (const way of ways) {
    await visit(page, stranger);
    await page.evaluate(way);
    expect(await open(page)).toEqual({ storage: 'blocked' });
    expect(await ask(page, 'put', { conversations: [conversation(1)], messages: [message(1, 'Hello')] })).toMatchObject({ storage: 'blocked', messages: [] });
    expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['Hello']);
    expect((await ask(page, 'search', { query: 'hello' })).hits).toHaveLength(1);
  }
});

test('a page that wants nothing kept gets memory', async ({ page, stranger }) => {
  expect(await open(page, 'none')).toEqual({ storage: 'memory' });
  await ask(page, 'put', { conversations: [conversation(1)], messages: [message(1, 'Hello')], shown: '1' });
  expect((await ask(page, 'export', { form: 'text' })).text).toBe('Talk 1\n\nuser:\nHello\n');
  await visit(page, stranger);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test('a full disk is said, nothing is lost, and what waited is written when there is room', async ({ page, stranger }) => {
  const protocol = await page.context().newCDPSession(page);
  const quota = (quotaSize) => protocol.send('Storage.overrideQuotaForOrigin', { origin: stranger.url, quotaSize });
  // A browser remembers for a while how much room there was, so this comes first.
  await quota(100_000);
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)], messages: [message(1, 'Hello')] });
  const long = 'long '.repeat(600_000);
  expect(await ask(page, 'put', { messages: [message(2, long)] })).toEqual({ storage: 'full' });
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['Hello']);
  await quota();
  expect(await ask(page, 'put', { messages: [message(3, 'Bye')] })).toMatchObject({ storage: 'ok' });
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['Bye', long, 'Hello']);
});

test('a store that throws in the middle leaves nothing half written', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    let times = 0;
    IDBObjectStore.prototype.put = function (...of) {
      if (++times === 3) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, of);
    };
  });
  const file = JSON.stringify({ format: 'causerie', version: 1, conversations: [{ version: 1, conversation: conversation(1), messages: [1, 2, 3].map((number) => message(number, 'x')) }] });
  expect(await ask(page, 'import', { text: file })).toEqual({ storage: 'full' });
  expect([await table(page, 'conversations'), await table(page, 'messages')]).toEqual([{}, {}]);
  expect(await ask(page, 'import', { text: file })).toMatchObject({ storage: 'ok', messages: 3 });
});

test('a database of a newer version is left alone, also one that is made while this tab is open', async ({ page, context, stranger }) => {
  const upgrade = (page, version) => page.evaluate((version) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('causerie', version);
    opening.onupgradeneeded = () => opening.result.createObjectStore(`future${version}`).put('treasure', 'key');
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onblocked = reject;
  }), version);
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)], messages: [message(1, 'Hello')] });
  const other = await context.newPage();
  await visit(other, stranger);
  await upgrade(other, 50);
  expect(await ask(page, 'put', { messages: [message(2, 'Too late')] })).toEqual({ storage: 'newer' });
  await visit(page, stranger);
  expect(await open(page)).toEqual({ storage: 'newer' });
  expect(await ask(page, 'put', { messages: [message(2, 'In memory')] })).toMatchObject({ storage: 'newer' });
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['In memory']);
  expect(await table(page, 'future50')).toEqual({ key: 'treasure' });
  expect(Object.values(await table(page, 'messages')).map((text) => JSON.parse(text).choices[0].text)).toEqual(['Hello']);
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
  expect(await ask(page, 'purge', {})).toEqual({ storage: 'ok', purged: ['3'] });
  expect(await titles({ deleted: true })).toEqual([]);
  expect(await ask(page, 'clear', {})).toEqual({ storage: 'ok' });
  expect([await table(page, 'conversations'), await table(page, 'messages')]).toEqual([{}, {}]);
  await expect.poll(async () => (await heard(other)).slice(-2)).toEqual([{ purged: ['3'] }, { clear: true }]);
  await visit(page, stranger);
  expect(await open(page)).toEqual({ storage: 'ok' });
});

test('a broken file changes nothing, a good one adds what it has, once', async ({ page }) => {
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)], messages: [message(1, 'Hello'), message(2, 'How do you do?')] });
  const before = [await table(page, 'conversations'), await table(page, 'messages')];
  const { text } = await ask(page, 'export', {});
  const two = JSON.stringify({ ...JSON.parse(text), conversations: [JSON.parse(text).conversations[0], { version: 1, conversation: conversation(2), messages: [{ role: 'user' }] }] });
  const bad = { '': 'nothing', 'PK\u0003\u0004': 'archive', [text.slice(0, -20)]: 'not_json', '{"a":1}': 'unknown', '{"format":"causerie","version":7,"conversations":[]}': 'newer' };
  for (const [text, error] of Object.entries(bad)) expect(await ask(page, 'import', { text })).toEqual({ storage: 'ok', error });
  expect(await ask(page, 'import', { text: two })).toEqual({ storage: 'ok', error: 'broken', place: 2 });
  expect([await table(page, 'conversations'), await table(page, 'messages')]).toEqual(before);
  await ask(page, 'import', { text });
  expect([await table(page, 'conversations'), await table(page, 'messages')]).toEqual(before);
  // What was removed comes back with its file, and what was erased, too.
  await ask(page, 'remove', { conversation: '1' });
  expect(await ask(page, 'import', { text })).toEqual({ storage: 'ok', source: 'causerie', conversations: ['1'], messages: 2 });
  expect((await ask(page, 'list', {})).conversations).toHaveLength(1);
  await ask(page, 'purge', { conversation: '1' });
  await ask(page, 'import', { text });
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['How do you do?', 'Hello']);
  const { text: document } = await ask(page, 'export', { conversation: '1', form: 'markdown', names: { user: 'You', assistant: 'ELIZA' } });
  expect(document).toBe('# Talk 1\n\n## You\n\nHello\n\n## ELIZA\n\nHow do you do?\n');
});

test('5,000 messages come page by page, the newest first', async ({ page }) => {
  test.slow();
  await open(page);
  const messages = Array.from({ length: 5000 }, (_, at) => message(at + 1, `Message ${at + 1}`));
  expect(await ask(page, 'put', { conversations: [conversation(1)], messages, shown: '1' })).toMatchObject({ storage: 'ok' });
  await countReads(page);
  const [first, reads, time] = await counted(page, 'read', { conversation: '1', limit: 50 });
  expect(texts(first)).toEqual(messages.slice(-50).reverse().map(({ choices }) => choices[0].text));
  test.info().annotations.push({ type: 'first page of 5,000', description: `${time.toFixed(1)} ms` });
  expect(reads.calls).toBeLessThanOrEqual(4);
  // Keys and texts, of one more than was asked for.
  expect(reads.records).toBeLessThanOrEqual(2 * 51);
  let [all, { before }] = [texts(first), first];
  while (before) {
    const next = await ask(page, 'read', { conversation: '1', limit: 777, before });
    all = all.concat(texts(next));
    before = next.before;
  }
  expect(all).toEqual(messages.reverse().map(({ choices }) => choices[0].text));
});

test('whether something is pinned before a page is known without reading it all', async ({ page }) => {
  await open(page);
  const pins = { 4: { is: true, at: T }, 9: { is: false, at: T } };
  const messages = Array.from({ length: 2500 }, (_, at) => message(at + 1, at === 6 ? '"pinned":{"is":true}' : `Message ${at + 1}`, pins[at + 1] && { pinned: pins[at + 1] }));
  await ask(page, 'put', { conversations: [conversation(1)], messages });
  await plant(page, 'messages', key({ conversation: '1', created: T - 5, id: 'ffff' }), '{"pinned"');
  const before = (number) => key(messages[number - 1]).slice('d//'.length + 17);
  const is = (before) => ask(page, 'pinned', { conversation: '1', before });
  expect(await is(undefined)).toEqual({ storage: 'ok', pinned: true });
  expect(await is(before(5))).toEqual({ storage: 'ok', pinned: true });
  expect(await is(before(4))).toEqual({ storage: 'ok', pinned: false });
  expect(await ask(page, 'pinned', { conversation: '2' })).toEqual({ storage: 'ok', pinned: false });
});

test('1,000 conversations are listed in a few reads, and a keystroke searches 10,000 messages without one', async ({ page, context, stranger }) => {
  test.slow();
  await open(page);
  const words = 'storage lists search export import keyboard window message answer question letter river mountain'.split(' ');
  const said = (number) => Array.from({ length: 40 }, (_, at) => words[(number * 7 + at * at) % words.length]).join(' ');
  for (let start = 0; start < 1000; start += 250) {
    const numbers = Array.from({ length: 250 }, (_, at) => start + at + 1);
    await ask(page, 'put', {
      conversations: numbers.map((number) => conversation(number)),
      messages: numbers.flatMap((number) => Array.from({ length: 10 }, (_, at) => message(number * 10 + at, said(number * 10 + at), { conversation: id(number), parent: at ? id(number * 10 + at - 1) : undefined }))),
    });
  }
  await ask(page, 'put', { messages: [message(20_000, 'One needle, in a haystack', { conversation: id(500), parent: undefined })] });
  await countReads(page);
  const [list, listed, listing] = await counted(page, 'list', {});
  expect(list.conversations).toHaveLength(1000);
  expect(list.conversations[0].title).toBe('Talk 1000');
  const [, read, ahead] = await counted(page, 'search', { query: '' });
  const [{ hits: [hit] }, readForRare, rare] = await counted(page, 'search', { query: 'NEEDLE hay' });
  expect(hit).toEqual({ conversation: id(500), title: 'Talk 500', message: id(20_000), time: T + 20_000, excerpt: 'One needle, in a haystack', marks: [[4, 10], [17, 20]] });
  const [{ hits }, readForCommon, common] = await counted(page, 'search', { query: 'river mount', limit: 30 });
  expect(hits).toHaveLength(30);
  expect(hits.map(({ time }) => time)).toEqual(hits.map(({ time }) => time).sort().reverse());
  test.info().annotations.push({ type: 'list, reading ahead, rare, common', description: [listing, ahead, rare, common].map((time) => `${time.toFixed(0)} ms`).join(', ') });
  expect(listed.calls).toBeLessThanOrEqual(4);
  expect(read.calls).toBeGreaterThan(0);
  expect([readForRare.calls, readForCommon.calls]).toEqual([0, 0]);
  // What changes is found as it is now: here, and what another tab does.
  const other = await context.newPage();
  await visit(other, stranger);
  await open(other);
  await ask(other, 'put', { messages: [message(20_001, 'A second needle', { conversation: id(501), parent: undefined })] });
  await expect.poll(async () => (await ask(page, 'search', { query: 'needle' })).hits.length).toBe(2);
  await ask(page, 'remove', { conversation: id(500) });
  expect((await ask(page, 'search', { query: 'needle' })).hits.map(({ conversation }) => conversation)).toEqual([id(501)]);
  await ask(page, 'rest', {});
  expect((await ask(page, 'search', { query: 'Talk 77 7' })).hits.every(({ excerpt }) => /77/.test(excerpt))).toBe(true);
});

test('records of past versions are read', async ({ page }) => {
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)] });
  await plant(page, 'messages', key(message(1)), JSON.stringify({ id: '1', conversation: '1', created: T + 1, role: 'user', content: 'From version 0' }));
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['From version 0']);
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
