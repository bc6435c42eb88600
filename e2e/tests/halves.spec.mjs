// The half of the wasm that is loaded later: what happens if it does not come, and that it can be tried again.
import { expect, test } from '../fixtures.mjs';

/** Lets the first wasm through, and the others while `gate.isOpen`. */
async function gated(page) {
  const gate = { isOpen: false, refused: 0 };
  let first;
  await page.route('**/causerie-*.wasm', (route) => {
    first ??= route.request().url();
    if (route.request().url() === first || gate.isOpen) return route.continue();
    gate.refused += 1;
    return route.abort();
  });
  return gate;
}

const MISSED = [/Failed to load resource: net::ERR_FAILED/, /Failed to fetch/];

test('what does not load is said, and the next press tries again', async ({ page, visit, chat, log }) => {
  log.expected.push(...MISSED);
  const gate = await gated(page);
  await visit({ model: 'cites' });
  await chat.ask('Hello');
  const more = page.getByRole('button', { name: 'More' }).last();
  await more.click();
  await expect(page.locator('[part=toast]')).toContainText('could not be loaded');
  expect(gate.refused).toBeGreaterThan(0);
  gate.isOpen = true;
  await more.click();
  await expect(page.locator('.menu')).toBeVisible();
  await expect(page.locator('[part~=message]')).toHaveCount(2);
  await expect(page.getByRole('list', { name: 'Sources' }).getByRole('link'), 'what nobody asked for is made up for').toHaveCount(2);
});

test('what the page adds meanwhile is not lost, and stays with its conversation', async ({ page, visit, chat, log }) => {
  log.expected.push(...MISSED);
  const gate = await gated(page);
  await visit({ persist: 'none' });
  await chat.ask('Hello');
  const add = (content) => page.evaluate((content) => document.querySelector('causerie-chat').addMessage({ role: 'assistant', content }), content);
  await add('Your order has left.');
  await expect.poll(() => gate.refused).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelector('causerie-chat').newThread());
  await chat.ask('Hello again');
  const before = gate.refused;
  await add('And it is there.');
  await expect.poll(() => gate.refused).toBeGreaterThan(before);
  gate.isOpen = true;
  await page.getByRole('button', { name: 'More' }).last().click();
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.answers.last()).toHaveText('And it is there.');
  await expect(chat.log).not.toContainText('has left');
});

test('Retry takes nothing away of an answer that broke off, while nothing could bring it back', async ({ page, visit, chat, log }) => {
  log.expected.push(...MISSED, /503/);
  const gate = await gated(page);
  await visit({ persist: 'none' });
  const half = `data: ${JSON.stringify({ choices: [{ delta: { content: 'Half of it' } }] })}\n\n`;
  await page.route('**/chat/completions', (route) => route.fulfill({ contentType: 'text/event-stream', body: half, headers: { 'access-control-allow-origin': '*' } }), { times: 1 });
  await chat.say('Hello');
  await expect(chat.answers).toHaveText(['Half of it']);
  await expect(chat.retry).toBeVisible();
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 503, json: { error: { message: 'Busy.' } }, headers: { 'access-control-allow-origin': '*' } }));
  for (const time of [1, 2]) {
    const refused = page.waitForResponse((response) => response.status() === 503);
    await chat.retry.click();
    await refused;
    await expect(chat.notice, `Retry ${time}`).toContainText('has a problem');
    await expect(chat.log).toHaveAttribute('aria-busy', 'false');
  }
  gate.isOpen = true;
  // The next need of it, whatever that is, brings what was missing.
  await page.getByRole('button', { name: 'More' }).last().click();
  await expect(page.locator('[part=toast]')).toContainText('has a problem');
  await expect(chat.answers).toHaveText(['Half of it']);
});

test('an error is told without it, by its status', async ({ page, visit, chat, log }) => {
  log.expected.push(...MISSED, /401/);
  await gated(page);
  await visit({});
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 401, json: { error: { message: 'No.' } }, headers: { 'access-control-allow-origin': '*' } }));
  await chat.say('Hello');
  await expect(chat.notice).toContainText('did not accept the key');
  await expect(chat.notice.getByRole('button', { name: 'Retry' })).toBeVisible();
});

test('on a line that is dead it is given up, and the next need tries again', async ({ page, visit, chat, log }) => {
  log.expected.push(/Failed to load resource/, /timed out|aborted|TimeoutError/);
  // Half a minute is a second and a half.
  await page.addInitScript(() => {
    const own = AbortSignal.timeout;
    AbortSignal.timeout = (time) => own.call(AbortSignal, time / 20);
  });
  let first;
  const gate = { isOpen: false, asked: 0 };
  await page.route('**/causerie-*.wasm', (route) => {
    first ??= route.request().url();
    if (route.request().url() === first || gate.isOpen) return route.continue();
    gate.asked += 1;
  });
  await visit({ persist: 'none' });
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 503, json: { error: { message: 'Busy.' } }, headers: { 'access-control-allow-origin': '*' } }), { times: 1 });
  await chat.say('Hello');
  await expect.poll(() => gate.asked).toBe(1);
  await expect(chat.notice).toBeVisible();
  await expect(chat.log).toHaveAttribute('aria-busy', 'false');
  await chat.retry.click();
  await expect(chat.answers.last()).not.toBeEmpty();
  await chat.rest();
  gate.isOpen = true;
  // An attempt that the page made by itself may still be under way, and fail.
  await expect(async () => {
    await page.getByRole('button', { name: 'More' }).last().click();
    await expect(page.locator('.menu')).toBeVisible({ timeout: 3000 });
  }).toPass();
});

test('it comes by itself behind the first answer, and no earlier', async ({ page, visit, chat }) => {
  const names = [];
  page.on('request', (request) => request.url().endsWith('.wasm') && names.push(request.url()));
  // Where conversations are kept, it comes with the first question, as the archive does.
  await visit({ persist: 'none' });
  expect(names).toHaveLength(1);
  await chat.ask('Hello');
  await expect.poll(() => names).toHaveLength(2);
});
