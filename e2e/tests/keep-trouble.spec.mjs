// Storage that is blocked, full, damaged or of a newer version: the chat goes on, says so once, and destroys nothing.
import { exchange, keptTexts, plant, scripted, table } from '../keep.mjs';
import { STATUS_LINE, expect, expectAccessible, focused, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

const line = (page) => page.locator('[part=trouble]');
const dismiss = (page) => page.getByRole('button', { name: 'Dismiss' });

for (const [how, way] of [
  ['throws', () => (IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); })],
  ['is not there', () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined })],
  ['is blocked with all other storage', () => {
    const no = { get: () => { throw new DOMException('no', 'SecurityError'); } };
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, no);
  }],
]) {
  test(`where storage ${how} the chat goes on in memory, and says so once`, async ({ page, chat, visit }) => {
    await page.addInitScript(way);
    await visit({ persist: 'device' });
    await exchange(chat, 'Hello', 'Hi');
    await expect(line(page)).toContainText('keeps nothing');
    await expect(page.getByRole('alert')).toContainText('keeps nothing');
    await expectAccessible(page);
    await dismiss(page).focus();
    await page.keyboard.press('Enter');
    await expect(line(page)).toHaveCount(0);
    expect(await focused(page)).toBe('Message');
    await exchange(chat, 'Again', 'Yes');
    await page.waitForTimeout(300);
    await expect(line(page)).toHaveCount(0);
    await expect(chat.answers).toHaveText(['Hi', 'Yes']);
  });
}

test('a full disk is said once, and what waited is kept when there is room', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Hello', 'Hi');
  await expect.poll(() => keptTexts(page)).toEqual(['Hello', 'Hi']);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    globalThis.room = () => { IDBObjectStore.prototype.put = put; };
    IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await exchange(chat, 'Second', 'Two');
  await expect(line(page)).toContainText('full');
  await dismiss(page).click();
  await exchange(chat, 'Third', 'Three');
  await expect(line(page)).toHaveCount(0);
  await expect(chat.answers).toHaveText(['Hi', 'Two', 'Three']);
  await expect.poll(() => keptTexts(page)).toEqual(['Hello', 'Hi']);
  await page.evaluate(() => globalThis.room());
  await exchange(chat, 'Fourth', 'Four');
  await expect.poll(async () => (await keptTexts(page)).length).toBe(8);
  await page.reload();
  await expect(chat.answers).toHaveText(['Hi', 'Two', 'Three', 'Four']);
});

test('a corrupt record among good ones is said, and stays as it is', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  for (const number of ['One', 'Two', 'Three']) await exchange(chat, number, `Answer ${number}`);
  await expect.poll(async () => (await keptTexts(page)).length).toBe(6);
  await expect.poll(async () => Object.values(await table(page, 'messages')).join()).toContain('"Answer Two"');
  const [[key]] = Object.entries(await table(page, 'messages')).filter(([, text]) => /"Answer Two"/.test(text));
  await plant(page, 'messages', [[key, '{"version":1,"id":"2","conv']]);
  await page.reload();
  await expect(chat.answers).toHaveText(['Answer One', 'Answer Three']);
  await expect(chat.questions).toHaveText(['One', 'Two', 'Three']);
  await expect(line(page)).toContainText('could not be read');
  await exchange(chat, 'Four', 'Answer Four');
  await expect.poll(async () => (await keptTexts(page)).length).toBe(7);
  expect((await table(page, 'messages'))[key]).toBe('{"version":1,"id":"2","conv');
});

test('a database of a newer version is left alone', async ({ page, chat, visit, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({ persist: 'device' });
  await exchange(chat, 'Hello', 'Hi');
  await expect.poll(() => keptTexts(page)).toEqual(['Hello', 'Hi']);
  const before = await table(page, 'messages');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/nothing`).catch(() => {});
  await page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('causerie', 50);
    opening.onupgradeneeded = () => opening.result.createObjectStore('future').put('treasure', 'key');
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onblocked = reject;
  }));
  await visit({ persist: 'device' });
  await expect(line(page)).toContainText('newer version');
  await exchange(chat, 'In memory', 'Yes');
  await expect(chat.answers).toHaveText(['Yes']);
  expect(await table(page, 'messages')).toEqual(before);
  expect(await table(page, 'future')).toEqual({ key: 'treasure' });
});

test('an archive that does not load is said, and the next question tries again', async ({ page, chat, visit, log }) => {
  log.expected.push(STATUS_LINE, /integrity/);
  await visit({ persist: 'device' });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }));
  await exchange(chat, 'Hello', 'Hi');
  await expect(line(page)).toContainText('cannot be kept');
  await page.unroute('**/*.wasm');
  await exchange(chat, 'Again', 'Yes');
  await expect.poll(() => keptTexts(page)).toEqual(['Hello', 'Hi', 'Again', 'Yes']);
});

for (const what of ['wasm', 'js']) {
  test(`an archive that never comes (its .${what}) is given up and said, and the next question tries again`, async ({ page, chat, visit, log }) => {
    log.expected.push(STATUS_LINE, /timed out|aborted|TimeoutError/);
    // Half a minute is a second and a half.
    await page.addInitScript(() => {
      const [limit, wait] = [AbortSignal.timeout, globalThis.setTimeout];
      AbortSignal.timeout = (time) => limit.call(AbortSignal, time / 20);
      globalThis.setTimeout = (work, time, ...rest) => wait(work, time === 30_000 ? time / 20 : time, ...rest);
    });
    await visit({ persist: 'device' });
    let held = 0;
    await page.route(`**/causerie-*.${what}*`, () => { held += 1; });
    await exchange(chat, 'Hello', 'Hi');
    expect(held).toBeGreaterThan(0);
    await expect(line(page)).toContainText('cannot be kept');
    await page.unroute(`**/causerie-*.${what}*`);
    await exchange(chat, 'Again', 'Yes');
    await expect.poll(() => keptTexts(page)).toEqual(['Hello', 'Hi', 'Again', 'Yes']);
  });
}
