// Servers and lines that fall silent: what is said, when it is given up, and what is kept.
import { STATUS_LINE, expect, expectAccessible, heard, test } from '../fixtures.mjs';
import { startApi } from '../servers.mjs';

const BLOCKED = /blocked by CORS policy/;
const TIMEOUT = 'The chat service took too long.';

test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE, BLOCKED); });

const waiting = (page) => page.locator('.waiting');
const update = (page, options) => page.locator('causerie-chat').evaluate((element, options) => element.update(options), options);

test('a server that sends nothing in time is given up, after as many tries as are set', async ({ page, chat, visit, asked }) => {
  await visit({ model: 'empty-slow', first_byte_timeout: 1, retries: 1 });
  await chat.say('Hello?');
  await expect(chat.notice).toContainText(TIMEOUT);
  await expect(chat.answers).toBeEmpty();
  expect(asked).toHaveLength(2);
  expect(await heard(page, 'error')).toMatchObject([{ kind: 'timeout', retryable: true }]);
});

test('signs of life keep the line, and after ten seconds without a word it is said that the answer is still awaited', async ({ page, chat, visit }) => {
  await visit({ model: 'silent', first_byte_timeout: 1, idle_timeout: 3 });
  await chat.say('Hello?');
  await expect(chat.status).toHaveText('Waiting for the answer');
  await expect(waiting(page)).toHaveText('Still waiting for the answer', { timeout: 13_000 });
  await expect(chat.status).toHaveText('Still waiting for the answer');
  await expect(chat.notice).toHaveCount(0);
  await chat.stop.click();
  await expect(waiting(page)).toHaveCount(0);
});

test('after ten seconds of silence it is said that the answer is still awaited, until it comes', async ({ page, chat, visit }) => {
  await page.clock.install();
  await visit({ model: 'slow' });
  await chat.say('Hello?');
  await expect(waiting(page)).toBeVisible();
  await page.clock.runFor(9000);
  await expect(waiting(page)).toHaveText('');
  await page.clock.runFor(3000);
  await expect(waiting(page)).toHaveText('Still waiting for the answer');
  await expect(chat.status).toHaveText('Still waiting for the answer');
  await expectAccessible(page);
  await expect(chat.answers).not.toBeEmpty();
  await chat.rest();
  await expect(waiting(page)).toHaveCount(0);
});

test('an answer that stalls keeps its text; Continue asks for the rest, Retry asks anew', async ({ page, chat, visit, asked }) => {
  await visit({ model: 'stall', idle_timeout: 1 });
  await chat.say('Show markdown');
  await expect(chat.notice).toContainText(TIMEOUT);
  const kept = (await chat.answers.innerText()).trim();
  expect(kept).toContain('A tour');
  expect(asked, 'nothing is repeated by itself once something was shown').toHaveLength(1);
  expect(await heard(page, 'error')).toMatchObject([{ kind: 'timeout', status: 200 }]);
  await update(page, { model: 'eliza' });
  await chat.goOn.click();
  await expect.poll(async () => (await chat.answers.innerText()).length).toBeGreaterThan(kept.length + 5);
  await chat.rest();
  await expect(chat.notice).toHaveCount(0);
  expect(asked[1].messages.at(-1)).toEqual({ role: 'user', content: 'Continue exactly where you stopped.' });
  await update(page, { model: 'stall' });
  await chat.say('Show markdown');
  await expect(chat.notice).toContainText(TIMEOUT);
  await update(page, { model: 'eliza' });
  await chat.retry.click();
  await expect(chat.answers.last()).toContainText('Lists');
  expect(asked.at(-1).messages.at(-1)).toEqual({ role: 'user', content: 'Show markdown' });
});

test('a fetch that the page has replaced may know nothing of signals: its answer ends all the same, and its download, too', async ({ page, chat, visit }) => {
  await page.addInitScript(() => {
    const own = globalThis.fetch;
    globalThis.fetch = async (url, init) => {
      if (!`${url}`.endsWith('/chat/completions')) return own(url, init);
      const first = new TextEncoder().encode(`data: ${JSON.stringify({ choices: [{ delta: { content: 'So far.' } }] })}\n\n`);
      const body = new ReadableStream({ start: (line) => line.enqueue(first), cancel: () => { globalThis.cancelled = true; } });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
  });
  await visit({ idle_timeout: 1 });
  await chat.say('Go on');
  await expect(chat.notice).toContainText(TIMEOUT);
  await expect(chat.answers).toHaveText('So far.');
  expect(await page.evaluate(() => globalThis.cancelled)).toBe(true);
});

test('one that the page has replaced may never answer at all: it is given up all the same', async ({ page, chat, visit }) => {
  await page.addInitScript(() => {
    const own = globalThis.fetch;
    globalThis.fetch = (url, init) => (`${url}`.endsWith('/chat/completions') ? new Promise(() => {}) : own(url, init));
  });
  await visit({ first_byte_timeout: 1, retries: 0 });
  await chat.say('Go on');
  await expect(chat.notice).toContainText(TIMEOUT);
  await chat.retry.click();
  await chat.stop.click();
  await chat.rest();
});

test('offline is said; back online is shown and read aloud, and Retry works', async ({ page, context, chat, visit }) => {
  await visit({});
  await context.setOffline(true);
  await chat.say('Is anybody there?');
  await expect(chat.notice).toContainText('You are offline.');
  await context.setOffline(false);
  await expect(chat.notice).toContainText('You are back online.');
  await expect(chat.status).toHaveText('You are back online.');
  await chat.retry.click();
  await expect(chat.answers).not.toBeEmpty();
  await expect(chat.notice).toHaveCount(0);
  expect(await heard(page, 'error')).toMatchObject([{ kind: 'offline', status: null }]);
});

test('a server that refuses the page and says nothing when asked why is not waited for without end', async ({ chat, visit }) => {
  const api = await startApi((request, response) => request.method === 'OPTIONS' && response.writeHead(403).end());
  try {
    await visit({ endpoint: `${api.url}/v1`, retries: 0, first_byte_timeout: 1 });
    await chat.say('Hello?');
    await expect(chat.notice).toBeVisible();
    await expect(chat.retry).toBeVisible();
  } finally {
    api.stop();
  }
});
