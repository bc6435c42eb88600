// While the archive or the half that writes records is still coming, or has failed: what happens then loses nothing.
import { anew, archiveName, begin, done, exchange, halfIsThere, HELD, keptTexts, kill, openTab, records, scripted, table, unsaved, write } from '../keep.mjs';
import { Chat, expect, STATUS_LINE, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

/** The page sets this many messages. */
const set = (page, count) => page.evaluate((count) => {
  const message = (_, at) => ({ role: at % 2 ? 'assistant' : 'user', content: `m${at}` });
  document.querySelector('causerie-chat').messages = Array.from({ length: count }, message);
}, count);

/** Everything is erased while the archive does not come. What it gives lets that come. */
const eraseEarly = async ({ page, stranger, chat, visit }) => {
  const release = await HELD.archive(page, stranger);
  await visit({});
  await exchange(chat, 'First', 'One');
  await page.evaluate(() => { document.querySelector('causerie-chat').clear(); });
  await expect(chat.questions).toHaveCount(0);
  return release;
};

/** A question is asked while what was kept does not come. What it gives lets that come. */
const askEarly = async ({ page, stranger, chat, visit }) => {
  await visit({});
  await exchange(chat, 'First', 'One');
  await expect.poll(() => keptTexts(page)).toEqual(['First', 'One']);
  const release = await HELD.archive(page, stranger);
  await page.reload();
  await chat.say('Wait for me');
  return release;
};

test('what is erased before the archive came does not come back', async ({ page, stranger, chat, visit }) => {
  const release = await eraseEarly({ page, stranger, chat, visit });
  await release();
  await page.reload();
  await exchange(chat, 'Second', 'Two');
  await expect.poll(() => keptTexts(page)).toEqual(['Second', 'Two']);
});

test('a question that waits for what was kept is in the text box of the next page, if this one goes before', async ({ page, stranger, chat, visit }) => {
  const release = await askEarly({ page, stranger, chat, visit });
  await expect(chat.field).toHaveValue('');
  await page.reload();
  await expect(chat.field).toHaveValue('Wait for me');
  await release();
});

test('a question that waits for what was kept is asked, also if the tab is left meanwhile', async ({ page, stranger, chat, visit }) => {
  // The patience of three seconds does not end before this test.
  await page.addInitScript(() => {
    const own = globalThis.setTimeout;
    globalThis.setTimeout = (work, time, ...rest) => own(work, time === 3000 ? 60_000 : time, ...rest);
  });
  const release = await askEarly({ page, stranger, chat, visit });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(chat.field).toHaveValue('');
  await release();
  await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(1);
  await write(page, 'Two');
  await done(page);
  await expect(chat.questions).toHaveText(['First', 'Wait for me']);
  await page.reload();
  await expect(chat.questions).toHaveText(['First', 'Wait for me']);
  await expect(chat.field).toHaveValue('');
});

test('what is asked while everything is erased is kept, and alone', async ({ page, stranger, chat, visit }) => {
  await page.addInitScript(() => {
    globalThis.works = [];
    for (const work of ['put', 'delete']) {
      const own = IDBObjectStore.prototype[work];
      IDBObjectStore.prototype[work] = function (...given) {
        if (this.name === 'messages') globalThis.works.push(work);
        return own.apply(this, given);
      };
    }
  });
  const release = await eraseEarly({ page, stranger, chat, visit });
  await exchange(chat, 'Second', 'Two');
  await chat.field.fill('And then');
  await release();
  await expect.poll(() => keptTexts(page)).toEqual(['Second', 'Two']);
  // Not before and again behind: whoever goes in between would lose it.
  expect(await page.evaluate(() => [...new Set(globalThis.works)])).toEqual(['delete', 'put']);
  await page.reload();
  await expect(chat.questions).toHaveText(['Second']);
  await expect(chat.field).toHaveValue('And then');
});

test('a conversation that was begun and left while everything is erased is kept, too', async ({ page, stranger, chat, visit }) => {
  const release = await eraseEarly({ page, stranger, chat, visit });
  await exchange(chat, 'Second', 'Two');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(chat.questions).toHaveCount(0);
  await release();
  await expect.poll(() => keptTexts(page)).toEqual(['Second', 'Two']);
  await exchange(chat, 'Third', 'Three');
  await expect.poll(() => keptTexts(page)).toEqual(['Second', 'Two', 'Third', 'Three']);
});

test('what was left when nothing could be written waits for room on a full disk', async ({ page, chat, visit }) => {
  const release = await HELD['second half'](page);
  await page.addInitScript(() => {
    if (sessionStorage.getItem('full')) IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await visit({});
  await exchange(chat, 'First', 'One');
  await release();
  await page.evaluate(() => sessionStorage.setItem('full', '1'));
  await page.reload();
  await expect(page.locator('[part=trouble]')).toContainText('full');
  await page.evaluate(() => sessionStorage.removeItem('full'));
  await page.reload();
  await expect(chat.questions).toHaveText(['First']);
  await expect.poll(() => keptTexts(page)).toEqual(['First', 'One']);
});

test('where there is no room in the small storage, what was left before stays there', async ({ page, chat, visit }) => {
  await HELD['second half'](page);
  await visit({});
  await exchange(chat, 'First', 'One');
  await anew(page, chat);
  await page.evaluate(() => {
    let text = '';
    for (let size = 1 << 22; size > 64; size >>= 1) {
      try {
        sessionStorage.setItem('fill', text + 'x'.repeat(size));
        text += 'x'.repeat(size);
      } catch { /* Half as much, then. */ }
    }
    sessionStorage.setItem('fill', text.slice(2000));
  });
  await exchange(chat, 'Second', 'y'.repeat(5000));
  expect(await unsaved(page)).toContain('First');
});

test('a second question that nothing can write yet is there after a crash', async ({ page, context, chat, visit }) => {
  await HELD['second half'](page);
  await visit({ persist: 'device' });
  await exchange(chat, 'First', 'One');
  await begin(chat, 'Second');
  await expect.poll(() => unsaved(page)).toContain('Second');
  const url = page.url();
  await kill(page);
  const next = await openTab(context, url);
  await expect(next.questions).toHaveText(['First', 'Second']);
  await next.page.close();
});

test('what the archive does not have yet is there after a tab that was hidden is killed', async ({ page, context, stranger, chat, visit }) => {
  await HELD.archive(page, stranger);
  await visit({ persist: 'device' });
  await exchange(chat, 'First', 'One');
  await exchange(chat, 'Second', 'Two');
  await halfIsThere(page);
  await page.evaluate(() => { document.dispatchEvent(new Event('visibilitychange')); });
  await expect.poll(() => unsaved(page)).toContain('Two');
  const url = page.url();
  await kill(page);
  const next = await openTab(context, url);
  await expect(next.answers).toHaveText(['One', 'Two']);
  await next.page.close();
});

for (const [what, held] of Object.entries(HELD)) {
  test(`an element that is taken out before the ${what} came leaves what was said`, async ({ page, stranger, chat, visit }) => {
    const release = await held(page, stranger);
    await visit({});
    await exchange(chat, 'First', 'One');
    await begin(chat, 'Second');
    await write(page, 'Two, so far');
    await expect(chat.answers.last()).toHaveText('Two, so far');
    await page.evaluate(() => document.querySelector('causerie-chat').remove());
    await expect.poll(() => unsaved(page)).toContain('Two, so far');
    await page.reload();
    await release();
    await expect(chat.questions).toHaveText(['First', 'Second']);
    await expect(chat.answers).toHaveText(['One', 'Two, so far']);
  });
}

test('messages that the page sets before anything can be written are kept with the next question', async ({ page, chat, visit }) => {
  const release = await HELD['second half'](page);
  await visit({});
  await exchange(chat, 'First', 'One');
  await set(page, 2);
  await expect(chat.questions).toHaveText(['m0']);
  await release();
  await expect.poll(() => keptTexts(page)).toEqual(['First', 'One']);
  await exchange(chat, 'New', 'Yes');
  await expect.poll(async () => (await keptTexts(page)).sort()).toEqual(['First', 'New', 'One', 'Yes', 'm0', 'm1']);
  await page.reload();
  await expect(chat.questions).toHaveText(['m0', 'New']);
});

test('all of a long conversation is kept, however fast a new one is begun', async ({ page, stranger, chat, visit }) => {
  const release = await HELD.archive(page, stranger);
  await visit({});
  await set(page, 120);
  await exchange(chat, 'New', 'Yes');
  await anew(page, chat);
  await release();
  await expect.poll(async () => (await keptTexts(page)).length).toBe(122);
});

test('what was said is kept where it was said, also if nothing more is to be kept', async ({ page, chat, visit }) => {
  const release = await HELD['second half'](page);
  await visit({});
  await exchange(chat, 'First', 'One');
  await anew(page, chat);
  await page.evaluate(() => { document.querySelector('causerie-chat').persist = 'none'; });
  await release();
  await page.waitForTimeout(300);
  await page.reload();
  await expect.poll(() => keptTexts(page)).toEqual(['First', 'One']);
});

test('of two tabs neither takes away what the other one has left', async ({ page, context, chat, visit }) => {
  const release = await HELD['second half'](page);
  await visit({ persist: 'device' });
  const other = await context.newPage();
  await HELD['second half'](other);
  await other.goto(page.url());
  const there = new Chat(other, other.locator('body'));
  await expect(there.field).toBeVisible();
  await exchange(chat, 'Here', 'One');
  await exchange(there, 'There', 'Two');
  await other.close();
  await release();
  await expect.poll(() => keptTexts(page)).toEqual(['Here', 'One']);
  await expect.poll(() => unsaved(page)).toContain('There');
  await page.reload();
  await expect.poll(() => keptTexts(page)).toEqual(['Here', 'One', 'There', 'Two']);
  await expect.poll(() => unsaved(page)).toBe(null);
});

test('what was opened last is shown again, whatever waited to be written', async ({ page, stranger, chat, visit, log }) => {
  log.expected.push(STATUS_LINE, /Failed to fetch|integrity/);
  await visit({ history: true });
  await exchange(chat, 'Zed', 'Zero');
  await expect.poll(() => keptTexts(page)).toEqual(['Zed', 'Zero']);
  await anew(page, chat);
  const name = await archiveName(stranger);
  await page.route(`**/${name}`, (route) => route.abort());
  await page.reload();
  await exchange(chat, 'First', 'One');
  await expect(page.locator('[part=trouble]')).toContainText('cannot be kept');
  await anew(page, chat);
  await page.unroute(`**/${name}`);
  await page.locator('[part=history-open]').click();
  await page.getByRole('button', { name: /^Zed/ }).first().click();
  await expect(chat.questions).toHaveText(['Zed']);
  await expect.poll(() => keptTexts(page)).toEqual(['Zed', 'Zero', 'First', 'One']);
  await page.reload();
  await expect(chat.questions).toHaveText(['Zed']);
});

test('what a session left before anything could be written does not go to the device', async ({ page, chat, visit }) => {
  const release = await HELD['second half'](page);
  await visit({});
  await exchange(chat, 'First', 'One');
  await page.evaluate(() => { document.querySelector('causerie-chat').persist = 'device'; });
  await release();
  await exchange(chat, 'Second', 'Two');
  const places = async () => Object.keys(await table(page, 'messages')).map((key) => key[0]).join('');
  await expect.poll(places).toBe('dddd');
  // The page says it is a session's.
  await page.reload();
  await expect(chat.questions).toHaveText(['First']);
  await expect.poll(places).toBe('ddddss');
});
