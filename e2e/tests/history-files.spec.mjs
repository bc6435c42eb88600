// Conversations carried out and in as files, and everything erased.
import { readFile } from 'node:fs/promises';
import { List, fill } from '../history.mjs';
import { begin, exchange, records, scripted, table, write } from '../keep.mjs';
import { Chat, expect, focused, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

const fixture = (name) => readFile(new URL(`../../tests/fixtures/transfer/${name}`, import.meta.url));

/** The records, by id. */
const kept = async (page) => {
  const all = [...(await records(page, 'conversations')), ...(await records(page, 'messages'))];
  return Object.fromEntries(all.map((record) => [record.id, record]));
};

/** Two conversations, the list open. */
const begun = async ({ chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Where do rivers go?', 'To the **sea**.');
  await fill(chat.page, [{ title: 'Grüße', days: 2, texts: ['Hallo 🐟', 'Auch hallo'] }]);
  const list = new List(chat);
  await list.open();
  await expect(list.names).toHaveText(['Where do rivers go?', 'Grüße']);
  return list;
};

test('one conversation and all of them are saved as Markdown', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  const rivers = '# Where do rivers go?\n\n## You said\n\nWhere do rivers go?\n\n## Answer (eliza)\n\nTo the **sea**.\n';
  const one = await list.saved(() => list.with('rivers', 'Save as Markdown'));
  expect(one).toEqual({ name: 'conversation.md', text: rivers });
  expect(await focused(page)).toBe('More actions: Where do rivers go?');
  await expect(list.line).toHaveText('Saved as conversation.md');
  const all = await list.saved(() => list.withAll('Save all as Markdown'));
  expect(all).toEqual({ name: 'conversations.md', text: `${rivers}\n---\n\n# Grüße\n\n## You said\n\nHallo 🐟\n\n## Answer\n\nAuch hallo\n` });
});

test('what is saved as JSON comes back in an empty browser, once', async ({ page, browser, chat, visit }) => {
  const list = await begun({ chat, visit });
  const one = await list.saved(() => list.with('Grüße', 'Save as JSON'));
  expect(one.name).toBe('conversation.json');
  expect(JSON.parse(one.text)).toMatchObject({ format: 'causerie', version: 1, conversations: [{ conversation: { title: 'Grüße' }, messages: [{ role: 'user' }, { role: 'assistant' }] }] });
  const all = await list.saved(() => list.withAll('Save all as JSON'));
  expect(JSON.parse(all.text).conversations.map(({ conversation }) => conversation.title)).toEqual(['Where do rivers go?', 'Grüße']);
  const before = await kept(page);
  await list.take('all.json', Buffer.from(all.text));
  await expect(list.line).toHaveText('Imported conversations: 2');
  expect(await kept(page)).toEqual(before);
  const context = await browser.newContext();
  await scripted(context);
  const empty = await context.newPage();
  await empty.goto(page.url());
  const other = new Chat(empty, empty.locator('body'));
  const its = new List(other);
  await its.open();
  await expect(its.section).toContainText('What you ask here is kept');
  await its.take('all.json', Buffer.from(all.text));
  await expect(its.names).toHaveText(['Where do rivers go?', 'Grüße']);
  await its.row('Grüße').locator('[part=conversation]').click();
  await expect(other.questions).toHaveText(['Hallo 🐟']);
  await expect(other.answers).toHaveText(['Auch hallo']);
  await context.close();
});

for (const [name, title, words] of [['chatgpt.json', 'Grüße 👋🏽 und Bäume', /./], ['llama.json', 'Über Wälder 🌲', /./], ['llama-dexie.json', /./, /./]]) {
  test(`${name} is taken in, and can be read`, async ({ chat, visit }) => {
    await visit({ persist: 'device' });
    const list = new List(chat);
    await list.open();
    await list.take(name, await fixture(name));
    await expect(list.line).toContainText('Imported conversations: ');
    await list.names.filter({ hasText: title }).first().click();
    await expect(chat.questions.first()).toHaveText(words);
    await expect(chat.answers.first()).toHaveText(words);
  });
}

test('a file that cannot be read is refused in clear words, and changes nothing', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  const before = [await table(page, 'conversations'), await table(page, 'messages')];
  for (const [name, words] of [
    ['broken-2-twice.json', 'Conversation 2 in this file is damaged. Nothing was changed.'],
    ['not-json.json', 'This is no file of conversations. Nothing was changed.'],
    ['unknown.json', 'This is no file of conversations. Nothing was changed.'],
    ['newer.json', 'This file is from a newer version of this chat. Nothing was changed.'],
    ['nothing.json', 'There are no conversations in this file.'],
    ['archive.zip', 'This is a ZIP archive. Unpack it, and choose conversations.json.'],
  ]) {
    await list.take(name, await fixture(`broken/${name}`));
    await expect(list.line, name).toHaveText(words);
    await expect(list.find).toBeFocused();
  }
  await list.take('bytes.json', Buffer.from([0xff, 0xfe, 0, 1, 0xc3]));
  await expect(list.line).toHaveText('This is no file of conversations. Nothing was changed.');
  expect([await table(page, 'conversations'), await table(page, 'messages')]).toEqual(before);
});

