// Where conversations are kept is changed while the widget is there: `persist` and `storage-key`.
import { begin, done, exchange, openTab, records, scripted, sent, table, write } from '../keep.mjs';
import { expect, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

const set = (page, options) => page.evaluate((options) => Object.assign(document.querySelector('causerie-chat'), options), options);

/** The texts that are kept below a place, oldest first. */
const kept = async (page, start) => {
  const all = Object.entries(await table(page, 'messages')).filter(([key]) => key.startsWith(start));
  return all.map(([, text]) => JSON.parse(text)).sort((a, b) => a.created - b.created).map(({ choices }) => choices[0].text);
};

/** The drafts that are kept: where, under which name. */
const drafts = (page) => page.evaluate(() => Object.entries({ localStorage, sessionStorage }).flatMap(([place, storage]) =>
  Object.entries(storage).filter(([key]) => key.startsWith('causerie draft')).map(([key, text]) => `${place} ${key}: ${text}`)));

test('session, device, none, and back: what is on the screen is kept in the new place from the next question on', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'session' });
  await exchange(chat, 'One', 'First');
  await expect.poll(() => kept(page, 's/')).toEqual(['One', 'First']);

  await set(page, { persist: 'device' });
  await expect(chat.answers).toHaveText(['First']);
  await page.waitForTimeout(300);
  expect(await kept(page, 'd/')).toEqual([]);
  await exchange(chat, 'Two', 'Second');
  expect(await sent(page)).toEqual(['One', 'First', 'Two']);
  await expect.poll(() => kept(page, 'd/')).toEqual(['One', 'First', 'Two', 'Second']);
  expect(await kept(page, 's/')).toEqual(['One', 'First']);
  const other = await openTab(context, page.url().replace('session', 'device'));
  await expect(other.answers).toHaveText(['First', 'Second']);

  await set(page, { persist: 'none' });
  await exchange(chat, 'Three', 'Third');
  await page.waitForTimeout(1500);
  expect(await kept(page, 'd/')).toEqual(['One', 'First', 'Two', 'Second']);
  expect(await kept(page, 's/')).toEqual(['One', 'First']);
  await expect(other.answers).toHaveText(['First', 'Second']);
  await expect(page.locator('[part=history-open]')).toHaveCount(0);

  await set(page, { persist: 'session' });
  await exchange(chat, 'Four', 'Fourth');
  await expect.poll(() => kept(page, 's/')).toEqual(['One', 'First', 'Two', 'Second', 'Three', 'Third', 'Four', 'Fourth']);
  expect(await kept(page, 'd/')).toEqual(['One', 'First', 'Two', 'Second']);
  await page.reload();
  await expect(chat.answers).toHaveText(['First', 'Second', 'Third', 'Fourth']);
  await expect.poll(() => records(page, 'conversations')).toHaveLength(2);
});

test('in mid-answer: the old place has what had come, the new one has all of it', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'session' });
  await exchange(chat, 'One', 'First');
  await begin(chat, 'Two');
  await write(page, 'Half of');
  await expect.poll(() => kept(page, 's/')).toEqual(['One', 'First', 'Two', 'Half of']);
  await write(page, ' it');
  await expect(chat.answers.last()).toHaveText('Half of it');
  await set(page, { persist: 'device' });
  await expect.poll(() => kept(page, 's/')).toEqual(['One', 'First', 'Two', 'Half of it']);
  await write(page, ' all');
  await done(page);
  await chat.rest();
  await expect.poll(() => kept(page, 'd/')).toEqual(['One', 'First', 'Two', 'Half of it all']);
  const other = await openTab(context, page.url().replace('session', 'device'));
  await expect(other.answers).toHaveText(['First', 'Half of it all']);
  await expect(other.notice).toHaveCount(0);
  await exchange(other, 'Three', 'Third');
  await expect(chat.answers).toHaveText(['First', 'Half of it all', 'Third']);
});

test('under another storage-key a conversation begins its own life; an empty widget shows what is kept there', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  await expect.poll(() => kept(page, 'd//')).toEqual(['One', 'First']);
  await set(page, { storageKey: 'b' });
  await expect(chat.answers).toHaveText(['First']);
  await exchange(chat, 'Two', 'Second');
  await expect.poll(() => kept(page, 'd/b/')).toEqual(['One', 'First', 'Two', 'Second']);
  expect(await kept(page, 'd//')).toEqual(['One', 'First']);
  // What is deleted here is not deleted there.
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(chat.questions).toHaveCount(0);
  await set(page, { storageKey: '' });
  await expect(chat.answers).toHaveText(['First']);
  await exchange(chat, 'Three', 'Third');
  expect(await sent(page)).toEqual(['One', 'First', 'Three']);
  await expect.poll(() => kept(page, 'd//')).toEqual(['One', 'First', 'Three', 'Third']);
  expect(await kept(page, 'd/b/')).toEqual(['One', 'First', 'Two', 'Second']);
});

test('of two texts that are not sent yet none is lost', async ({ page, chat, visit }) => {
  await visit({ persist: 'session' });
  await chat.field.fill('Here');
  await expect.poll(() => drafts(page)).toHaveLength(1);
  await page.evaluate(() => sessionStorage.setItem('causerie draft b', 'There'));
  await set(page, { storageKey: 'b' });
  await expect(chat.field).toHaveValue('There\nHere');
  await expect.poll(() => drafts(page)).toEqual(['sessionStorage causerie draft b: There\nHere']);
});

test('a text that is not sent yet goes along, and stays nowhere else', async ({ page, chat, visit }) => {
  await visit({ persist: 'session' });
  await chat.field.fill('Not sent yet');
  await expect.poll(() => drafts(page)).toEqual(['sessionStorage causerie draft : Not sent yet']);
  await set(page, { persist: 'device' });
  await expect.poll(() => drafts(page)).toEqual(['localStorage causerie draft : Not sent yet']);
  await set(page, { storageKey: 'b' });
  await expect.poll(() => drafts(page)).toEqual(['localStorage causerie draft b: Not sent yet']);
  await set(page, { persist: 'none' });
  await expect.poll(() => drafts(page)).toEqual([]);
  await expect(chat.field).toHaveValue('Not sent yet');
  await set(page, { persist: 'session' });
  await expect.poll(() => drafts(page)).toEqual(['sessionStorage causerie draft b: Not sent yet']);
});
