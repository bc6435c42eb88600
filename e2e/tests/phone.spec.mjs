// A phone of 380 pixels.
import { STATUS_LINE, expect, test } from '../fixtures.mjs';

test.use({ viewport: { width: 380, height: 720 }, hasTouch: true });

test('the panel covers the screen, is modal, and closes', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 380, height: 720 });
  // Not the text box, which would bring up a keyboard over what there is to read.
  await expect(chat.log).toBeFocused();
  for (let steps = 0; steps < 12; steps++) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => [null, document.body, document.querySelector('causerie-chat')].includes(document.activeElement));
    expect(inside, 'the focus went behind the panel').toBe(true);
  }
  await page.getByRole('button', { name: 'Close chat' }).last().tap();
  await expect(chat.panel).toBeHidden();
  await expect(chat.launcher).toBeFocused();
});

test('fingers can hit what is there, and see it', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.ask('I like letters');
  for (const button of await chat.panel.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(Math.min(box.width, box.height), await button.getAttribute('part')).toBeGreaterThanOrEqual(24);
  }
});

test('a keyboard that covers half of the screen does not cover the text box', async ({ page, demo, chat }) => {
  // Headless browsers have no such keyboard; what they would say of it is said here.
  await page.addInitScript(() => {
    const viewport = Object.assign(new EventTarget(), { height: innerHeight, offsetTop: 0 });
    Object.defineProperty(globalThis, 'visualViewport', { value: viewport });
    globalThis.cover = (height, offsetTop) => {
      Object.assign(viewport, { height, offsetTop });
      viewport.dispatchEvent(new Event('resize'));
    };
  });
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await page.evaluate(() => globalThis.cover(390, 40));
  await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 40, width: 380, height: 390 });
  const field = await chat.field.boundingBox();
  expect(field.y + field.height).toBeLessThanOrEqual(430);
  await page.evaluate(() => globalThis.cover(720, 0));
  await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 380, height: 720 });
});

test('a panel that takes long to load, or does not, can be closed', async ({ page, stranger, chat, log }) => {
  log.expected.push(STATUS_LINE, /integrity/i);
  await page.goto(`${stranger.url}/no-wasm-file/page.html`);
  await chat.launcher.tap();
  await expect(page.getByRole('alert')).toContainText('The chat could not be loaded.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close chat' }).tap();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(chat.launcher).toBeFocused();
  await chat.launcher.tap();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('turning the phone keeps the panel open and the page as reachable as it looks', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.field.fill('Half a thought');
  const isModal = () => chat.panel.evaluate((panel) => panel.matches(':modal'));
  expect(await isModal()).toBe(true);
  await page.setViewportSize({ width: 720, height: 500 });
  await expect.poll(isModal).toBe(false);
  await expect(chat.field).toHaveValue('Half a thought');
  await page.setViewportSize({ width: 380, height: 720 });
  await expect.poll(isModal).toBe(true);
  await expect(chat.field).toBeVisible();
  await page.waitForTimeout(200);
  await expect(chat.panel).toBeVisible();
});
