// What a visitor does with the widget.
import { expect, test } from '../fixtures.mjs';

test.beforeEach(async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
});

test('a greeting and suggestions begin a conversation', async ({ page, chat, asked }) => {
  await expect(chat.panel).toContainText('What would you like to know about our chairs?');
  await page.getByRole('button', { name: 'I dream of chairs' }).click();
  await expect(chat.questions).toHaveText(['I dream of chairs']);
  await chat.rest();
  await expect(page.getByRole('button', { name: 'Are you a computer?' })).toHaveCount(0);
  expect(asked[0].messages).toEqual([{ role: 'user', content: 'I dream of chairs' }]);
});

test('the text box grows with its text, up to a limit, and shrinks again', async ({ chat }) => {
  const height = async () => (await chat.field.boundingBox()).height;
  const one = await height();
  await chat.field.fill('one\ntwo\nthree');
  const three = await height();
  expect(three).toBeGreaterThan(one + 30);
  await chat.field.fill('line\n'.repeat(40));
  expect(await height()).toBeLessThan(200);
  await chat.field.fill('');
  expect(await height()).toBe(one);
});

test('Shift+Enter breaks the line, Enter sends', async ({ chat }) => {
  await chat.field.pressSequentially('one');
  await chat.field.press('Shift+Enter');
  await chat.field.pressSequentially('two');
  await expect(chat.field).toHaveValue('one\ntwo');
  await expect(chat.questions).toHaveCount(0);
  await chat.field.press('Enter');
  await expect(chat.questions).toHaveText('one\ntwo');
  await expect(chat.field).toHaveValue('');
});

test('an input method composes without sending', async ({ page, chat }) => {
  await chat.field.focus();
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  await expect(chat.questions).toHaveCount(0);
  await session.send('Input.insertText', { text: '日本' });
  await expect(chat.field).toHaveValue('日本');
  await chat.field.press('Enter');
  await expect(chat.questions).toHaveText('日本');
});

test('stop keeps what arrived, and Retry asks again', async ({ chat, asked }) => {
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await chat.stop.click();
  await expect(chat.notice).toContainText('Answer stopped');
  await expect(chat.status).toHaveText('Answer stopped');
  await expect(chat.answers).toContainText('Everything');
  const kept = await chat.answers.innerText();
  await chat.page.waitForTimeout(300);
  expect(await chat.answers.innerText()).toBe(kept);
  await chat.retry.click();
  await expect(chat.answers).toContainText('Lists');
  expect(asked[1].messages).toEqual(asked[0].messages);
});

test('a message and a code block can be copied', async ({ page, chat, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await chat.ask('Show markdown at once');
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy code' }).first().click();
  await expect.poll(clipboard).toMatch(/^\/\/\/ Greets whoever comes\.\nfn greet[^]*\}\n$/);
  await expect(chat.status).toHaveText('Copied');
  await page.locator('[part~=assistant] [part=copy]').click();
  await expect.poll(clipboard).toMatch(/^# A tour of markdown\n[^]*العربية\.\n?$/);
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
});

test('copying works where the clipboard API is missing, as on plain HTTP', async ({ page, chat, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => {
    globalThis.readClipboard = navigator.clipboard.readText.bind(navigator.clipboard);
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
  });
  await chat.ask('I like letters');
  await page.locator('[part~=user] [part=copy]').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => globalThis.readClipboard())).toBe('I like letters');
});

test('the list follows the answer while the reader is at its end, and not otherwise', async ({ page, chat }) => {
  const distance = () => chat.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
  await chat.say('Show markdown');
  await expect.poll(() => chat.log.evaluate((log) => log.scrollTop)).toBeGreaterThan(150);
  expect(await distance()).toBeLessThan(3);
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toHaveCount(0);

  await chat.log.hover();
  await page.mouse.wheel(0, -120);
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  // A wheel turns on for a while.
  await page.waitForTimeout(300);
  const held = await chat.log.evaluate((log) => log.scrollTop);
  const height = await chat.log.evaluate((log) => log.scrollHeight);
  await expect.poll(() => chat.log.evaluate((log) => log.scrollHeight)).toBeGreaterThan(height + 60);
  expect(Math.abs(await chat.log.evaluate((log) => log.scrollTop) - held)).toBeLessThan(2);

  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect.poll(distance).toBeLessThan(3);
  await chat.rest();
  expect(await distance()).toBeLessThan(3);
});

test('a new conversation begins empty and asks without the old one', async ({ page, chat, asked }) => {
  await chat.ask('I like letters');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(chat.questions).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'I dream of chairs' })).toBeVisible();
  await chat.ask('I like stamps');
  expect(asked[1].messages).toEqual([{ role: 'user', content: 'I like stamps' }]);
});

test('closing keeps the conversation and lets the answer arrive', async ({ chat }) => {
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await chat.launcher.click();
  await expect(chat.panel).toBeHidden();
  await chat.page.waitForTimeout(500);
  await chat.launcher.click();
  await expect(chat.answers).toContainText('Lists');
});

test('a text that the reader selected stays selected while the answer goes on', async ({ page, chat }) => {
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Lists');
  const selected = await chat.answers.evaluate((answer) => {
    const range = document.createRange();
    range.selectNodeContents(answer.querySelector('p'));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
  });
  await expect(chat.answers).toContainText('Heat the oven');
  expect(selected.length).toBeGreaterThan(100);
  expect(await page.evaluate(() => getSelection().toString())).toBe(selected);
});

test('answers are drawn as nodes: no script runs, no request leaves', async ({ page, chat }) => {
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await chat.ask('Show markdown at once');
  // Beside the widget's own files.
  expect(requests.filter((url) => !/\/chat\/completions$|^http:\/\/127\.0\.0\.1:\d+\/causerie-[0-9a-f]+\.(js|wasm)$/.test(url))).toEqual([]);
  await expect(chat.answers.locator('script, img, iframe, [onclick]')).toHaveCount(0);
  await expect(chat.answers).toContainText('<script>alert(1)</script>');
  for (const link of await chat.answers.locator('a').all()) {
    expect(await link.getAttribute('href')).toMatch(/^https:/);
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  }
});
