// What a reader can do with the blocks of an answer, on a page with the strictest policy.
import { PIXEL, show } from '../blocks.mjs';
import { STATUS_LINE, expect, expectAccessible, test } from '../fixtures.mjs';

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
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
