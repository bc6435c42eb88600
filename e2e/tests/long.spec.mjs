// Long conversations and large answers: what they cost, in counts and bytes, and that nothing of them is lost.
import { expect, test } from '../fixtures.mjs';
import { byHand, close, frames, write } from '../hand.mjs';

const line = (n) => `Line **${n}** of it, with \`code\` and a [link](https://example.com/${n}).`;
const body = (n, lines = 2) => Array.from({ length: lines }, (_, i) => line(n * 10 + i)).join('\n\n');
const earlier = (count) => Array.from({ length: count }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: i % 2 ? body(i) : `Question ${i}` }));

test.beforeEach(({ page }) => byHand(page));
test.beforeEach(({ page }) => page.addInitScript(() => {
  // A memory counts once: both halves of the widget export the one that they share.
  globalThis.memories = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...what) => {
      const made = await instantiate.apply(WebAssembly, what);
      for (const value of Object.values((made.instance ?? made).exports)) if (value instanceof WebAssembly.Memory) globalThis.memories.add(value);
      return made;
    };
  }
}));

/** What is asked is drawn before it is sent. */
const isAsked = (page) => expect.poll(() => page.evaluate(() => !!globalThis.answer)).toBe(true);
/** Writes, up to when it is drawn. */
const draw = async (page, chat, words) => {
  await write(page, { content: words });
  await expect(chat.answers.last()).toContainText(words.replaceAll('*', '').trim());
  await frames(page);
};
const done = async (page, chat) => {
  await close(page);
  await chat.rest();
  // How it ended is said in the frame behind.
  await frames(page);
};
const open = async (page, chat, count) => {
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, earlier(count));
  await expect(chat.questions).toHaveCount(count / 2);
};

