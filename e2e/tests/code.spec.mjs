// Code of an answer: coloured, wrapped, copied, or drawn by the page, on a page with the strictest policy.
import { copied, show } from '../blocks.mjs';
import { expect, expectAccessible, test } from '../fixtures.mjs';

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
});

const RUST = '```rust\n/// Greets.\nfn greet(name: &str) -> u8 {\n    println!("Hello, {name}");\n    42\n}\n```\n\nDone.\n';
const colours = (code) => code.evaluate((code) => Object.fromEntries([...code.querySelectorAll('span')].map((span) => [span.className, span.textContent])));

test('code is coloured by a worker, its text and what is selected stay', async ({ page, stranger, chat, context }) => {
  const loaded = [];
  page.on('request', (request) => /causerie-.*\.js/.test(request.url()) && loaded.push(request.url()));
  await show({ page, stranger, chat, context }, `Nothing yet.\n\n${RUST}\n\`\`\`nonsense\nplain\n\`\`\`\n`);
  const code = chat.answers.locator('pre code').first();
  await expect(code.locator('.hk')).toHaveText(['fn', 'u8'].slice(0, 1));
  expect(await colours(code)).toMatchObject({ hc: '/// Greets.', hk: 'fn', hs: '"Hello, {name}"', hn: '42' });
  await expect(code).toHaveText('/// Greets.\nfn greet(name: &str) -> u8 {\n    println!("Hello, {name}");\n    42\n}', { useInnerText: true });
  expect(page.workers()).toHaveLength(1);
  await expect(chat.answers.locator('pre code').nth(1).locator('span')).toHaveCount(0);
  await page.getByRole('button', { name: 'Copy code' }).first().click();
  await expect.poll(() => copied(page)).toMatch(/^\/\/\/ Greets\.\nfn greet[^]*\}\n$/);
});

test('without a block of a known language nothing more is loaded', async ({ page, stranger, chat, context }) => {
  const loaded = [];
  page.on('request', (request) => /causerie.*\.(js|wasm)/.test(request.url()) && loaded.push(request.url()));
  await show({ page, stranger, chat, context }, 'Prices: $5 and $10.\n\n```nonsense\nx\n```\n\n```\ny\n```\n');
  // The archive's two files come with the first question, and the other half: its wasm and the glue of that.
  await expect.poll(() => loaded.length).toBe(7);
  await page.waitForTimeout(700);
  expect(loaded).toHaveLength(7);
});

test('a page that allows no policy of Trusted Types gets its colours in idle time', async ({ page, stranger, chat, context, log }) => {
  log.expected.push(/TrustedTypePolicy|trusted-types|Trusted ?Types/i);
  await show({ page, stranger, chat, context }, RUST, 'blocks-no-policy');
  await expect(chat.answers.locator('pre code .hk').first()).toHaveText('fn');
  expect(page.workers()).toHaveLength(0);
  // The one thing that such a page hears of it.
  const reports = stranger.reports.splice(0).map((report) => JSON.parse(report)['csp-report']['violated-directive']);
  expect(reports.every((directive) => directive === 'trusted-types')).toBe(true);
});

test('a block that the reader has selected in is coloured when they have let go', async ({ page, stranger, chat, context }) => {
  await page.addInitScript(() => { window.requestIdleCallback = (run) => setTimeout(() => run({ timeRemaining: () => 50 }), 400); });
  await show({ page, stranger, chat, context }, RUST);
  const code = chat.answers.locator('pre code');
  await code.evaluate((code) => getSelection().setBaseAndExtent(code.firstChild, 4, code.firstChild, 10));
  const selected = await page.evaluate(() => getSelection().toString());
  await page.waitForTimeout(2500);
  expect(await page.evaluate(() => getSelection().toString())).toBe(selected);
  await expect(code.locator('span')).toHaveCount(0);
  await page.evaluate(() => getSelection().removeAllRanges());
  await expect(code.locator('.hk').first()).toHaveText('fn');
});

test('code that is gone when its colours come is let go of', async ({ page, stranger, chat, context }) => {
  await page.addInitScript(() => {
    globalThis.held = [];
    globalThis.heard = 0;
    const own = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...all) {
      this.addEventListener('message', () => { globalThis.heard += 1; });
      globalThis.held.push(() => own.apply(this, all));
    };
  });
  await show({ page, stranger, chat, context }, '```rust\nfn main() {}\n```\n');
  await page.waitForFunction(() => globalThis.held.length);
  await page.locator('causerie-chat').evaluate((element) => { element.messages = [{ role: 'user', content: 'Another' }]; });
  await expect(chat.answers).toHaveCount(0);
  await page.evaluate(() => globalThis.held.forEach((send) => send()));
  await page.waitForFunction(() => globalThis.heard);
  // An error in idle time behind that would be one on the console, which no test may have.
  await page.evaluate(() => new Promise((done) => { requestIdleCallback(() => requestIdleCallback(done)); }));
});

test('code that is far from what is visible is coloured when the reader comes near', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, `${RUST}${'A line.\n\n'.repeat(150)}${RUST}`);
  const blocks = chat.answers.locator('pre code');
  await expect(blocks.nth(1).locator('.hk').first()).toBeVisible();
  await expect(blocks.nth(0).locator('span')).toHaveCount(0);
  await chat.log.evaluate((log) => { log.scrollTop = 0; });
  await expect(blocks.nth(0).locator('.hk').first()).toHaveText('fn');
});

test('long lines of a code block are wrapped and unwrapped, each block by itself, by keyboard', async ({ page, stranger, chat, context }) => {
  const long = `\`\`\`\n${'wide '.repeat(80)}\n\`\`\`\n\n`;
  await show({ page, stranger, chat, context }, long + long);
  const wraps = page.getByRole('button', { name: 'Wrap lines' });
  const isWide = (index) => chat.answers.locator('pre').nth(index).evaluate((pre) => pre.scrollWidth > pre.clientWidth);
  expect([await isWide(0), await isWide(1)]).toEqual([true, true]);
  await wraps.first().focus();
  await page.keyboard.press('Space');
  await expect(wraps.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(wraps.nth(1)).toHaveAttribute('aria-pressed', 'false');
  expect([await isWide(0), await isWide(1)]).toEqual([false, true]);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(wraps.first()).toHaveAttribute('aria-pressed', 'false');
  expect(await isWide(0)).toBe(true);
});

test('a renderer of the page stands in the place of the code, which can still be copied', async ({ page, stranger, chat, context, log }) => {
  log.expected.push(/renderCode failed/);
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      document.querySelector('causerie-chat').renderCode = (language, text) => {
        if (language === 'bad') throw new Error('No');
        if (language !== 'boxes') return;
        const picture = document.createElement('strong');
        picture.textContent = `${text.trim().length} characters`;
        return picture;
      };
    });
  });
  await show({ page, stranger, chat, context }, '```boxes\na -> b\n```\n\n```bad\nx\n```\n\n```js\nlet a;\n```\n');
  await expect(chat.answers.locator('[part=rendered]')).toHaveText('6 characters');
  await expect(chat.answers.locator('pre').first()).toBeHidden();
  await expect(chat.answers.locator('pre').nth(1)).toHaveText('x');
  await expect(chat.answers.locator('.hk')).toHaveText('let');
  await page.getByRole('button', { name: 'Copy code' }).first().click();
  await expect.poll(() => copied(page)).toBe('a -> b\n');
  expect(log.errors.filter((line) => line.includes('renderCode failed'))).toHaveLength(1);
});

