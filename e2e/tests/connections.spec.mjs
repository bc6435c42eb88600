// What the widget does by itself when a server is busy, down or out of reach, and what it tells the page.
import { STATUS_LINE, expect, expectAccessible, heard, test } from '../fixtures.mjs';
import { deadUrl } from '../servers.mjs';

const BLOCKED = /blocked by CORS policy/;
const CORS = 'There is a server at the chat\'s address, but it does not let this site read its replies (CORS).';
const NETWORK = 'The chat service could not be reached.';

test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE, BLOCKED); });

/** The reply of a server that wants a wait of so many seconds: long enough for any machine to see it, or to press a button. */
const busy = (seconds) => ({
  status: 429,
  headers: { 'retry-after': `${seconds}`, 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' },
  json: { error: { message: 'Busy' } },
});

const waiting = (page) => page.locator('.waiting');
/** The demo server and the stranger, as origins that are not the page's. */
const foreign = ({ url }) => url.replace('127.0.0.1', 'localhost');

test('a busy server is asked again by itself, after the time that it names', async ({ page, chat, visit, asked }) => {
  await visit({ model: 'eliza' });
  await page.route('**/chat/completions', (route) => route.fulfill(busy(4)), { times: 1 });
  await chat.say('Are you busy?');
  await expect(waiting(page)).toHaveText(/^Trying again in [1-4]\ss$/);
  await expect(chat.answers).not.toBeEmpty();
  await chat.rest();
  await expect(waiting(page)).toHaveCount(0);
  await expect(chat.notice).toHaveCount(0);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toEqual(asked[0]);
  expect(await heard(page, 'error')).toEqual([]);
  expect(await heard(page, 'response-end')).toHaveLength(1);
});

test('what is waited for can be stopped, and then nothing is asked again', async ({ page, chat, visit, asked }) => {
  await page.clock.install();
  await visit({ model: 'limited' });
  await page.route('**/chat/completions', (route) => route.fulfill(busy(40)));
  await chat.say('Are you busy?');
  await expect(waiting(page)).toContainText('Trying again');
  await chat.stop.click();
  await expect(chat.notice).toContainText('Answer stopped');
  await page.clock.runFor(60_000);
  await expect(chat.retry).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('a long wait is for the visitor to sit through: Retry counts it down', async ({ page, chat, visit, asked }) => {
  await page.clock.install();
  await visit({ model: 'limited-long' });
  await chat.say(`Are you busy? ${Math.random()}`);
  await expect(chat.notice).toContainText('The chat service is getting too many requests.');
  await expect(chat.retry).toHaveText(/^Retry in 1:(30|29|28)$/);
  await expect(chat.retry).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);
  await page.clock.runFor(60_000);
  await expect(chat.retry).toHaveText(/^Retry in [23]\d\ss$/);
  await chat.retry.click({ force: true });
  expect(asked).toHaveLength(1);
  await page.clock.runFor(31_000);
  await expect(chat.retry).toHaveText('Retry');
  await chat.retry.click();
  await expect(chat.answers).not.toBeEmpty();
  expect(asked).toHaveLength(2);
});

test('a spent quota is not asked again, and how often others are is an option', async ({ page, chat, visit, asked }) => {
  for (const [options, requests] of [[{ model: 'broke' }, 1], [{ model: 'error-500', retries: 0 }, 1], [{ model: 'error-500', retries: 1 }, 2], [{ model: 'error-401' }, 1]]) {
    asked.length = 0;
    await visit(options);
    await chat.say('Hello?');
    await expect(chat.retry).toBeVisible();
    expect(asked, JSON.stringify(options)).toHaveLength(requests);
  }
});

test.describe('a fallback answers, and is named,', () => {
  for (const [trouble, first] of [
    ['is overloaded', async ({ demo }) => ({ endpoint: `${demo.url}/v1`, model: 'error-503' })],
    ['is out of credit', async ({ demo }) => ({ endpoint: `${demo.url}/v1`, model: 'broke' })],
    ['is out of reach', async () => ({ endpoint: `${await deadUrl()}/v1`, model: 'gone' })],
    ['does not let the page read its replies', async ({ stranger }) => ({ endpoint: `${foreign(stranger)}/v1`, model: 'closed' })],
    ['stays silent', async ({ demo }) => ({ endpoint: `${demo.url}/v1`, model: 'empty-slow', first_byte_timeout: 1 })],
  ]) {
    test(`where the first endpoint ${trouble}`, async ({ page, demo, stranger, chat, visit, asked }) => {
      const fallback = [{ model: 'error-500' }, { endpoint: `${foreign(demo)}/v1`, model: 'eliza' }];
      await visit({ ...(await first({ demo, stranger })), retries: 0, fallback });
      await chat.ask('I like letters');
      await expect(chat.answers).not.toBeEmpty();
      await expect(chat.notice).toHaveCount(0);
      await expect(chat.about.locator('summary')).toHaveText('Answered by eliza');
      expect(asked.at(-1).model).toBe('eliza');
      expect(await heard(page, 'error')).toEqual([]);
    });
  }
});

test('an answer that is drawn before its run has ended names the fallback, too', async ({ page, demo, chat, visit }) => {
  // A slow machine: each piece is followed by a rest that is longer than a frame.
  await page.addInitScript(() => {
    const [now, later] = [performance.now.bind(performance), window.setTimeout.bind(window)];
    let lost = 0;
    performance.now = () => now() + (lost += 9);
    window.setTimeout = (work, wait, ...rest) => later(work, wait || 200, ...rest);
  });
  await visit({ model: 'error-503', retries: 0, fallback: [{ endpoint: `${foreign(demo)}/v1`, model: 'eliza' }] });
  await chat.say('I like letters');
  await expect(chat.about.locator('summary')).toHaveText('Answered by eliza');
});

test('where all fallbacks fail, the last trouble is said; what only the visitor can mend goes nowhere else', async ({ chat, visit, asked }) => {
  await visit({ model: 'error-503', retries: 0, fallback: 'broke|error-500' });
  await chat.say('Hello?');
  await expect(chat.notice).toContainText('The chat service has a problem.');
  expect(asked.map(({ model }) => model)).toEqual(['error-503', 'broke', 'error-500']);
  asked.length = 0;
  await visit({ model: 'error-401', fallback: 'eliza' });
  await chat.say('Hello?');
  await expect(chat.notice).toContainText('did not accept the key');
  expect(asked).toHaveLength(1);
});

test('errors are told apart for the page: kind, status, code', async ({ page, demo, stranger, chat, visit }) => {
  for (const [options, words, event] of [
    [{ endpoint: `${foreign(stranger)}/v1` }, CORS, { kind: 'cors', status: null, code: null }],
    [{ endpoint: `${await deadUrl()}/v1` }, NETWORK, { kind: 'network', status: null, code: null }],
    [{ endpoint: `${demo.url}/v2` }, 'There is no chat service at this address.', { kind: 'endpoint_not_found', status: 405 }],
    [{ model: 'gpt-unknown' }, 'does not have this model', { kind: 'model_not_found', status: 404, code: 'model_not_found' }],
    [{ model: 'error-401' }, 'did not accept the key', { kind: 'auth', status: 401, code: 'invalid_api_key', retryable: false }],
    [{ model: 'broke' }, 'used up its quota', { kind: 'quota', status: 429, code: 'insufficient_quota', retryable: false }],
    [{ model: 'limited-long' }, 'too many requests', { kind: 'rate_limit', status: 429, code: 'rate_limit_exceeded', retry_after_ms: 90_000 }],
    [{ model: 'error-503' }, 'overloaded', { kind: 'overloaded', status: 503, retryable: true }],
    [{ apiKey: 'geheim–schlüssel' }, 'did not accept the key', { kind: 'auth', status: null, retryable: false }],
    [{ model: 'error-midstream' }, 'has a problem', { kind: 'stream_error', status: 200 }],
    [{ model: 'cut' }, 'The connection ended before the answer was complete.', { kind: 'network', status: 200 }],
  ]) {
    await visit({ retries: 0, ...options });
    await chat.say(`Hello? ${Math.random()}`);
    await expect(chat.notice).toContainText(words);
    // What is read aloud is what is shown.
    await expect(chat.status).toContainText(words);
    expect(await heard(page, 'error')).toMatchObject([event]);
  }
});

test('a wrong address is said, and behind the details what it may lack', async ({ page, log, chat, visit, demo }) => {
  log.expected.push(STATUS_LINE);
  await visit({ endpoint: `${demo.url}/nowhere` });
  await chat.say('Hello?');
  await expect(chat.notice).toContainText('There is no chat service at this address.');
  await chat.notice.getByText('Details').click();
  await expect(chat.notice).toContainText('The endpoint may lack a part of its path, such as /v1.');
});
