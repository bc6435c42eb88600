// Several tabs with one conversation, and a page that takes its widget out and puts it back.
import { List } from '../history.mjs';
import { begin, done, exchange, keptTexts, kill, openTab, records, scripted, sent, write } from '../keep.mjs';
import { expect, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

const WAIT = 'being answered in another tab. Your text is kept';

test('two tabs see each other’s messages as they come, and neither writes over the other one', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First']);
  await begin(chat, 'Two');
  await write(page, 'Second, ');
  await expect(other.questions).toHaveText(['One', 'Two']);
  await expect(other.answers.last()).toHaveText('Second,');
  await write(page, 'and more');
  await expect(other.answers.last()).toHaveText('Second, and more');
  await done(page);
  await expect(other.log).toHaveAttribute('aria-busy', 'false');
  await expect(other.notice).toHaveCount(0);
  await exchange(other, 'Three', 'Third');
  expect(await sent(other.page)).toEqual(['One', 'First', 'Two', 'Second, and more', 'Three']);
  await expect(chat.answers).toHaveText(['First', 'Second, and more', 'Third']);
  await expect.poll(() => keptTexts(page)).toEqual(['One', 'First', 'Two', 'Second, and more', 'Three', 'Third']);
  await expect.poll(() => records(page, 'conversations')).toHaveLength(1);
});

test('only one tab sends: the other one says so, keeps the text, and may when the answer is there', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First']);
  await begin(chat, 'Two');
  await write(page, 'Second');
  await expect(other.answers.last()).toHaveText('Second');
  await expect(other.log).toContainText('Being answered in another tab');
  await expect(other.log).toHaveAttribute('aria-busy', 'true');
  await other.say('Three');
  await expect(other.page.locator('[part=toast]')).toContainText(WAIT);
  await expect(other.status).toContainText(WAIT);
  await expect(other.field).toHaveValue('Three');
  expect(await other.page.evaluate(() => globalThis.asked)).toEqual([]);
  await done(page);
  await expect(other.log).toHaveAttribute('aria-busy', 'false');
  await expect(other.page.locator('[part=toast]')).toHaveCount(0);
  await other.field.press('Enter');
  await expect.poll(() => other.page.evaluate(() => globalThis.asked.length)).toBe(1);
  await expect(chat.questions).toHaveText(['One', 'Two', 'Three']);
  // Now it is the other way round, and for a button as for the keyboard.
  await chat.field.fill('Four');
  await chat.send.click();
  await expect(page.locator('[part=toast]')).toContainText(WAIT);
  await expect(chat.field).toHaveValue('Four');
});

test('of two tabs that send at once one is first, and the other one has its text back', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First']);
  // Whether the later one is refused or taken back: its text is in its box.
  await chat.field.fill('From here');
  await other.field.fill('From there');
  await Promise.all([chat, other].map((tab) => tab.field.press('Enter')));
  const asked = (tab) => tab.page.evaluate(() => globalThis.asked.length);
  await expect.poll(async () => (await asked(chat)) + (await asked(other))).toBe(2);
  const [winner, loser, text] = (await asked(chat)) === 2 ? [chat, other, 'From there'] : [other, chat, 'From here'];
  await expect(loser.field).toHaveValue(text);
  await write(winner.page, 'Yes');
  await done(winner.page);
  await expect(loser.answers).toHaveText(['First', 'Yes']);
  // What was taken back is in neither tab, nor in what is kept.
  const kept = text === 'From there' ? 'From here' : 'From there';
  for (const tab of [winner, loser]) await expect(tab.questions).toHaveText(['One', kept]);
  const third = await openTab(context, page.url());
  await expect(third.answers).toHaveText(['First', 'Yes']);
  await expect(third.questions).toHaveText(['One', kept]);
  await expect(third.page.locator('[part=alternatives]')).toHaveCount(0);
  await expect(loser.log).toHaveAttribute('aria-busy', 'false');
});

test('a tab that dies in mid-answer leaves the conversation to the other one', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First']);
  await begin(chat, 'Two');
  await write(page, 'Half of');
  await expect(other.answers.last()).toHaveText('Half of');
  await kill(page);
  await expect(other.notice).toContainText('interrupted');
  await other.goOn.click();
  await expect.poll(() => other.page.evaluate(() => globalThis.asked.length)).toBe(1);
  await write(other.page, ' it');
  await done(other.page);
  await expect(other.answers.last()).toHaveText('Half of it');
});

test('a tab that comes in mid-answer sees it as one, and one that begins anew is left alone', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await begin(chat, 'One');
  await write(page, 'Half of');
  await expect.poll(() => keptTexts(page)).toEqual(['One', 'Half of']);
  const other = await openTab(context, page.url());
  await expect(other.log).toContainText('Being answered in another tab');
  await expect(other.notice).toHaveCount(0);
  await other.page.getByRole('button', { name: 'New conversation' }).click();
  await expect(other.questions).toHaveCount(0);
  await exchange(other, 'Something else', 'Fine');
  await write(page, ' it');
  await done(page);
  await chat.rest();
  await expect(other.answers).toHaveText(['Fine']);
  await expect(chat.answers).toHaveText(['Half of it']);
});

