// Another conversation is opened from the list: one that is there, one that is not, the one that is shown, in mid-answer, and
// with a text that is not sent yet.
import { List } from '../history.mjs';
import { begin, done, exchange, openTab, plant, records, scripted, sent, table, write } from '../keep.mjs';
import { expect, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

const open = (list, title) => list.row(title).locator('[part=conversation]').click();

/** A widget with two conversations, of which `Two` is shown, and its list. */
const begun = async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await exchange(chat, 'Two', 'Second');
  const list = new List(chat);
  await list.open();
  await expect(list.names).toHaveText(['Two', 'One']);
  return list;
};

/** Erases a conversation past the widget, and opens it from the list before the list can hear of it. */
const eraseAndOpen = (list, title, start) => list.section.evaluate((section, [title, start]) => new Promise((resolve) => {
  const opening = indexedDB.open('causerie');
  opening.onsuccess = () => {
    const names = ['conversations', 'messages'];
    const transaction = opening.result.transaction(names, 'readwrite');
    for (const name of names) transaction.objectStore(name).delete(IDBKeyRange.bound(start, `${start}\uffff`));
    transaction.oncomplete = () => {
      const row = [...section.querySelectorAll('li')].find((row) => row.textContent.includes(title));
      row.querySelector('[part=conversation]').click();
      resolve(opening.result.close());
    };
  };
}), [title, start]);

test('the one that is shown stays as it is, also in mid-answer', async ({ page, chat, visit }) => {
  const list = await begun({ page, chat, visit });
  const drawn = await chat.answers.elementHandle();
  await open(list, 'Two');
  await begin(chat, 'Go on');
  await write(page, 'Half of');
  await expect(chat.answers.last()).toHaveText('Half of');
  await open(list, 'Two');
  await write(page, ' it');
  await done(page);
  await expect(chat.answers).toHaveText(['Second', 'Half of it']);
  await expect(chat.notice).toHaveCount(0);
  expect(await drawn.evaluate((node) => node.isConnected)).toBe(true);
});

test('one that is gone is said, and nothing else happens, also in mid-answer', async ({ page, chat, visit }) => {
  const list = await begun({ page, chat, visit });
  await expect.poll(async () => (await records(page, 'conversations')).some(({ title }) => title === 'One')).toBe(true);
  const { id } = (await records(page, 'conversations')).find(({ title }) => title === 'One');
  const start = `d//${id.padStart(16, '0')}`;
  await begin(chat, 'Go on');
  await write(page, 'Half of');
  await chat.field.fill('Not sent yet');
  await eraseAndOpen(list, 'One', start);
  await expect(list.line).toContainText('This conversation is no longer there.');
  await write(page, ' it');
  await done(page);
  await expect(chat.answers).toHaveText(['Second', 'Half of it']);
  await expect(chat.notice).toHaveCount(0);
  await expect(chat.field).toHaveValue('Not sent yet');
  await page.reload();
  await expect(chat.answers).toHaveText(['Second', 'Half of it']);
});

test('in mid-answer the answer is stopped, and what had come is kept; another tab may go on there', async ({ page, context, chat, visit }) => {
  const list = await begun({ page, chat, visit });
  await begin(chat, 'Go on');
  await write(page, 'Half of');
  await expect(chat.answers.last()).toHaveText('Half of');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['Second', 'Half of']);
  await open(list, 'One');
  await expect(chat.answers).toHaveText(['First']);
  await expect(chat.log).toHaveAttribute('aria-busy', 'false');
  await write(page, ' it').catch(() => {});
  // What is said now is said here.
  await exchange(chat, 'More', 'Third');
  expect(await sent(page)).toEqual(['One', 'First', 'More']);
  await expect(other.notice).toContainText('stopped');
  await other.goOn.click();
  await expect.poll(() => other.page.evaluate(() => globalThis.asked.length)).toBe(1);
  await write(other.page, ' the rest');
  await done(other.page);
  await expect(other.answers.last()).toHaveText('Half of the rest');
  await open(list, 'Two');
  await expect(chat.answers).toHaveText(['Second', 'Half of the rest']);
});

test('a text that is not sent yet stays in the composer, and is sent where it is sent', async ({ page, chat, visit }) => {
  const list = await begun({ page, chat, visit });
  await chat.field.fill('Not sent yet');
  await open(list, 'One');
  await expect(chat.answers).toHaveText(['First']);
  await expect(chat.field).toHaveValue('Not sent yet');
  await page.waitForTimeout(500);
  await page.reload();
  await expect(chat.answers).toHaveText(['First']);
  await expect(chat.field).toHaveValue('Not sent yet');
  await exchange(chat, 'Now it is', 'Good');
  expect(await sent(page)).toEqual(['One', 'First', 'Now it is']);
});

test('of two that are opened at once the last one counts, also after a reload', async ({ page, chat, visit }) => {
  const list = await begun({ page, chat, visit });
  // Its last message hangs below its first, which is many pages up: it is opened for a while.
  const T = 1_700_000_000_000;
  const hex = (number) => (number + 1).toString(16);
  const key = (number) => `d//${'c'.padStart(16, '0')}/${(2 ** 52 - T - number).toString(16).padStart(14, '0')}/${hex(number).padStart(16, '0')}`;
  const record = (number) => JSON.stringify({
    version: 1, id: hex(number), conversation: 'c', created: T + number, changed: T + number, role: number % 2 ? 'assistant' : 'user',
    state: 'complete', choices: [{ text: `Text ${number}` }], ...(number && { parent: hex(number === 1499 ? 0 : number - 1) }),
  });
  await plant(page, 'conversations', [[`d//${'c'.padStart(16, '0')}`, JSON.stringify({ version: 1, id: 'c', title: 'Long', title_at: T, created: T, updated: T })]]);
  await plant(page, 'messages', Array.from({ length: 1500 }, (_, number) => [key(number), record(number)]));
  await list.section.getByRole('searchbox').fill('o');
  await expect(list.row('Long')).toHaveCount(1);
  await list.section.getByRole('searchbox').fill('');
  await expect(list.names).toHaveCount(3);
  await page.evaluate(() => {
    const rows = [...document.querySelector('causerie-chat').shadowRoot.querySelectorAll('[part=conversation]')];
    for (const title of ['Long', 'One']) rows.find((row) => row.textContent === title).click();
  });
  await expect(chat.answers).toHaveText(['First']);
  await page.waitForTimeout(1500);
  await expect(chat.answers).toHaveText(['First']);
  const [shown] = Object.entries(await table(page, 'marks')).filter(([key]) => key === 'd//shown').map(([, id]) => id);
  expect((await records(page, 'conversations')).find(({ id }) => id === shown).title).toBe('One');
  await page.reload();
  await expect(chat.answers).toHaveText(['First']);
});

test('a new conversation that is begun while the last one is still being read stays new', async ({ page, chat, visit }) => {
  await begun({ page, chat, visit });
  await page.addInitScript(() => addEventListener('causerie:ready', ({ target }) => target.newThread(), { once: true }));
  await page.reload();
  const list = new List(chat);
  await list.open();
  await expect(list.names).toHaveText(['Two', 'One']);
  await expect(chat.questions).toHaveCount(0);
});
