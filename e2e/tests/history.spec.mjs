// The list of conversations: what stands in it, what is done with it, by mouse and by keys, and what search finds.
import { List, fill } from '../history.mjs';
import { begin, done, exchange, openTab, scripted, write } from '../keep.mjs';
import { Chat, STATUS_LINE, expect, expectAccessible, focused, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

/** A widget that keeps on the device, with one exchange, its list open. */
const begun = async ({ chat, visit }, options) => {
  await visit({ persist: 'device', ...options });
  await exchange(chat, 'Where do rivers go?', 'To the sea.');
  const list = new List(chat);
  await list.open();
  await expect(list.names).toHaveText(['Where do rivers go?']);
  return list;
};

test('a conversation is listed by its first question, stays when a new one begins, and can be gone back to', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await expect(list.shown).toHaveText('Where do rivers go?');
  await list.section.getByRole('button', { name: 'New conversation' }).click();
  await expect(chat.questions).toHaveCount(0);
  expect(await focused(page)).toBe('Message');
  await exchange(chat, 'What is a monad?\nIn short.', 'A monoid.');
  await expect(list.names).toHaveText(['What is a monad?', 'Where do rivers go?']);
  await list.row('rivers').locator('[part=conversation]').click();
  await expect(chat.answers).toHaveText(['To the sea.']);
  await expect(list.shown).toHaveText('Where do rivers go?');
  await exchange(chat, 'And then?', 'Up, and down as rain.');
  await expect(list.names).toHaveText(['Where do rivers go?', 'What is a monad?']);
  await list.row('monad').locator('[part=conversation]').click();
  await expect(chat.answers).toHaveText(['A monoid.']);
  await page.reload();
  await expect(chat.answers).toHaveText(['A monoid.']);
});

test('conversations stand in groups by date, those that are pinned first', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Now', 'Then');
  const days = { Yesterday: 1, 'This week': 4, 'This month': 20, 'Long ago': 400 };
  await fill(page, Object.entries(days).map(([title, days]) => ({ title, days, texts: [title, 'Yes'] })));
  const list = new List(chat);
  await list.open();
  await expect(list.groups).toHaveText(['Today', 'Yesterday', 'Previous 7 days', 'Previous 30 days', 'Older']);
  await expect(list.names).toHaveText(['Now', ...Object.keys(days)]);
  await list.with('Long ago', 'Pin');
  await expect(list.groups).toHaveText(['Pinned', 'Today', 'Yesterday', 'Previous 7 days', 'Previous 30 days']);
  await expect(list.names.first()).toHaveText('Long ago');
  expect(await focused(page)).toBe('More actions: Long ago');
  await list.with('Long ago', 'Unpin');
  await expect(list.names.last()).toHaveText('Long ago');
});

test('where search finds more than it shows, it says so, and more can be had', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Now', 'Then');
  await fill(page, Array.from({ length: 120 }, (_, i) => ({ title: `Walk ${i}`, days: 1, texts: [`A pebble, number ${i}`, 'Yes'] })));
  const list = new List(chat);
  await list.open();
  await list.find.fill('pebble');
  await expect(list.section).toContainText('Found: more than 50');
  await expect(list.names).toHaveCount(50);
  const more = list.section.getByRole('button', { name: 'Show more' });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(list.section).toContainText('Found: more than 100');
  await expect(list.names).toHaveCount(100);
  expect(await list.names.nth(50).evaluate((name) => name.getRootNode().activeElement === name)).toBe(true);
  await more.click();
  await expect(list.section).toContainText('Found: 120');
  await expect(list.names).toHaveCount(120);
  await expect(more).toHaveCount(0);
  // Another search begins with few.
  await list.find.fill('number');
  await expect(list.names).toHaveCount(50);
  await expectAccessible(page);
});

