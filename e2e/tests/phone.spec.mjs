// A phone of 380 pixels.
import { expect, test } from '../fixtures.mjs';

test.use({ viewport: { width: 380, height: 720 }, hasTouch: true });

test('the panel covers the screen, is modal, and closes', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 380, height: 720 });
  for (let steps = 0; steps < 12; steps++) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => [null, document.body, document.querySelector('causerie-chat')].includes(document.activeElement));
    expect(inside, 'the focus went behind the panel').toBe(true);
  }
  await page.getByRole('button', { name: 'Close chat' }).last().tap();
  await expect(chat.panel).toBeHidden();
  await expect(chat.launcher).toBeFocused();
});

for (const path of ['/', '/examples/script-tag/', '/examples/static-page/']) {
  test(`a conversation fits on ${path}`, async ({ page, demo, chat }) => {
    await page.goto(demo.url + path);
    if (path.includes('script')) await chat.open();
    await chat.ask('Show markdown');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const { width, wide } = await chat.log.evaluate((log) => ({ width: log.clientWidth, wide: log.scrollWidth }));
    expect(wide).toBe(width);
    // What is wide scrolls in a box of its own.
    const table = page.locator('.table');
    expect(await table.evaluate((box) => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX)).toBe('auto');
    await expect(chat.field).toBeInViewport({ ratio: 1 });
    const size = await chat.field.evaluate((field) => parseFloat(getComputedStyle(field).fontSize));
    expect(size, 'iOS zooms into smaller fields').toBeGreaterThanOrEqual(16);
  });
}

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