/** What is left of the widget in the browser. When the session was last seen is no widget's own. */
const left = async (page) => [
  await records(page, 'conversations'), await records(page, 'messages'), Object.keys(await table(page, 'marks')),
  await page.evaluate(() => [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage)).filter((key) => key.startsWith('causerie '))),
];
const NOTHING = [[], [], [], []];

test('everything is erased, after a question, and nothing of it comes back', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await chat.field.fill('Not sent yet');
  await page.waitForTimeout(600);
  await list.withAll('Clear everything');
  await expect(list.line).toContainText('They cannot come back');
  expect(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent)).toBe('Cancel');
  await page.keyboard.press('Escape');
  await expect(list.line).toBeEmpty();
  await expect(list.names).toHaveCount(2);
  await list.withAll('Clear everything');
  await list.line.getByRole('button', { name: 'Erase' }).click();
  await expect(list.section).toContainText('What you ask here is kept');
  await expect(list.find).toBeFocused();
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.field).toHaveValue('');
  await page.waitForTimeout(1500);
  expect(await left(page)).toEqual(NOTHING);
  await page.reload();
  await expect(chat.field).toBeVisible();
  await expect(chat.questions).toHaveCount(0);
  // It keeps again what is said from now on.
  await exchange(chat, 'Hello', 'Hello to you');
  await page.reload();
  await expect(chat.questions).toHaveText(['Hello']);
});

for (const persist of ['device', 'session']) {
  test(`clear() erases everything that is kept for the ${persist}, also while an answer arrives`, async ({ page, chat, visit }) => {
    await visit({ persist });
    await exchange(chat, 'Where do rivers go?', 'To the sea.');
    await begin(chat, 'And then?');
    await write(page, 'Up');
    await chat.field.fill('Not sent yet');
    await page.waitForTimeout(1200);
    expect(await page.locator('causerie-chat').evaluate((element) => element.clear())).not.toBe(false);
    await expect(chat.questions).toHaveCount(0);
    await page.waitForTimeout(1500);
    expect(await left(page)).toEqual(NOTHING);
  });
}

test('what was deleted more than an hour ago is erased when a list is opened', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await list.with('Grüße', 'Delete');
  await expect(list.names).toHaveText(['Where do rivers go?']);
  await expect.poll(() => records(page, 'conversations')).toHaveLength(2);
  await page.clock.install();
  await page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  await page.reload();
  await list.open();
  await expect.poll(() => records(page, 'conversations').then((all) => all.map(({ title }) => title))).toEqual(['Where do rivers go?']);
});