test('a conversation gets another title, which a reload and later messages leave alone', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await list.with('rivers', 'Rename');
  expect(await focused(page)).toBe('Rename');
  await page.keyboard.type('  Water ');
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Water']);
  expect(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent)).toBe('Water');
  await exchange(chat, 'More?', 'More.');
  await expect(list.names).toHaveText(['Water']);
  await page.reload();
  await list.open();
  await expect(list.names).toHaveText(['Water']);
  // An empty title, or none.
  await list.with('Water', 'Rename');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Water']);
});

test('a conversation is deleted, and brought back, also the one that is shown and while an answer arrives', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await begin(chat, 'Which is the longest?');
  await write(page, 'The Nile');
  await list.with('rivers', 'Delete');
  await expect(list.names).toHaveCount(0);
  await expect(chat.questions).toHaveCount(0);
  await expect(list.line).toContainText('Conversation deleted');
  expect(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent)).toBe('Undo');
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Where do rivers go?']);
  await expect(list.line).toBeEmpty();
  await expect(chat.questions).toHaveText(['Where do rivers go?', 'Which is the longest?']);
  await expect(chat.answers).toHaveText(['To the sea.', 'The Nile']);
  expect(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent)).toBe('Where do rivers go?');
  await list.with('rivers', 'Delete');
  await expect(list.line).toContainText('Conversation deleted');
  await page.reload();
  await expect(chat.field).toBeVisible();
  await list.open();
  await expect(list.section).toContainText('What you ask here is kept');
  await expect(chat.questions).toHaveCount(0);
});

test('what cannot be written is said to be undone, and can be tried again', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    globalThis.fill = () => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; };
    globalThis.empty = () => { IDBObjectStore.prototype.put = put; };
    globalThis.fill();
  });
  for (const what of ['Pin', 'Delete']) {
    await list.with('rivers', what);
    await expect(list.line).toHaveText('The conversation could not be changed just now.');
    await expect(list.names).toHaveText(['Where do rivers go?']);
    await expect(list.groups).toHaveText(['Today']);
    await expect(chat.questions).toHaveText(['Where do rivers go?']);
    await list.line.evaluate((line) => line.replaceChildren());
  }
  await page.evaluate(() => globalThis.empty());
  await list.with('rivers', 'Delete');
  await expect(list.line).toContainText('Conversation deleted');
  await expect(list.names).toHaveCount(0);
  await page.evaluate(() => globalThis.fill());
  await page.keyboard.press('Enter');
  await expect(list.line).toContainText('could not be changed');
  await page.evaluate(() => globalThis.empty());
  expect(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent)).toBe('Undo');
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Where do rivers go?']);
});

test('search finds what was said, marks it, and a hit leads to its message', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Now', 'Then');
  const long = Array.from({ length: 400 }, (_, at) => (at === 31 ? 'Ein Kämmerlein 🐟 — a needle, in a haystack' : `Text ${at}`));
  await fill(page, [{ title: 'Long', days: 2, texts: long }, { title: 'Other', days: 3, texts: ['haystack', 'only hay'] }]);
  const list = new List(chat);
  await list.open();
  await list.find.fill('NEEDLE hay');
  await expect(list.names).toHaveCount(1);
  await expect(list.names).toContainText('Long');
  await expect(list.marks).toHaveText(['needle', 'hay']);
  await expect(list.section).toContainText('Found: 1');
  await list.names.click();
  const hit = chat.log.locator('[data-message]').filter({ hasText: 'needle' });
  await expect(hit).toBeFocused();
  await expect(hit).toBeInViewport();
  await list.find.fill('nothing of that');
  await expect(list.names).toHaveCount(0);
  await expect(list.section).toContainText('Nothing found');
  await list.find.focus();
  await page.keyboard.press('Escape');
  await expect(list.names).toHaveText(['Now', 'Long', 'Other']);
  await expect(list.find).toBeFocused();
});

