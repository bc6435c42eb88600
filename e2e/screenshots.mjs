// Makes pictures of the real thing, after `cargo xtask test` or `serve`:
//
//   npm run screenshots                those of the README
//   npm run screenshots -- --all DIR   not those, but an answer with all kinds of blocks, to look at: in mid-stream and
//                                      finished, in light and dark, 380 and 1200 pixels wide; DIR is outside of the repository
import { mkdir } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { byHand, end, stream } from './hand.mjs';
import { startDemo } from './servers.mjs';
import { LAST, SHOWCASE } from './showcase.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const IMAGES = `${ROOT}/docs/images`;
const { values: { all } } = parseArgs({ options: { all: { type: 'string' } } });
if (all !== undefined && !relative(ROOT, resolve(all)).startsWith('..')) throw new Error(`--all: ${all || 'a folder outside of the repository'} is in the repository`);
const demo = await startDemo(5);
const browser = await launch();

async function picture(name, colorScheme, path, viewport, talk) {
  const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 1 });
  await page.goto(demo.url + path);
  await talk(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${IMAGES}/${name}.png` });
  await page.close();
}

async function ask(page, text) {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
  await page.waitForTimeout(300);
  await page.locator('[role=log][aria-busy=false]').waitFor();
}

/** What an answer is in the middle of in its picture in mid-stream. */
const OPEN = 'return {name: round(dough';

async function pictures(folder) {
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [380, 1200]) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, deviceScaleFactor: 1 });
      const picture = (name) => page.screenshot({ path: resolve(folder, `${name}-${colorScheme}-${width}.png`) });
      await byHand(page);
      await page.goto(demo.url);
      await page.locator('textarea').fill('How do I bake bread in two days?');
      await page.locator('textarea').press('Enter');
      await page.mouse.move(0, 0);
      const log = page.getByRole('log');
      const cut = SHOWCASE.indexOf(OPEN) + OPEN.length;
      await stream(page, SHOWCASE.slice(0, cut), 12);
      await log.getByText(OPEN).waitFor();
      await log.locator('math').nth(1).waitFor();
      await picture('stream');
      await stream(page, SHOWCASE.slice(cut), 12);
      await log.getByText(LAST).waitFor();
      await end(page);
      await page.locator('[role=log][aria-busy=false]').waitFor();
      await log.locator('.hk').first().waitFor({ state: 'attached' });
      // As high as it is long: all of it is to be seen.
      const missing = await log.evaluate((log) => log.scrollHeight - log.clientHeight);
      await page.setViewportSize({ width, height: 800 + missing });
      await page.waitForTimeout(400);
      await picture('finished');
      await page.close();
    }
  }
}

async function readme() {
  const SHOP = { width: 1000, height: 760 };
  await picture('light', 'light', '/examples/script-tag/', SHOP, async (page) => {
    await page.getByRole('button', { name: 'Open chat' }).click();
    await ask(page, 'I dream of chairs');
    await ask(page, 'Because my mother never sat down');
  });
  await picture('dark', 'dark', '/', { width: 1000, height: 760 }, async (page) => {
    await ask(page, 'Show markdown');
    await page.locator('.table').evaluate((table) => table.scrollIntoView({ block: 'center' }));
  });
  await picture('phone', 'light', '/examples/script-tag/', { width: 380, height: 760 }, async (page) => {
    await page.getByRole('button', { name: 'Open chat' }).click();
    await ask(page, 'Show markdown');
    await page.locator('.code').first().evaluate((code) => code.scrollIntoView({ block: 'center' }));
  });
}

await (all ? pictures(all) : readme());
await browser.close();
demo.stop();
