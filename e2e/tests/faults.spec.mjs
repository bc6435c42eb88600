// When things go wrong: words, a way on, and nothing lost.
import { STATUS_LINE, expect, expectAccessible, test, withModel } from '../fixtures.mjs';

/** The script tag's example, with a model that is trouble. */
async function visit(page, demo, chat, model) {
  await withModel(page, model);
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
}

test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE); });

test('an error before the answer is said in words, and Retry succeeds', async ({ page, demo, chat }) => {
  await visit(page, demo, chat, 'error-500');
  await chat.say('I would like to know');
  await expect(chat.notice).toContainText('The chat service has a problem.');
  await expect(chat.status).toContainText('The chat service has a problem.');
  await expect(chat.questions).toHaveText('I would like to know');
  await expectAccessible(page);
  await chat.notice.getByText('Details').click();
  await expect(chat.notice).toContainText('HTTP 500: The server had an error while processing your request.');
  await withModel(page, 'eliza');
  await chat.retry.click();
  await expect(chat.answers).not.toBeEmpty();
  await chat.rest();
  await expect(chat.notice).toHaveCount(0);
  await expect(chat.answers).toHaveCount(1);
});

for (const [model, words] of [
  ['error-401', 'did not accept the key'],
  ['error-429', 'too many requests'],
  ['error-402', 'used up its quota'],
  ['error-503', 'overloaded'],
  ['gpt-unknown', 'does not have this model'],
  ['html', 'not one that a chat service sends'],
]) {
  test(`${model} is told apart`, async ({ page, demo, chat }) => {
    await visit(page, demo, chat, model);
    await chat.say('Hello?');
    await expect(chat.notice).toContainText(words);
    await expect(chat.notice).not.toContainText('<');
  });
}

test('an error in mid-answer keeps the text and offers Retry', async ({ page, demo, chat }) => {
  await visit(page, demo, chat, 'error-midstream');
  await chat.say('Show markdown');
  await expect(chat.notice).toContainText('The chat service has a problem.');
  expect((await chat.answers.innerText()).length).toBeGreaterThan(5);
  await expect(chat.retry).toBeVisible();
});

test('a stalled answer can be stopped and keeps what came', async ({ page, demo, chat }) => {
  await visit(page, demo, chat, 'stall');
  await chat.say('Show markdown');
  await expect.poll(() => chat.answers.innerText()).toMatch(/A tour/);
  await chat.stop.click();
  await expect(chat.notice).toContainText('Answer stopped');
  await expect(chat.answers).toContainText('A tour');
});

test('a slow first token is waited for visibly', async ({ page, demo, chat }) => {
  await visit(page, demo, chat, 'slow');
  await chat.say('Show markdown');
  await expect(page.locator('.waiting')).toBeVisible();
  await expect(chat.status).toHaveText('Waiting for the answer');
  await expect(chat.status).toHaveText('Answering', { timeout: 10_000 });
  await expect(page.locator('.waiting')).toHaveCount(0);
});

test('the line goes down in mid-answer: the text stays, and it is called offline', async ({ page, demo, chat, context }) => {
  await visit(page, demo, chat, 'cut');
  await page.evaluate(() => {
    // The browser learns of it before the connection breaks, as with a cable that is pulled.
    Object.defineProperty(navigator, 'onLine', { get: () => !globalThis.isDown, configurable: true });
  });
  await chat.say('Show markdown');
  await page.evaluate(() => {
    globalThis.isDown = true;
    dispatchEvent(new Event('offline'));
  });
  await expect(chat.notice).toContainText('You are offline.');
  await expect(chat.answers).toContainText('A');
  await page.evaluate(() => { globalThis.isDown = false; });
  await withModel(page, 'eliza');
  await chat.retry.click();
  await expect(chat.answers).toContainText('Lists');
});

test('without an endpoint the panel says what to set, and keeps what is typed', async ({ page, stranger, chat }) => {
  await page.goto(`${stranger.url}/element/`);
  await chat.open();
  await expect(chat.panel).toContainText('has no endpoint yet');
  await chat.say('Hello?');
  await expect(chat.field).toHaveValue('Hello?');
  await expect(chat.send).toBeDisabled();
});

test('only the last answer can be asked for again, and the focus is not lost', async ({ page, demo, chat }) => {
  await visit(page, demo, chat, 'error-500');
  await chat.say('One');
  await expect(chat.retry).toHaveCount(1);
  await withModel(page, 'eliza');
  await chat.say('Two');
  await expect(chat.answers.last()).not.toBeEmpty();
  await chat.rest();
  await expect(chat.notice).toHaveCount(1);
  await expect(chat.retry).toHaveCount(0);
  await withModel(page, 'error-500');
  await chat.say('Three');
  await chat.retry.focus();
  await page.keyboard.press('Enter');
  await expect(chat.field).toBeFocused();
});
