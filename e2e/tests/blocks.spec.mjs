// What a reader can do with the blocks of an answer, on a page with the strictest policy.
import { PIXEL, answerWith, copied, show } from '../blocks.mjs';
import { STATUS_LINE, expect, expectAccessible, test } from '../fixtures.mjs';

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

test('a wide table scrolls inside its box, which has a name and is reached by keyboard', async ({ page, stranger, chat, context }) => {
  const row = (text) => `| ${Array.from({ length: 20 }, () => text).join(' | ')} |\n`;
  await show({ page, stranger, chat, context }, row('Unbreakable') + row('-') + row('word'));
  const box = page.getByRole('group', { name: 'Table', exact: true });
  await box.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => box.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  expect(await chat.log.evaluate((log) => log.scrollWidth > log.clientWidth)).toBe(false);
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

const MATH = 'Within: $e^{i\\pi}+1=0$ and prices $5 and $10.\n\n$$\\int_0^1 \\frac{x^2}{\\sqrt{1-x}}\\,dx = \\frac{16}{15}$$\n\nBroken: $\\frac{1}$ end.\n';

test('formulas become MathML, what is no formula stays TeX', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, MATH);
  await expect(chat.answers.locator('math')).toHaveCount(2);
  await expect(chat.answers.locator('math[display=block] mfrac')).toHaveCount(2);
  await expect(chat.answers).toContainText('prices $5 and $10.');
  const broken = chat.answers.locator('.formula.source');
  await expect(broken).toHaveText('\\frac{1}');
  await expect(broken).toHaveAttribute('title', /./);
  await expectAccessible(page);
});

test('a formula cannot link, fetch, name or style by address', async ({ page, stranger, chat, context }) => {
  const requests = [];
  await show({ page, stranger, chat, context }, 'Start.\n');
  const texts = [
    '\\href{https://evil.example/}{x}', '\\url{https://evil.example/}', '\\includegraphics{https://evil.example/a.png}', '\\class{hidden}{x}', '\\id{a}{x}',
    '\\style{position:fixed;background:url(https://evil.example)}{x}', '\\data{a=b}{x}', '\\label{here} x \\ref{here}', '\\color{url(https://evil.example)} x',
    '\\colorbox{red;background:url(//evil.example)}{x}', 'x \\tag{1}', '\\href{javascript:alert(1)}{x}', '\\htmlClass{a}{x}', '\\cancel{x} \\bcancel{y} \\cancelto{0}{z} \\boxed{a}',
  ];
  page.on('request', (request) => requests.push(request.url()));
  await answerWith(page, texts.map((text) => `$$${text}$$\n\n`).join('Next.\n\n'));
  await chat.ask('Try');
  const formulas = chat.answers.last().locator('.formula');
  await expect(formulas).toHaveCount(texts.length);
  await expect.poll(() => formulas.evaluateAll((all) => all.every((formula) => formula.querySelector('math') || formula.title))).toBe(true);
  const found = await formulas.evaluateAll((all) => all.flatMap((formula) => [...formula.querySelectorAll('*')]).flatMap((element) => [element.localName, ...element.getAttributeNames()]));
  expect(found.filter((name) => /^(a|img|script|svg|id|href|src|data-.*|on.*|xlink.*)$/.test(name))).toEqual([]);
  expect(await formulas.evaluateAll((all) => all.flatMap((formula) => [...formula.querySelectorAll('[style]')]).map((element) => element.getAttribute('style')).join())).not.toMatch(/url|position/);
  expect(requests.filter((url) => url.includes('evil'))).toEqual([]);
});

test('an image is fetched when the reader asks for it, and not before', async ({ page, stranger, chat, context, log }) => {
  log.expected.push(STATUS_LINE);
  const fetched = [];
  await page.route('https://*.example/**', (route) => {
    fetched.push([route.request().url(), route.request().headers().referer]);
    return route.request().url().includes('good') ? route.fulfill({ contentType: 'image/png', body: PIXEL }) : route.fulfill({ status: 404, body: '' });
  });
  await show({ page, stranger, chat, context }, 'One ![a *light*house](https://good.example/l.png "Title") and ![lost](https://bad.example/x.png) and ![](data:image/png;base64,AAAA) end.\n', 'protocol', { endpoint: '/v1', model: 'x' });
  await page.waitForTimeout(300);
  expect(fetched).toEqual([]);
  const button = page.getByRole('button', { name: 'a lighthouse Show image from good.example' });
  await expect(button).toBeVisible();
  await expectAccessible(page);
  await button.focus();
  await page.keyboard.press('Enter');
  const image = chat.answers.locator('img');
  await expect(image).toHaveAttribute('alt', 'a lighthouse');
  await expect.poll(() => image.evaluate((image) => image.naturalWidth)).toBe(1);
  expect(fetched).toEqual([['https://good.example/l.png', undefined]]);
  await expect(chat.answers.locator('a:has(img)')).toBeFocused();
  await page.getByRole('button', { name: 'Show image from bad.example' }).click();
  const link = chat.answers.getByRole('link', { name: 'lost · The image could not be loaded' });
  await expect(link).toHaveAttribute('href', 'https://bad.example/x.png');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
});

