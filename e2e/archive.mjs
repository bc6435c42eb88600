// What the tests of the archive by itself share: records, and a page with the strictest policy that opens one.
import { expect, test } from './fixtures.mjs';
import { plant as plantAll } from './keep.mjs';

export const T = 1_700_000_000_000;
export const id = (number) => number.toString(16);
export const conversation = (number, more) => ({ version: 1, id: id(number), title: `Talk ${number}`, title_at: T, created: T, updated: T + number, ...more });
export const message = (number, text, more) => ({
  version: 1, id: id(number), conversation: '1', created: T + number, changed: T + number,
  role: number % 2 ? 'user' : 'assistant', state: 'complete', choices: [{ text }],
  ...(number > 1 && { parent: id(number - 1) }), ...more,
});
export const texts = ({ messages }) => messages.map(({ choices }) => choices[0].text);

/** Goes to the page of the archive. */
export const visit = async (page, stranger) => {
  await page.goto(`${stranger.url}/archive/`);
  await page.waitForFunction(() => globalThis.openArchive);
};

/** Opens an archive in a page; gives what was shown last. */
export const open = (page, persist = 'device', key = '') => page.evaluate(async ([key, persist]) => {
  globalThis.archive = await globalThis.openArchive(key, persist);
  return globalThis.archive.opened;
}, [key, persist]);

export const ask = (page, what, request) => page.evaluate(([what, request]) => globalThis.archive.ask(what, request), [what, request]);

export const heard = (page) => page.evaluate(() => globalThis.archive.heard);

/**
 * From now on reads of the store are counted, and the records that they give: that says what time (in
 * `cargo xtask bench store`) says, and is the same on every machine.
 */
export const countReads = (page) => page.evaluate(() => {
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
export const counted = (page, what, request) => page.evaluate(async ([what, request]) => {
  globalThis.reads = { calls: 0, records: 0 };
  const [start, answer] = [performance.now(), await globalThis.archive.ask(what, request)];
  return [answer, globalThis.reads, performance.now() - start];
}, [what, request]);

/** Puts a value into a table, past the archive. */
export const plant = (page, table, key, value) => plantAll(page, table, [[key, value]]);

/** Where a message of the widget without a `storage-key` stands. */
export const key = ({ conversation, created, id }) =>
  `d//${conversation.padStart(16, '0')}/${(2 ** 52 - created).toString(16).padStart(14, '0')}/${id.padStart(16, '0')}`;

/** Each test begins at the page of the archive, and ends without a report of its policy. */
export const beginAtArchive = () => {
  test.beforeEach(async ({ page, stranger, log }) => {
    log.errors.length = 0;
    await visit(page, stranger);
  });

  test.afterEach(({ stranger }) => {
    expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
  });
};
