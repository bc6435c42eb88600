// Makes the README's pictures of the real thing: `npm run screenshots`, after `cargo xtask test` or `serve`.
import { launch } from './browser.mjs';
import { startDemo } from './servers.mjs';

const IMAGES = `${import.meta.dirname}/../docs/images`;
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
await browser.close();
demo.stop();