/** What changes in the widget while `work` is done. */
async function mutations(page, work) {
  await page.evaluate(() => {
    const root = document.querySelector('causerie-chat').shadowRoot;
    globalThis.changes = 0;
    globalThis.watcher = new MutationObserver((records) => { globalThis.changes += records.length; });
    globalThis.watcher.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await work();
  await frames(page);
  return page.evaluate(() => { globalThis.watcher.disconnect(); return globalThis.changes; });
}

/** Bytes of the JavaScript heap and of wasm memory, after a collection. */
async function bytes(page, context) {
  const client = await context.newCDPSession(page);
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  await client.detach();
  return usedSize + await page.evaluate(() => [...globalThis.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
}

/** How many messages are in the archive. */
const kept = (page) => page.evaluate(() => new Promise((done) => {
  const opening = indexedDB.open('causerie');
  opening.onsuccess = () => {
    const counting = opening.result.transaction('messages').objectStore('messages').count();
    counting.onsuccess = () => done(counting.result, opening.result.close());
  };
}));

/**
 * The lengths that the last answer has, frame by frame, until it holds this text. To be called before writing.
 * `slowest` of the page is the longest time between two of these frames.
 */
const growth = (page, until) => page.evaluate((until) => new Promise((end) => {
  const root = document.querySelector('causerie-chat').shadowRoot;
  const lengths = [];
  let last;
  globalThis.slowest = 0;
  const look = (now) => {
    if (lengths.length) globalThis.slowest = Math.max(globalThis.slowest, now - last);
    last = now;
    const answers = root.querySelectorAll('[part~=assistant] [part=content]');
    const text = answers[answers.length - 1]?.textContent ?? '';
    if (text.length && text.length !== lengths.at(-1)) lengths.push(text.length);
    text.includes(until) ? end(lengths) : requestAnimationFrame(look);
  };
  look();
}), until);
const steps = (lengths) => lengths.map((length, i) => length - (lengths[i - 1] ?? 0));

test('a delta and a key change as much in an empty chat as behind 1,000 messages', async ({ page, chat, visit }) => {
  const counted = [];
  for (const count of [0, 1000]) {
    await visit({});
    if (count) await open(page, chat, count);
    await chat.say('Go on');
    await draw(page, chat, 'It begins. ');
    const perDelta = [];
    for (const words of ['one ', 'two ', '**three** ']) perDelta.push(await mutations(page, () => draw(page, chat, words)));
    await done(page, chat);
    counted.push({ perDelta, perKey: await mutations(page, () => chat.field.press('a')) });
  }
  expect(counted[1]).toEqual(counted[0]);
  expect(Math.max(...counted[0].perDelta)).toBeLessThan(12);
});

test('1,000 messages take less than 10 MB, and few elements each', async ({ page, chat, visit, context }) => {
  await visit({});
  // With the archive, which comes with the first question, and is as large for one message.
  await chat.say('Begin');
  await isAsked(page);
  await done(page, chat);
  await expect.poll(() => page.evaluate(() => globalThis.memories.size)).toBeGreaterThan(1);
  await page.waitForTimeout(500);
  await open(page, chat, 20);
  const before = await bytes(page, context);
  await open(page, chat, 1000);
  await chat.say('Go on');
  await write(page, { content: 'Yes.' });
  await done(page, chat);
  // When all of them are kept, so that writing them is in it.
  await expect.poll(() => kept(page), { timeout: 15_000 }).toBeGreaterThanOrEqual(1004);
  const taken = await bytes(page, context) - before;
  test.info().annotations.push({ type: 'taken', description: `${(taken / 2 ** 20).toFixed(2)} MB` });
  expect(taken).toBeLessThan(10 * 1024 * 1024);
  const elements = await page.evaluate(() => {
    const root = document.querySelector('causerie-chat').shadowRoot;
    return [...root.querySelectorAll('.message')].slice(0, 900).map((message) => message.querySelectorAll('*').length);
  });
  expect(Math.max(...elements)).toBeLessThan(20);
});

test('a question is drawn in one task and asked in another; stopped between the two, it is not asked', async ({ page, chat, visit }) => {
  await visit({});
  const seen = await page.evaluate(async () => {
    const widget = document.querySelector('causerie-chat');
    const state = () => [widget.shadowRoot.querySelectorAll('.user').length, !!globalThis.answer];
    const task = () => new Promise((done) => { setTimeout(done, 50); });
    widget.send('First');
    await new Promise(queueMicrotask);
    widget.stop();
    await task();
    const stopped = state();
    widget.send('Second');
    await new Promise(queueMicrotask);
    return { stopped, drawn: state() };
  });
  expect(seen).toEqual({ stopped: [1, false], drawn: [2, false] });
  await isAsked(page);
});

test('code out of view is not asked where it is: the browser would lay out what it is in', async ({ page, chat, visit }) => {
  await visit({});
  const code = (n) => ({ role: 'assistant', content: `Code ${n}:\n\n\`\`\`js\nconst a = ${n};\n\`\`\`` });
  await page.evaluate((all) => {
    const own = Element.prototype.getBoundingClientRect;
    globalThis.asked = { seen: 0, skipped: 0 };
    Element.prototype.getBoundingClientRect = function () {
      asked[this.checkVisibility({ contentVisibilityAuto: true }) ? 'seen' : 'skipped']++;
      return own.call(this);
    };
    document.querySelector('causerie-chat').messages = all;
  }, Array.from({ length: 400 }, (_, n) => code(n)));
  await expect(chat.answers).toHaveCount(400);
  await expect(chat.answers.last().locator('.hk')).toHaveCount(1);
  await chat.log.evaluate((log) => { log.scrollTop = 0; });
  await expect(chat.answers.first().locator('.hk')).toHaveCount(1);
  const { seen, skipped } = await page.evaluate(() => globalThis.asked);
  expect(seen).toBeGreaterThan(0);
  expect(skipped).toBe(0);
  expect(await chat.answers.nth(200).locator('.hk').count()).toBe(0);
});

test('the newest messages are there at once, the others follow, and all of them can be found', async ({ page, chat, visit }) => {
  await visit({});
  const atOnce = await page.evaluate(async (all) => {
    const widget = document.querySelector('causerie-chat');
    widget.messages = all;
    await Promise.resolve();
    await new Promise(requestAnimationFrame);
    return { last: widget.shadowRoot.textContent.includes('Line 9991'), all: widget.shadowRoot.querySelectorAll('.message').length };
  }, earlier(1000));
  expect(atOnce.last).toBe(true);
  expect(atOnce.all).toBeLessThan(500);
  await expect(chat.questions).toHaveCount(500);
  await expect(chat.questions.first()).toHaveText('Question 0');
  expect(await chat.questions.allTextContents()).toEqual(earlier(1000).filter(({ role }) => role === 'user').map(({ content }) => content));
  expect(await page.evaluate(() => globalThis.find('Line 1311 of it'))).toBe(true);
  await page.evaluate(() => document.querySelector('causerie-chat').shadowRoot.getSelection().anchorNode.parentElement.scrollIntoView());
  await expect(chat.answers.filter({ hasText: 'Line 1311 of it' })).toBeInViewport();
  await frames(page, 6);
  await expect(chat.answers.filter({ hasText: 'Line 1311 of it' })).toBeInViewport();
});

test('the buttons of an earlier message are reached and pressed by keyboard', async ({ page, chat, visit, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit({});
  await open(page, chat, 200);
  const copy = page.locator('[part~=assistant]').nth(3).getByRole('button', { name: 'Copy', exact: true });
  await page.locator('[part~=assistant]').nth(3).getByRole('link').last().focus();
  await expect(copy).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(copy).toBeFocused();
  await expect(copy).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copied' })).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(body(7));
  await expect(copy).toBeFocused();
});

/** How many places for buttons are empty, and a group of earlier messages: its buttons and what it measures. */
const bars = (page) => page.evaluate(() => {
  const root = document.querySelector('causerie-chat').shadowRoot;
  const rows = [...root.querySelectorAll('.actions')];
  const group = [...root.querySelectorAll('.message')].slice(104, 112);
  const heights = group.flatMap((message) => [message, message.querySelector('.actions')].map((of) => of.getBoundingClientRect().height));
  return { rows: rows.length, empty: rows.filter((row) => !row.childElementCount).length, buttons: rows[104].childElementCount, heights };
});
const comeTo = (page, number) => page.evaluate((number) => document.querySelector('causerie-chat').shadowRoot.querySelectorAll('.message')[number].scrollIntoView(), number);

for (const [of, width] of [['a desktop', 1200], ['a phone', 380]]) {
  test(`on ${of} earlier messages get their buttons when they come into view, and nothing moves`, async ({ page, chat, visit }) => {
    await page.setViewportSize({ width, height: 800 });
    await visit({});
    await open(page, chat, 400);
    const before = await bars(page);
    expect(before).toMatchObject({ rows: 400, buttons: 0 });
    expect(before.empty).toBeGreaterThan(300);
    await comeTo(page, 104);
    await expect.poll(() => bars(page)).toMatchObject({ rows: 400, buttons: 3, heights: before.heights });
    expect((await bars(page)).empty).toBeGreaterThan(200);
  });
}

test('where a browser does not tell what is in view, all messages have their buttons at once', async ({ page, chat, visit }) => {
  await page.addInitScript(() => { delete globalThis.ContentVisibilityAutoStateChangeEvent; });
  await visit({});
  await open(page, chat, 200);
  expect(await bars(page)).toMatchObject({ rows: 200, empty: 0 });
});

test('a message that nothing has told of has its buttons when it is pointed at', async ({ page, chat, visit }) => {
  await page.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (...how) {
      const root = attach.apply(this, how);
      root.addEventListener('contentvisibilityautostatechange', (event) => event.stopImmediatePropagation(), true);
      return root;
    };
  });
  await visit({});
  await open(page, chat, 100);
  const first = page.locator('[part~=message]').first();
  await comeTo(page, 0);
  await frames(page, 6);
  await expect(first.getByRole('button')).toHaveCount(0);
  await first.hover();
  await expect(first.getByRole('button')).toHaveCount(3);
  await first.getByRole('button', { name: 'Edit' }).click();
  await expect(first.getByRole('textbox')).toHaveValue('Question 0');
});

test('other labels are shown on all messages, and the conversation stays', async ({ page, chat, visit }) => {
  await visit({});
  await open(page, chat, 40);
  await page.evaluate(() => document.querySelector('causerie-chat').update({ labels: { copy: 'Kopieren', user: 'Sie' } }));
  await expect(page.getByRole('article', { name: 'Sie' })).toHaveCount(20);
  for (const number of [39, 8, 0]) {
    await comeTo(page, number);
    await expect(page.locator('[part~=message]').nth(number).getByRole('button', { name: 'Kopieren' })).toBeVisible();
  }
  await expect(page.locator('[part=copy][aria-label=Kopieren]')).toHaveCount(40);
  await expect(page.getByRole('button', { name: 'Copy', exact: true })).toHaveCount(0);
});

test('a megabyte that comes at once is drawn over many frames, and all of it', async ({ page, chat, visit }) => {
  test.setTimeout(90_000);
  await visit({});
  const paragraph = (n) => `Paragraph ${n} ${'with some **bold** words and a few more of them '.repeat(20)}`;
  await chat.say('All of it');
  // The paragraphs that there are, frame by frame: to read the text would take longer than to draw it.
  const counts = page.evaluate(() => new Promise((end) => {
    const root = document.querySelector('causerie-chat').shadowRoot;
    const counts = [];
    const look = () => {
      const count = root.querySelector('[part~=assistant] [part=content]')?.childElementCount ?? 0;
      if (count !== (counts.at(-1) ?? 0)) counts.push(count);
      count === 1001 ? end(counts) : requestAnimationFrame(look);
    };
    look();
  }));
  await write(page, { content: `${Array.from({ length: 1000 }, (_, n) => paragraph(n)).join('\n\n')}\n\nThe end.` });
  const taken = steps(await counts);
  await done(page, chat);
  expect(taken.length).toBeGreaterThan(8);
  expect(Math.max(...taken) * paragraph(0).length).toBeLessThan(72 * 1024);
  await expect(chat.answers.locator('p').nth(999)).toHaveText(paragraph(999).replaceAll('*', '').trim());
  await expect(chat.answers.locator('p').last()).toHaveText('The end.');
});

const LONG = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');

test('smooth spreads a burst over several frames; without it, it is there in one', async ({ page, chat, visit }) => {
  for (const [smooth, least, most] of [['on', 4, 30], ['off', 1, 1]]) {
    await visit({ smooth });
    await chat.say('Go on');
    const lengths = growth(page, 'word59');
    await write(page, { content: LONG });
    const taken = (await lengths).length;
    // All of it is there within 300 ms, also where only a few frames are.
    const isSlow = await page.evaluate(() => globalThis.slowest > 50);
    expect(taken).toBeGreaterThanOrEqual(isSlow ? Math.min(least, 2) : least);
    expect(taken).toBeLessThanOrEqual(most);
    await done(page, chat);
    await expect(chat.answers).toHaveText(LONG);
  }
});

test('who wants less motion gets no smooth pace', async ({ page, chat, visit }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visit({ smooth: 'on' });
  await chat.say('Go on');
  const lengths = growth(page, 'word59');
  await write(page, { content: LONG });
  expect((await lengths).length).toBe(1);
});

test('in a hidden tab nothing is drawn, the end is told, and on return all is there', async ({ page, chat, visit }) => {
  // A headless browser hides no tab: its two signs are set by hand, and frames are kept back.
  await page.addInitScript(() => {
    const frame = globalThis.requestAnimationFrame;
    let hidden = false;
    let kept = [];
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    Object.defineProperty(document, 'visibilityState', { get: () => hidden ? 'hidden' : 'visible' });
    globalThis.requestAnimationFrame = (work) => hidden ? kept.push(work) : frame(work);
    globalThis.hide = (now) => {
      hidden = now;
      document.dispatchEvent(new Event('visibilitychange'));
      if (!hidden) for (const work of kept.splice(0)) frame(work);
    };
  });
  await visit({});
  await chat.say('Go on');
  await draw(page, chat, 'Before. ');
  await page.evaluate(() => globalThis.hide(true));
  const changes = await mutationsWithoutFrames(page, async () => {
    for (let i = 0; i < 20; i++) await write(page, { content: `Unseen ${i}. ` });
    await page.waitForTimeout(200);
  });
  expect(changes).toBe(0);
  await close(page);
  await expect(chat.status).toHaveText('Answer complete');
  const ended = await page.evaluate(() => globalThis.heard['response-end']);
  expect(ended[0].content).toContain('Unseen 19.');
  await expect(chat.answers).toHaveText('Before.');
  // Whoever waits for what is written waits until it stands there.
  await expect(chat.log).toHaveAttribute('aria-busy', 'true');
  await page.evaluate(() => globalThis.hide(false));
  await expect(chat.answers).toContainText('Unseen 19.');
  await chat.rest();
  expect((await chat.answers.innerText()).trim()).toBe(`Before. ${Array.from({ length: 20 }, (_, i) => `Unseen ${i}.`).join(' ')}`);
});

async function mutationsWithoutFrames(page, work) {
  await page.evaluate(() => {
    globalThis.changes = 0;
    globalThis.watcher = new MutationObserver((records) => { globalThis.changes += records.length; });
    globalThis.watcher.observe(document.querySelector('causerie-chat').shadowRoot, { subtree: true, childList: true, characterData: true });
  });
  await work();
  return page.evaluate(() => { globalThis.watcher.disconnect(); return globalThis.changes; });
}
