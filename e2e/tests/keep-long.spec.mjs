// A conversation of 5,000 messages: its end is there at once, earlier pages come as the reader goes up, without a jump, and
// what is not on the screen costs nothing.
import { exchange, plant, scripted, sent } from '../keep.mjs';
import { STATUS_LINE, expect, focused, test } from '../fixtures.mjs';

const T = 1_700_000_000_000;
const id = (number) => (number + 1).toString(16);
const record = (number, more) => JSON.stringify({
  version: 1, id: id(number), conversation: 'c', created: T + number, changed: T + number,
  role: number % 2 ? 'assistant' : 'user', state: 'complete',
  choices: [{ text: number % 2 ? `Answer **${number}**.\n\nWith more than one line, and \`code\`.` : `Question ${number}` }],
  ...(number && { parent: id(number - 1) }), ...more,
});
const key = (number) => `d//${'c'.padStart(16, '0')}/${(2 ** 52 - T - number).toString(16).padStart(14, '0')}/${id(number).padStart(16, '0')}`;

/** Goes back to a page whose store has so many messages; some of them have more to them. */
const fill = async (page, chat, visit, count, more = {}) => {
  await visit({ persist: 'device' });
  await exchange(chat, 'Makes', 'the store');
  await plant(page, 'conversations', [[`d//${'c'.padStart(16, '0')}`, JSON.stringify({ version: 1, id: 'c', title: 'Long', title_at: T, created: T, updated: T })]]);
  await plant(page, 'messages', Array.from({ length: count }, (_, number) => [key(number), record(number, more[number])]));
  await plant(page, 'marks', [['d//shown', 'c']]);
  await page.evaluate(() => sessionStorage.setItem('causerie d//shown', 'c'));
  await page.reload();
};

const count = (page) => page.locator('.message').count();

/** Goes to the start of what is there, and says how far what the reader looks at has moved until more is drawn. */
const goUp = (page) => page.evaluate(() => new Promise((end) => {
  const log = document.querySelector('causerie-chat').shadowRoot.querySelector('.log');
  const before = log.querySelectorAll('.message').length;
  log.scrollTop = 0;
  const edge = log.getBoundingClientRect().top;
  requestAnimationFrame(() => setTimeout(() => {
    const first = [...log.querySelectorAll('.message')].find((message) => message.getBoundingClientRect().bottom > edge);
    const was = first.getBoundingClientRect().top;
    let [moved, last, calm] = [0, 0, 0];
    const look = () => {
      // A look between a change and the end of its frame sees what is never painted, so two in a row count.
      const by = Math.abs(first.getBoundingClientRect().top - was);
      moved = Math.max(moved, Math.min(by, last));
      last = by;
      calm = log.querySelectorAll('.message').length >= before + 48 ? calm + 1 : 0;
      calm > 20 ? end(moved) : next();
    };
    const next = () => requestAnimationFrame(() => setTimeout(look));
    next();
  }));
}));

test.beforeEach(({ context }) => scripted(context));

for (const how of ['with', 'without']) {
  test(`5,000 messages: the end is there at once, earlier ones come without a jump (${how} scroll anchoring)`, async ({ page, chat, visit }) => {
    test.setTimeout(60_000);
    if (how === 'without') {
      await page.addInitScript(() => {
        const own = CSS.supports;
        CSS.supports = (...what) => what[0] !== 'overflow-anchor' && own.apply(CSS, what);
      });
    }
    await fill(page, chat, visit, 5000);
    if (how === 'without') {
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { overflow-anchor: none !important }');
        document.querySelector('causerie-chat').shadowRoot.adoptedStyleSheets.push(sheet);
      });
    }
    await expect(chat.answers.last()).toContainText('Answer 4999');
    await expect(chat.answers.last()).toBeInViewport();
    await expect.poll(() => count(page)).toBe(100);
    for (const total of [148, 196, 244]) {
      expect(await goUp(page)).toBeLessThanOrEqual(2);
      expect(await count(page)).toBe(total);
    }
    await expect(chat.questions.first()).toHaveText(`Question ${5000 - 244}`);
  });
}

test('the way up ends at the first message, also by keyboard', async ({ page, chat, visit }) => {
  await fill(page, chat, visit, 250);
  await expect.poll(() => count(page)).toBe(100);
  const button = page.getByRole('button', { name: 'Show earlier messages' });
  // It comes into view with the focus, and then more comes by itself.
  await button.focus();
  await expect.poll(() => count(page)).toBeGreaterThan(100);
  await expect(button).toBeFocused();
  await expect(async () => {
    await page.keyboard.press('Enter');
    expect(await count(page)).toBe(250);
  }).toPass();
  await expect(button).toHaveCount(0);
  expect(await focused(page)).toBe('Message');
  await expect(chat.questions.first()).toHaveText('Question 0');
  await expect(chat.answers).toHaveCount(125);
});

test('a reader at the keyboard goes up page by page', async ({ page, chat, visit }) => {
  await fill(page, chat, visit, 250);
  await expect.poll(() => count(page)).toBe(100);
  await chat.log.focus();
  await expect(async () => {
    await page.keyboard.press('Home');
    expect(await count(page)).toBe(250);
  }).toPass();
  await page.keyboard.press('Home');
  await expect(chat.questions.first()).toBeInViewport();
});