test('what another tab changes about a message shows here', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device', feedback: true, context_tokens: 8000 });
  await page.evaluate(() => {
    document.querySelector('causerie-chat').messages = ['One', 'First', 'Two', 'Second'].map((content, at) => ({ role: at % 2 ? 'assistant' : 'user', content }));
  });
  await exchange(chat, 'Three', 'Third');
  await expect.poll(() => keptTexts(page)).toHaveLength(6);
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First', 'Second', 'Third']);
  const message = (tab, text) => tab.page.locator('[part~=message]', { hasText: text });
  const seen = (text) => message(chat, text);
  const before = await seen('Two').elementHandle();

  await message(other, 'One').hover();
  await message(other, 'One').getByRole('button', { name: 'More' }).click();
  await message(other, 'One').getByRole('button', { name: 'Pin' }).click();
  await expect(seen('One').locator('[part=kept]')).toHaveText('Pinned: always sent');
  await message(other, 'One').getByRole('button', { name: 'Pin' }).click();
  await expect(seen('One').locator('[part=kept]')).toHaveCount(0);

  for (const [text, thumb] of [['First', 'up'], ['Third', 'up'], ['First', 'down']]) {
    await message(other, text).hover();
    await message(other, text).locator(`[part=${thumb}]`).click();
    await expect(seen(text).locator(`[part=${thumb}]`)).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(seen('First').locator('[part=up]')).toHaveAttribute('aria-pressed', 'false');

  // What was put while this tab was not there to hear it: a longer text, and another wording of a question.
  const all = await records(page, 'messages');
  const of = (text) => all.find(({ choices }) => choices[0].text === text);
  const longer = { ...of('Second'), changed: Date.now() + 1, choices: [{ text: 'Second, and more' }] };
  const wording = { ...of('Three'), id: 'abc', created: of('Three').created - 1, changed: Date.now(), choices: [{ text: 'Drei' }] };
  await other.page.evaluate((messages) => new BroadcastChannel('causerie').postMessage(JSON.stringify({ scope: 'd//', messages })), [longer, wording]);
  await expect(chat.answers).toHaveText(['First', 'Second, and more', 'Third']);
  await expect(seen('Three').locator('.position')).toHaveText('2/2');
  // The others are as they were.
  expect(await before.evaluate((node) => node.isConnected)).toBe(true);
  await expect(chat.questions).toHaveText(['One', 'Two', 'Three']);
});

/** What the page hears of other tabs comes so many milliseconds late. */
const deaf = (page, late) => page.addInitScript((late) => {
  const own = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, 'onmessage');
  Object.defineProperty(BroadcastChannel.prototype, 'onmessage', {
    ...own,
    set(listener) { own.set.call(this, (event) => setTimeout(() => listener(event), late)); },
  });
}, late);

for (const late of [0, 2500]) {
  test(`what one tab clears does not come back by another one that is in mid-answer (told ${late} ms later)`, async ({ page, context, chat, visit }) => {
    if (late) await deaf(page, late);
    await visit({ persist: 'device' });
    await exchange(chat, 'One', 'First');
    const other = await openTab(context, page.url());
    await expect(other.answers).toHaveText(['First']);
    await begin(chat, 'Two');
    await write(page, 'Half of');
    await expect(other.answers.last()).toHaveText('Half of');
    await other.page.evaluate(() => document.querySelector('causerie-chat').clear());
    await expect(other.questions).toHaveCount(0);
    // What still comes is written, as long as it is not known; then the answer ends.
    for (let piece = 0; piece < late; piece += 500) {
      await write(page, ' it').catch(() => {});
      await page.waitForTimeout(500);
    }
    await expect(chat.questions).toHaveCount(0);
    await expect(chat.log).toHaveAttribute('aria-busy', 'false');
    await expect(page.locator('[part=toast]')).toHaveText('This conversation is no longer there.');
    await expect(chat.status).toHaveText('This conversation is no longer there.');
    await write(page, ' all').catch(() => {});
    await page.waitForTimeout(1500);
    for (const name of ['conversations', 'messages']) expect(await records(page, name)).toEqual([]);
    expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])).toEqual([]);
    // What is said next is kept, and alone.
    await exchange(chat, 'Three', 'Third');
    await expect.poll(() => keptTexts(page)).toEqual(['Three', 'Third']);
    await page.reload();
    await expect(chat.answers).toHaveText(['Third']);
  });
}

test('a conversation that is erased elsewhere ends in mid-answer, one that can come back does not', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  await expect.poll(() => records(page, 'conversations')).toHaveLength(1);
  const [{ id }] = await records(page, 'conversations');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First']);
  const list = new List(other);
  await begin(chat, 'Two');
  await write(page, 'Half of');
  await expect(other.answers.last()).toHaveText('Half of');
  await list.open();
  await list.with('One', 'Delete');
  await expect(other.questions).toHaveCount(0);
  await write(page, ' it');
  await expect(chat.answers.last()).toHaveText('Half of it');
  await expect(chat.log).toHaveAttribute('aria-busy', 'true');
  // As the archive does an hour later.
  await other.page.evaluate((id) => new BroadcastChannel('causerie').postMessage(JSON.stringify({ scope: 'd//', purged: [id] })), id);
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.log).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('[part=toast]')).toHaveText('This conversation is no longer there.');
  await page.waitForTimeout(1500);
  for (const name of ['conversations', 'messages']) expect(await records(page, name)).toEqual([]);
});