test('10,000 messages: a keystroke costs no read of the store, and what is typed last is what is shown', async ({ page, chat, visit }) => {
  test.slow();
  await visit({ persist: 'device' });
  await exchange(chat, 'Now', 'Then');
  const words = ['river', 'mountain', 'letter', 'window', 'answer'];
  const said = (number) => Array.from({ length: 20 }, (_, at) => words[(number + at * at) % 5]).join(' ');
  for (const [title, from] of [['First', 0], ['Second', 1]]) {
    await fill(page, Array.from({ length: 500 }, (_, at) => ({ title: `${title} ${at}`, days: at, texts: Array.from({ length: 20 }, (_, place) => (at === 77 && place === 5 ? 'a rare zebra' : said(at * 20 + place + from))) })));
  }
  const list = new List(chat);
  await list.open();
  await list.find.fill('zebra');
  await expect(list.names).toHaveCount(1);
  await page.evaluate(() => {
    globalThis.reads = 0;
    for (const store of [IDBObjectStore, IDBIndex]) {
      for (const name of ['get', 'getAll', 'getAllKeys', 'openCursor']) {
        const own = store.prototype[name];
        store.prototype[name] = function (...of) {
          globalThis.reads += 1;
          return own.apply(this, of);
        };
      }
    }
  });
  await list.find.fill('');
  await list.find.pressSequentially('river mount');
  await expect(list.names).toHaveCount(50);
  await expect(list.marks.filter({ hasText: /^river$/ }).first()).toBeVisible();
  await list.find.fill('zebr');
  await expect(list.names).toHaveCount(1);
  await expect(list.marks).toHaveText(['zebr']);
  // The empty box is the list itself, which is one read.
  expect(await page.evaluate(() => globalThis.reads)).toBeLessThanOrEqual(2);
});

test('what one tab does shows in the list of the other one', async ({ page, context, chat, visit }) => {
  const list = await begun({ chat, visit });
  const other = await openTab(context, page.url());
  const its = new List(other);
  await its.open();
  await expect(its.names).toHaveText(['Where do rivers go?']);
  await its.with('rivers', 'Rename');
  await other.page.keyboard.type('Water');
  await other.page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Water']);
  await list.section.getByRole('button', { name: 'New conversation' }).click();
  await exchange(chat, 'Hello', 'Hello to you');
  await expect(its.names).toHaveText(['Hello', 'Water']);
  await its.with('Hello', 'Delete');
  await expect(list.names).toHaveText(['Water']);
  await expect(chat.questions).toHaveCount(0);
  await other.page.close();
});

test('keys: arrows through the list, Escape closes menu, form and view in turn, and the focus is never lost', async ({ page, chat, visit }) => {
  await page.setViewportSize({ width: 380, height: 700 });
  await visit({ persist: 'device' });
  await exchange(chat, 'Now', 'Then');
  await fill(page, ['One', 'Two'].map((title, days) => ({ title, days: days + 1, texts: [title, 'Yes'] })));
  const list = new List(chat);
  const at = () => page.evaluate(() => {
    const { activeElement } = document.activeElement.shadowRoot;
    return activeElement.getAttribute('aria-label') || activeElement.textContent;
  });
  await list.opener.focus();
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Now', 'One', 'Two']);
  await expect(list.find).toBeFocused();
  await expect(chat.field).toBeHidden();
  await expectAccessible(page);
  for (const name of ['Now', 'One', 'Two', 'Two']) {
    await page.keyboard.press('ArrowDown');
    expect(await at()).toBe(name);
  }
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  expect(await at()).toBe('More actions: One');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  expect(await at()).toBe('Rename');
  await page.keyboard.press('Escape');
  expect(await at()).toBe('More actions: One');
  await expect(list.section.locator('.menu')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await at()).toBe('Rename');
  await page.keyboard.press('Escape');
  expect(await at()).toBe('One');
  await page.keyboard.press('Escape');
  await expect(list.section).toHaveCount(0);
  expect(await at()).toBe('Conversations');
  // What is chosen is shown in the place of the view.
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveCount(3);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.section).toHaveCount(0);
  await expect(chat.questions).toHaveText(['One']);
  expect(await at()).toBe('Message');
});

