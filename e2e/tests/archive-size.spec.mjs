// The archive by itself, with many messages and conversations: what is read of them is counted.
import { ask, beginAtArchive, conversation, counted, countReads, id, key, message, open, plant, T, texts, visit } from '../archive.mjs';
import { expect, test } from '../fixtures.mjs';

beginAtArchive();

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

test('a search that comes while another one is reading waits for what is read', async ({ page }) => {
  await open(page);
  const messages = Array.from({ length: 500 }, (_, at) => message(at + 1, `Message ${at + 1}`));
  await ask(page, 'put', { conversations: [conversation(1)], messages });
  const found = () => page.evaluate(async () => {
    const all = ['m', 'me', 'message 4', 'message 42'].map((query) => globalThis.archive.ask('search', { query }));
    return (await Promise.all(all)).map(({ hits }) => hits.length > 0);
  });
  expect(await found()).toEqual([true, true, true, true]);
  // The same where only a part is read again.
  await page.evaluate(() => globalThis.archive.ask('search', { query: 'x' }));
  await ask(page, 'put', { messages: [message(600, 'One needle')] });
  const again = await page.evaluate(async () => {
    const all = ['n', 'ne', 'needle'].map((query) => globalThis.archive.ask('search', { query }));
    return (await Promise.all(all)).map(({ hits }) => hits.some(({ excerpt }) => excerpt.includes('needle')));
  });
  expect(again).toEqual([true, true, true]);
  await ask(page, 'rest', {});
  expect(await found()).toEqual([true, true, true, true]);
});

test('a title that is the beginning of the first question is found there alone', async ({ page }) => {
  await open(page);
  await ask(page, 'put', { conversations: [conversation(1, { title: 'My mother bakes bread' }), conversation(2, { title: 'Bread and butter' })], messages: [message(1, 'My mother bakes bread'), message(2, 'Does she?')] });
  const { hits } = await ask(page, 'search', { query: 'bread' });
  expect(hits.map(({ title, message }) => [title, message])).toEqual([['Bread and butter', undefined], ['My mother bakes bread', '1']]);
});