test('what is asked is asked with all that was said, as far as it fits', async ({ page, chat, visit }) => {
  await fill(page, chat, visit, 1200);
  await expect.poll(() => count(page)).toBe(100);
  await exchange(chat, 'And now?', 'Now');
  const all = await sent(page);
  expect(all).toHaveLength(1201);
  expect([all[0], all[1100], all.at(-1)]).toEqual(['Question 0', 'Question 1100', 'And now?']);
  expect(await count(page)).toBe(102);
  await page.evaluate(() => { document.querySelector('causerie-chat').contextTokens = 600; });
  await exchange(chat, 'And then?', 'Then');
  const some = await sent(page);
  expect(some.length).toBeLessThan(60);
  expect(some.slice(-3)).toEqual(['And now?', 'Now', 'And then?']);
});

test('what is pinned is sent from wherever it stands, with its question, and what is not on the path is not', async ({ page, chat, visit }) => {
  const pinned = { pinned: { is: true, at: T } };
  const once = { pinned: { is: false, at: T } };
  // Beside the question after it, so that nothing below it is shown.
  const aside = { ...pinned, parent: id(149), choices: [{ text: 'Aside' }], shown: T };
  await fill(page, chat, visit, 2600, { 41: pinned, 150: { ...aside, role: 'user' }, 151: { parent: id(149), role: 'user', shown: T + 9999, choices: [{ text: 'Question 151' }] }, 300: once });
  await expect.poll(() => count(page)).toBe(100);
  const reads = () => page.evaluate(() => globalThis.reads);
  await page.evaluate(() => {
    document.querySelector('causerie-chat').contextTokens = 600;
    globalThis.reads = 0;
    const own = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (query, limit) {
      if (this.name === 'messages' && limit === 500) globalThis.reads += 1;
      return own.call(this, query, limit);
    };
  });
  await exchange(chat, 'And now?', 'Now');
  const texts = await sent(page);
  expect(texts.slice(0, 2)).toEqual(['Question 40', 'Answer **41**.\n\nWith more than one line, and `code`.']);
  expect(texts).not.toContain('Aside');
  expect(texts.at(-1)).toBe('And now?');
  expect(texts.length).toBeLessThan(60);
  expect(await reads()).toBeGreaterThan(4);

  // Once nothing is pinned there, it is looked at and not read.
  await plant(page, 'messages', [41, 150].map((number) => [key(number), record(number, { ...(number === 150 && aside), ...once })]));
  await page.evaluate(() => { globalThis.reads = 0; });
  await exchange(chat, 'And then?', 'Then');
  expect((await sent(page)).slice(-3)).toEqual(['And now?', 'Now', 'And then?']);
  expect((await sent(page))).not.toContain('Question 40');
  expect(await reads()).toBe(1);
});

test('what another tab pins far up is sent, and shown where it stands', async ({ page, context, chat, visit }) => {
  await fill(page, chat, visit, 1200);
  await expect.poll(() => count(page)).toBe(100);
  await page.evaluate(() => { document.querySelector('causerie-chat').contextTokens = 600; });
  await exchange(chat, 'And now?', 'Now');
  expect(await sent(page)).not.toContain('Question 40');
  // Nothing was pinned, which need not be looked for again, but for this.
  const pinned = record(40, { pinned: { is: true, at: T } });
  await plant(page, 'messages', [[key(40), pinned]]);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.evaluate((record) => new BroadcastChannel('causerie').postMessage(JSON.stringify({ scope: 'd//', messages: [JSON.parse(record)] })), pinned);
  await page.waitForTimeout(500);
  await expect(chat.questions.first()).toHaveText('Question 1100');
  await exchange(chat, 'And then?', 'Then');
  expect((await sent(page))[0]).toMatch(/^Question 40\n/);
});

test('what is not on the screen costs neither memory nor elements', async ({ page, context, chat, visit, log }) => {
  test.setTimeout(60_000);
  log.expected.push(STATUS_LINE);
  const measured = [];
  for (const size of [200, 5000]) {
    await fill(page, chat, visit, size);
    await expect.poll(() => count(page)).toBe(100);
    const client = await context.newCDPSession(page);
    for (let times = 0; times < 3; times++) await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    const { nodes } = await client.send('Memory.getDOMCounters');
    const times = await page.evaluate(async () => {
      const field = document.querySelector('causerie-chat').shadowRoot.querySelector('textarea');
      const all = [];
      for (let key = 0; key < 40; key++) {
        const start = performance.now();
        field.value += 'a';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await new Promise((go) => setTimeout(go));
        field.getBoundingClientRect();
        all.push(performance.now() - start);
      }
      return all.sort((a, b) => a - b)[20];
    });
    measured.push({ usedSize, nodes, times });
    await client.detach();
    // The next one begins with an empty store.
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/nothing`);
    await page.evaluate(() => new Promise((go) => {
      localStorage.clear();
      indexedDB.deleteDatabase('causerie').onsuccess = go;
    }));
  }
  const [short, long] = measured;
  test.info().annotations.push({ type: 'heap, nodes, key', description: JSON.stringify(measured) });
  expect(long.usedSize - short.usedSize).toBeLessThan(1_000_000);
  expect(Math.abs(long.nodes - short.nodes)).toBeLessThan(400);
});
