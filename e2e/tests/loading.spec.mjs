// What is loaded when, and what the visitor sees if it cannot be.
import { expect, expectAccessible, STATUS_LINE, test } from '../fixtures.mjs';

test('before the first need only causerie.js is loaded', async ({ page, demo, chat }) => {
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${demo.url}/examples/script-tag/`);
  await expect(chat.launcher).toBeVisible();
  await page.waitForTimeout(600);
  expect(loaded.filter((path) => /causerie/.test(path))).toEqual(['/causerie.js']);
  await chat.open();
  await chat.ask('I like letters');
  const files = loaded.filter((path) => /causerie/.test(path)).map((path) => path.replace(/-[0-9a-f]{16}\./, '-HASH.'));
  expect([...new Set(files)].sort()).toEqual(['/causerie-HASH.js', '/causerie-HASH.wasm', '/causerie.js']);
  // With the archive and the other half with its glue, which come with the first question.
  await expect.poll(() => new Set(loaded.filter((path) => /causerie/.test(path))).size).toBe(7);
  expect(loaded.filter((path) => /causerie/.test(path)), 'a file was loaded twice').toHaveLength(7);
});

test('the launcher loads the widget when it is hovered or focused, and nothing opens', async ({ page, demo, chat }) => {
  for (const touch of ['hover', 'focus']) {
    await page.mouse.move(10, 10);
    await page.goto(`${demo.url}/examples/script-tag/`);
    const wasm = page.waitForRequest(/\.wasm$/);
    await chat.launcher[touch]();
    await wasm;
    await page.waitForTimeout(200);
    await expect(chat.panel).toHaveCount(0);
  }
});

test('opening shows a frame at once and the widget in its place', async ({ page, demo, chat }) => {
  let release;
  const held = new Promise((go) => { release = go; });
  await page.route(/\.wasm$/, async (route) => { await held; await route.continue(); });
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.launcher.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Loading the chat');
  await expect(page.getByRole('dialog', { name: 'Ask the workshop' })).toBeVisible();
  await expectAccessible(page);
  const frame = await page.getByRole('dialog').boundingBox();
  release();
  await expect(chat.field).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(1);
  expect(await chat.panel.boundingBox()).toEqual(frame);
});

for (const [folder, what] of [['no-wasm-file', 'the wasm file'], ['no-glue', 'the glue'], ['tampered', 'an untouched file']]) {
  test(`without ${what} the panel says so`, async ({ page, stranger, chat, log }) => {
    log.expected.push(STATUS_LINE, /integrity/i);
    await page.goto(`${stranger.url}/${folder}/page.html`);
    await chat.launcher.click();
    await expect(page.getByRole('alert')).toContainText('The chat could not be loaded.');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}

test('a load that failed can be tried again', async ({ page, stranger, chat, log, context }) => {
  log.expected.push(STATUS_LINE);
  await page.goto(`${stranger.url}/causerie/page.html`);
  await context.setOffline(true);
  await chat.launcher.click();
  await expect(page.getByRole('alert')).toContainText('The chat could not be loaded.');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Retry' }).focus();
  await page.keyboard.press('Enter');
  await expect(chat.field).toBeFocused();
  await chat.ask('Better now?');
});

test("without 'wasm-unsafe-eval' the panel names it", async ({ page, stranger, chat, log }) => {
  log.expected.push(/wasm-unsafe-eval|unsafe-eval|Content Security Policy/);
  await page.goto(`${stranger.url}/no-wasm/`);
  await chat.launcher.click();
  await expect(page.getByRole('alert')).toContainText("script-src needs 'wasm-unsafe-eval'.");
});

test('without WebAssembly the panel says what the browser lacks', async ({ page, stranger, chat }) => {
  await page.addInitScript(() => { delete globalThis.WebAssembly; });
  await page.goto(`${stranger.url}/causerie/page.html`);
  await chat.launcher.click();
  await expect(page.getByRole('alert')).toContainText('This chat needs WebAssembly');
});

test('opening by the page does not steal the focus', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'search';
    document.querySelector('main').append(field);
    field.focus();
    document.querySelector('causerie-chat').open();
  });
  await expect(chat.field).toBeVisible();
  await expect(page.locator('#search')).toBeFocused();
});