test('a menu and a title that is being typed stay while an answer arrives', async ({ page, chat, visit }) => {
  const list = await begun({ chat, visit });
  await begin(chat, 'And then?');
  await list.with('rivers', 'Rename');
  await page.keyboard.type('Wat');
  for (const word of ['Up ', 'and ', 'down.']) {
    await write(page, word);
    await page.waitForTimeout(700);
  }
  await done(page);
  await chat.rest();
  await page.keyboard.type('er');
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Water']);
});

test('touch: rows and their buttons are large enough, and no keyboard comes up', async ({ browser, stranger, demo }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 380, height: 700 } });
  await scripted(context);
  const page = await context.newPage();
  await page.goto(`${stranger.url}/protocol/?options=${encodeURIComponent(JSON.stringify({ endpoint: `${demo.url}/v1`, model: 'eliza' }))}`);
  const chat = new Chat(page, page.locator('body'));
  await exchange(chat, 'Where do rivers go?', 'To the sea.');
  const list = new List(chat);
  await list.opener.tap();
  await expect(list.names).toHaveText(['Where do rivers go?']);
  expect(await focused(page)).toBe('Close the list');
  for (const button of [list.names, list.section.getByRole('button', { name: /^More actions:/ })]) {
    const { width, height } = await button.boundingBox();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(28);
  }
  await list.names.tap();
  await expect(list.section).toHaveCount(0);
  await expect(chat.answers).toHaveText(['To the sea.']);
  await context.close();
});

test('without a network the list, search and earlier conversations are there', async ({ page, context, chat, visit, log }) => {
  log.expected.push(STATUS_LINE);
  const list = await begun({ chat, visit });
  await list.section.getByRole('button', { name: 'New conversation' }).click();
  await exchange(chat, 'Hello', 'Hello to you');
  await context.setOffline(true);
  await list.find.fill('sea');
  await expect(list.marks).toHaveText(['sea']);
  await list.names.click();
  await expect(chat.answers).toHaveText(['To the sea.']);
  // The focus goes to the hit some time, and what is typed with it.
  await expect(chat.log.locator('[data-message]').filter({ hasText: 'sea' })).toBeFocused();
  await list.find.fill('');
  await list.with('Hello', 'Delete');
  await expect(list.names).toHaveText(['Where do rivers go?']);
  expect((await list.saved(() => list.withAll('Save all as Markdown'))).text).toContain('To the sea.');
  await context.setOffline(false);
});

test('a page that wants no list, or keeps nothing, has none', async ({ page, chat, visit, demo }) => {
  for (const options of [{ history: false }, { persist: 'none' }]) {
    await visit(options);
    await expect(new List(chat).opener).toHaveCount(0);
  }
  await visit({});
  await expect(new List(chat).opener).toBeVisible();
  await page.locator('causerie-chat').evaluate((element) => element.update({ history: false }));
  await expect(new List(chat).opener).toHaveCount(0);
  // The Leptos component takes the same: the one in the page has a list, the floating one has not.
  await page.goto(`${demo.url}/examples/leptos-app/`);
  const [inline, floating] = ['main', 'body > .causerie'].map((scope) => new Chat(page, page.locator(scope)));
  await floating.open();
  await expect(new List(floating).opener).toHaveCount(0);
  await floating.page.keyboard.press('Escape');
  await exchange(inline, 'Where do rivers go?', 'To the sea.');
  const list = new List(inline);
  await list.open();
  await expect(list.names).toHaveText(['Where do rivers go?']);
});

for (const host of ['strict-csp', 'trusted-types']) {
  test(`${host}: the list, search and files work`, async ({ page, stranger, log }) => {
    log.errors.length = 0;
    await page.goto(`${stranger.url}/${host}/`);
    const chat = new Chat(page, page.locator('main'));
    await exchange(chat, 'Where do rivers go?', 'To the sea.');
    const list = new List(chat);
    await list.open();
    await list.find.fill('sea');
    await expect(list.marks).toHaveText(['sea']);
    await list.find.fill('');
    const { text } = await list.saved(() => list.with('rivers', 'Save as JSON'));
    await list.take('conversation.json', Buffer.from(text));
    await expect(list.line).toHaveText('Imported conversations: 1');
    expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
  });
}