test('an image that is on its way keeps its place', async ({ page, stranger, chat, context }) => {
  let give;
  const wait = new Promise((done) => { give = done; });
  await page.route('https://img.example/**', async (route) => { await wait; await route.fulfill({ contentType: 'image/png', body: PIXEL }); });
  await show({ page, stranger, chat, context }, '![chart](https://img.example/b.png)\n', 'protocol', { endpoint: '/v1', model: 'x' });
  await chat.answers.getByRole('button').click();
  const image = chat.answers.locator('img');
  expect((await image.boundingBox()).height).toBeGreaterThan(40);
  give();
  await expect.poll(async () => (await image.boundingBox()).height).toBe(1);
});

test('what is selected is copied without the buttons beside it', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, 'First.\n\n```js\nlet a;\n```\n\n| b |\n| - |\n| c |\n\n![d](https://img.example/b.png)\n\nLast.\n', 'protocol', { endpoint: '/v1', model: 'x' });
  const first = await chat.answers.last().locator('p').first().boundingBox();
  const last = await chat.answers.last().locator('p').last().boundingBox();
  await page.mouse.move(first.x + 1, first.y + 3);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width - 2, last.y + last.height - 3, { steps: 5 });
  await page.mouse.up();
  const selected = await page.evaluate(() => getSelection().toString());
  expect(selected).toContain('let a;');
  expect(selected).toContain('Last.');
  for (const word of ['Wrap', 'Copy', 'CSV', 'Show image']) expect(selected).not.toContain(word);
});

test('a formula that is wider than its line or its message scrolls, has a name and is reached by keyboard', async ({ page, stranger, chat, context }) => {
  const long = Array.from({ length: 60 }, (_, number) => `x_{${number}}`).join('');
  await page.setViewportSize({ width: 380, height: 720 });
  await show({ page, stranger, chat, context }, `A line with $\\frac{${long}}{2}$ in it, $a$ too.\n\n$$\\frac{${long}}{2}$$\n`);
  const wide = chat.answers.getByRole('group', { name: long });
  await expect(wide).toHaveCount(2);
  for (const index of [0, 1]) {
    await wide.nth(index).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => wide.nth(index).evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  }
  expect(await chat.log.evaluate((log) => log.scrollWidth > log.clientWidth)).toBe(false);
  await page.emulateMedia({ media: 'print' });
  for (const index of [0, 1]) await expect(wide.nth(index)).toHaveCSS('overflow', 'visible');
});

test('an image in a link is shown by its button, and then leads where the link does', async ({ page, stranger, chat, context }) => {
  await page.route('https://*.example/**', (route) => route.fulfill({ contentType: 'image/png', body: PIXEL }));
  await show({ page, stranger, chat, context }, '[![badge](https://img.example/b.png)](https://docs.example/)\n', 'protocol', { endpoint: '/v1', model: 'x' });
  await chat.answers.getByRole('button').click();
  await expect(chat.answers.locator('a img')).toHaveAttribute('alt', 'badge');
  await expect(chat.answers.locator('a')).toHaveCount(1);
  await expect(chat.answers.locator('a')).toBeFocused();
  expect(context.pages()).toHaveLength(1);
});

test('images of the origins that the site names are shown at once', async ({ page, stranger, chat, context }) => {
  const fetched = [];
  await page.route('https://*.example/**', (route) => {
    fetched.push(route.request().url());
    return route.fulfill({ contentType: 'image/png', body: PIXEL });
  });
  const text = '![ours](https://cdn.example/a.png) ![theirs](https://cdn.example.evil.example/a.png) ![port](https://cdn.example:444/a.png)\n';
  await show({ page, stranger, chat, context }, text, 'protocol', { endpoint: '/v1', model: 'x', image_origins: ['https://CDN.example/'] });
  await expect(chat.answers.getByRole('img', { name: 'ours' })).toBeVisible();
  await expect(chat.answers.locator('img')).toHaveCount(1);
  expect(fetched).toEqual(['https://cdn.example/a.png']);
});

test('a link says its true host when it is pointed at or focused, unless its text does', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, '[bank.example](https://bank.example.evil.example/login) <https://plain.example/path> [mail](mailto:a@b.example) [müller](https://müller.example) [user](https://bank.example@evil.example)\n');
  const links = chat.answers.locator('a');
  for (const link of await links.all()) await link.dispatchEvent('pointerover');
  expect(await links.evaluateAll((all) => all.map((link) => link.dataset.host ?? null))).toEqual(['bank.example.evil.example', null, null, 'xn--mller-kva.example', 'evil.example']);
  const shown = () => links.first().evaluate((link) => getComputedStyle(link, '::after').content);
  const height = () => chat.answers.evaluate((answer) => [answer.scrollHeight, answer.closest('.log').scrollWidth]);
  const before = await height();
  expect(await shown()).toBe('none');
  await links.first().hover();
  expect(await shown()).toBe('"bank.example.evil.example"');
  await page.mouse.move(0, 0);
  await links.first().focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect(await shown()).toBe('"bank.example.evil.example"');
  expect((await height())[1]).toBe(before[1]);
});

test('a footnote is reached from its mark and left again, by keyboard, without leaving the page', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, `Claim[^a b] and more[^2].\n\n${'Filler.\n\n'.repeat(60)}[^2]: Second.\n\n[^a b]: The source of "it".\n`);
  const address = page.url();
  const mark = page.getByRole('button', { name: 'Footnote 2' });
  await mark.focus();
  await page.keyboard.press('Enter');
  const note = page.getByRole('note', { name: 'Footnote 2' });
  await expect(note).toBeFocused();
  await expect(note).toBeInViewport();
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(mark).toBeFocused();
  await expect(mark).toBeInViewport();
  expect(page.url()).toBe(address);
});