for (const persist of ['none', 'session']) {
  test(`a page that takes its widget out and puts it back loses nothing (${persist})`, async ({ page, chat, visit }) => {
    await visit({ persist });
    await exchange(chat, 'Hello', 'First');
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(2);
    await write(page, 'Second');
    await chat.field.fill('Draft');
    await expect(chat.answers).toHaveText(['Second']);
    await page.evaluate(async () => {
      const widget = document.querySelector('causerie-chat');
      const { parentNode } = widget;
      widget.remove();
      await new Promise((go) => setTimeout(go, 50));
      parentNode.append(widget);
    });
    await expect(chat.answers).toHaveText(['Second']);
    await expect(chat.notice).toContainText('stopped');
    await expect(page.locator('.position')).toHaveText('2/2');
    await expect(chat.field).toHaveValue('Draft');
    await page.waitForTimeout(300);
    await expect(chat.questions).toHaveText(['Hello']);
    await chat.field.fill('');
    await exchange(chat, 'More', 'Third');
    if (persist === 'none') return;
    await page.reload();
    await expect(chat.answers).toHaveText(['Second', 'Third']);
    await expect.poll(() => records(page, 'conversations')).toHaveLength(1);
  });
}

test('a widget that goes while the other tabs are asked ends nothing but itself', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Hello', 'First');
  await page.evaluate(() => {
    const { request } = LockManager.prototype;
    const open = new Promise((go) => { globalThis.goOn = go; });
    LockManager.prototype.request = async function wait(...all) {
      globalThis.isWaiting = true;
      await open;
      return request.apply(this, all);
    };
  });
  await chat.say('More');
  await expect.poll(() => page.evaluate(() => globalThis.isWaiting)).toBe(true);
  await page.evaluate(async () => {
    const widget = document.querySelector('causerie-chat');
    const { parentNode } = widget;
    widget.remove();
    await new Promise((go) => setTimeout(go, 50));
    globalThis.goOn();
    parentNode.append(widget);
  });
  await expect(chat.questions).toHaveText(['Hello', 'More']);
  await expect(chat.notice).toContainText('stopped');
  await exchange(chat, 'And now?', 'Third');
  await expect(chat.answers.last()).toHaveText('Third');
});

/** From now on this page has no lock that it asks for alone: other tabs are answering. */
const refuseLocks = (page) => page.evaluate(() => {
  const { request } = LockManager.prototype;
  globalThis.refused = 0;
  LockManager.prototype.request = function refused(name, options, take) {
    if (options.mode === 'shared') return request.call(this, name, options, take);
    globalThis.refused += 1;
    return Promise.resolve(take(null));
  };
});

test('another answer that may not be asked for now takes nothing away', async ({ page, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  await begin(chat, 'Two');
  await write(page, 'Half of it');
  await expect(chat.answers.last()).toHaveText('Half of it');
  await chat.stop.click();
  await expect(chat.notice).toContainText('stopped');
  await refuseLocks(page);
  // A lock that is not free is asked for once more.
  const isRefused = async (press) => {
    const before = await page.evaluate(() => globalThis.refused);
    await press();
    await expect.poll(() => page.evaluate(() => globalThis.refused)).toBeGreaterThanOrEqual(before + 2);
    await expect(chat.log).toHaveAttribute('aria-busy', 'false');
    await expect(page.locator('[part=toast]')).toContainText(WAIT);
    await expect(chat.questions).toHaveText(['One', 'Two']);
    await expect(chat.answers).toHaveText(['First', 'Half of it']);
    await expect(chat.field).toHaveValue('');
  };
  await isRefused(() => page.getByRole('button', { name: 'Regenerate' }).last().click());
  await isRefused(() => chat.goOn.click());
  await page.reload();
  await expect(chat.answers).toHaveText(['First', 'Half of it']);
});

test('a page that begins anew when a request is stopped gives the lock of the old conversation up', async ({ page, context, chat, visit }) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'One', 'First');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveText(['First']);
  await page.evaluate(() => {
    const widget = document.querySelector('causerie-chat');
    widget.handler = (_, { signal }) => new Promise(() => {
      globalThis.isAsked = true;
      signal.addEventListener('abort', () => widget.newThread());
    });
  });
  await chat.say('Two');
  await expect.poll(() => page.evaluate(() => globalThis.isAsked)).toBe(true);
  await chat.stop.click();
  await expect(chat.questions).toHaveCount(0);
  await expect(other.questions).toHaveText(['One', 'Two']);
  await expect(other.log).toHaveAttribute('aria-busy', 'false');
  await exchange(other, 'Three', 'Third');
  await expect(other.answers.last()).toHaveText('Third');
});
