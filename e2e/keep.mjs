// What the tests of keeping share: a `fetch` whose answer the test writes, tabs, and looks into the store.
import { Chat, expect } from './fixtures.mjs';

/** In every page to come, answers are what the test writes. */
export const scripted = (context) => context.addInitScript(() => {
  const own = globalThis.fetch;
  globalThis.asked = [];
  globalThis.fetch = (url, init) => {
    if (!`${url}`.endsWith('/chat/completions')) return own(url, init);
    globalThis.asked.push(JSON.parse(init.body));
    const stream = new ReadableStream({ start(controller) { globalThis.answer = controller; } });
    return Promise.resolve(new Response(stream, { headers: { 'content-type': 'text/event-stream' } }));
  };
});

const bytes = (page, text, isLast) => page.evaluate(([text, isLast]) => {
  globalThis.answer.enqueue(new TextEncoder().encode(text));
  if (isLast) globalThis.answer.close();
}, [text, isLast]);
export const write = (page, content) => bytes(page, `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
export const done = (page) => bytes(page, 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n', true);

/** Asks, up to when the request is there. */
export const begin = async (tab, question) => {
  const before = await tab.page.evaluate(() => globalThis.asked.length);
  await tab.say(question);
  await expect.poll(() => tab.page.evaluate(() => globalThis.asked.length)).toBe(before + 1);
};

/** Asks, and answers as a whole. */
export const exchange = async (tab, question, answer) => {
  await begin(tab, question);
  await write(tab.page, answer);
  await done(tab.page);
  await tab.rest();
};

/** The messages that were sent with the last question. */
export const sent = (page) => page.evaluate(() => globalThis.asked.at(-1).messages.map(({ content }) => content));

/** Another tab of the same browser at the same address. */
export const openTab = async (context, url) => {
  const page = await context.newPage();
  await page.goto(url);
  const tab = new Chat(page, page.locator('body'));
  await expect(tab.field).toBeVisible();
  return tab;
};

/** Everything in a table, by key; nothing, if there is no store. */
export const table = (page, name) => page.evaluate(async (name) => {
  if (!(await indexedDB.databases()).some((database) => database.name === 'causerie')) return {};
  return new Promise((resolve) => {
    const opening = indexedDB.open('causerie');
    opening.onsuccess = () => {
      const store = opening.result.transaction(name).objectStore(name);
      const keys = store.getAllKeys();
      const values = store.getAll();
      values.onsuccess = () => resolve(Object.fromEntries(keys.result.map((key, at) => [key, values.result[at]])), opening.result.close());
    };
  });
}, name);

/** The records of a table that can be read. */
export const records = async (page, name) => Object.values(await table(page, name)).flatMap((text) => {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
});

/** The texts that are kept, oldest first. */
export const keptTexts = async (page) => (await records(page, 'messages')).sort((a, b) => a.created - b.created).map(({ choices }) => choices[0].text);

/** Puts values into tables, past the widget. */
export const plant = async (page, table, entries) => {
  // Whoever opens it before the widget does would make it, without its tables.
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'causerie'))).toBe(true);
  return put(page, table, entries);
};

const put = (page, table, entries) => page.evaluate(([table, entries]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('causerie');
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(table, 'readwrite');
    for (const [key, value] of entries) transaction.objectStore(table).put(value, key);
    transaction.oncomplete = () => resolve(opening.result.close());
    transaction.onabort = reject;
  };
}), [table, entries]);

/** Ends a tab's process: nothing in it has a last word. */
export const kill = async (page) => {
  const client = await page.context().newCDPSession(page);
  const gone = page.waitForEvent('crash');
  client.send('Page.crash').catch(() => {});
  await gone;
};

/** The archive's file, which is known by what stands in it. */
export const archiveName = async ({ url }) => {
  const text = async (name) => (await fetch(`${url}/causerie/${name}`)).text();
  const names = new Set((await text('causerie-extras.js')).match(/causerie-[\w-]+\.js/g));
  const [name] = (await Promise.all([...names].map(async (name) => [name, await text(name)]))).find(([, text]) => text.includes('causerie session'));
  return name;
};

/** Until it `isOpen`, the half of the module that writes records does not come: `instead` has its requests. */
export const secondHalf = async (page, instead) => {
  const half = { isOpen: false };
  let first;
  await page.route('**/causerie-*.wasm', (route) => {
    first ??= route.request().url();
    return half.isOpen || route.request().url() === first ? route.continue() : instead(route);
  });
  return half;
};

/** What is left in the browser's small storage. */
export const unsaved = (page) => page.evaluate(() => sessionStorage.getItem('causerie unsaved ') ?? localStorage.getItem('causerie unsaved '));

/** Begins a new conversation. */
export const anew = async (page, chat) => {
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(chat.questions).toHaveCount(0);
};

/** Has the second half there, whatever has become of the archive. */
export const halfIsThere = async (page) => {
  await page.getByRole('button', { name: 'More' }).last().click();
  await expect(page.locator('.menu')).toBeVisible();
};

/** What does not come for now: the archive, or all of the second half. */
export const HELD = {
  archive: async (page, stranger) => {
    const name = await archiveName(stranger);
    return hold((instead) => page.route(`**/${name}`, instead), () => page.unroute(`**/${name}`));
  },
  'second half': async (page) => {
    let half;
    return hold(async (instead) => { half = await secondHalf(page, instead); }, () => { half.isOpen = true; });
  },
};

/** Holds requests back; what it gives lets them go on, and those to come. */
const hold = async (begin, end) => {
  const held = [];
  await begin((route) => held.push(route));
  return async () => {
    await end();
    // The page of some of them may be gone.
    await Promise.all(held.map((route) => route.continue().catch(() => {})));
  };
};
