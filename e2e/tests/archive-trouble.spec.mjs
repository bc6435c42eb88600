// The archive by itself: what a browser that cannot keep it, a damaged record or another version do to it.
import { ask, beginAtArchive, conversation, key, message, open, plant, T, texts, visit } from '../archive.mjs';
import { expect, test } from '../fixtures.mjs';
import { table } from '../keep.mjs';

beginAtArchive();

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

test('records of past versions are read', async ({ page }) => {
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1)] });
  await plant(page, 'messages', key(message(1)), JSON.stringify({ id: '1', conversation: '1', created: T + 1, role: 'user', content: 'From version 0' }));
  expect(texts(await ask(page, 'read', { conversation: '1' }))).toEqual(['From version 0']);
});
