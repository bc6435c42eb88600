// Where the reader is: at the end while they are there, else where they were.
import { expect, test } from '../fixtures.mjs';
import { byHand, end, frames, piece, stream, write } from '../hand.mjs';
import { LAST, SHOWCASE } from '../showcase.mjs';

const sentence = (n) => `Sentence number ${n} has quite a few words in it, so that it takes about a line.`;
const text = (from, count) => Array.from({ length: count }, (_, i) => sentence(from + i)).join('\n\n');
const earlier = (count) => Array.from({ length: count }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: i % 2 ? `**Answer ${i}.** ${text(i, 3)}` : `Question ${i}` }));

const below = (chat) => chat.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);
const jump = (page) => page.locator('[part=jump]');
const scrollBy = async (page, chat, by) => {
  await chat.log.evaluate((log, by) => { log.scrollTop += by; }, by);
  await frames(page);
};

test.beforeEach(({ page }) => byHand(page));

test('the end is followed while the reader is there, and not after they scrolled up', async ({ page, chat, visit }) => {
  await visit({});
  await chat.say('Go on');
  await piece(page, text(0, 40));
  expect(await below(chat)).toBeLessThan(2);
  await scrollBy(page, chat, -200);
  const seen = chat.answers.locator('p').nth(30);
  const before = await top(seen);
  await expect(jump(page)).toBeVisible();
  await piece(page, `\n\n${text(40, 20)}`);
  expect(Math.abs(await top(seen) - before)).toBeLessThan(2);
  await jump(page).click();
  await frames(page);
  expect(await below(chat)).toBeLessThan(2);
  await expect(jump(page)).toHaveCount(0);
  await piece(page, `\n\n${text(60, 20)}`);
  expect(await below(chat)).toBeLessThan(2);
  await end(page);
  expect(await below(chat)).toBeLessThan(2);
});

test('what is being selected is not taken away from under the pointer', async ({ page, chat, visit }) => {
  await visit({});
  await chat.say('Go on');
  await piece(page, text(0, 40));
  const seen = chat.answers.locator('p').nth(34);
  const { x, y } = await seen.boundingBox();
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 5);
  await piece(page, `\n\n${text(40, 20)}`);
  expect(Math.abs((await seen.boundingBox()).y - y)).toBeLessThan(2);
  await page.mouse.up();
  await expect.poll(() => below(chat)).toBeLessThan(2);
  await piece(page, `\n\n${text(60, 20)}`);
  expect(await below(chat)).toBeLessThan(2);
});

test('a list that becomes shorter and longer again before the reader sees it stays at its end', async ({ page, chat, visit }) => {
  await visit({});
  await chat.say('Go on');
  await piece(page, text(0, 40));
  // WebKit does so with the list itself, where an answer ends, and tells of it before it tells of the size.
  const spacer = await chat.log.evaluateHandle((log) => {
    const spacer = document.createElement('div');
    spacer.style.height = '60px';
    log.firstElementChild.append(spacer);
    return spacer;
  });
  await frames(page);
  expect(await below(chat)).toBeLessThan(2);
  await spacer.evaluate((spacer) => {
    const log = spacer.parentElement.parentElement;
    const shorter = log.scrollTop - 40;
    spacer.style.height = '100px';
    log.scrollTop = shorter;
    log.dispatchEvent(new Event('scroll'));
  });
  await frames(page);
  expect(await below(chat)).toBeLessThan(2);
  await expect(jump(page)).toHaveCount(0);
  await piece(page, `\n\n${text(40, 20)}`);
  expect(await below(chat)).toBeLessThan(2);
  await scrollBy(page, chat, -100);
  await expect(jump(page), 'who scrolls up is heard as before').toBeVisible();
});

test('scrolling down to the end again follows it again', async ({ page, chat, visit }) => {
  await visit({});
  await chat.say('Go on');
  await piece(page, text(0, 40));
  await scrollBy(page, chat, -300);
  await scrollBy(page, chat, 300);
  await piece(page, `\n\n${text(40, 10)}`);
  expect(await below(chat)).toBeLessThan(2);
});

/** As in a browser that anchors nothing by itself. */
const byHandOnly = (page) => page.addInitScript(() => {
  const own = CSS.supports;
  CSS.supports = (...what) => what[0] !== 'overflow-anchor' && own.apply(CSS, what);
});

for (const how of ['by the browser', 'by hand, where the browser does not']) {
  test(`what is read holds its place when something above changes its height: ${how}`, async ({ page, chat, visit }) => {
    if (how !== 'by the browser') await byHandOnly(page);
    await visit({});
    if (how !== 'by the browser') await chat.log.evaluate((log) => { log.style.overflowAnchor = 'none'; });
    await chat.say('Go on');
    await piece(page, text(0, 60));
    await scrollBy(page, chat, -400);
    const first = chat.answers.locator('p').first();
    const seen = await chat.log.evaluateHandle((log) => {
      const edge = log.getBoundingClientRect().top;
      return [...log.querySelectorAll('p')].find((p) => p.getBoundingClientRect().top > edge);
    });
    const place = () => seen.evaluate((p) => p.getBoundingClientRect().top);
    const before = await place();
    await first.evaluate((p) => { p.style.paddingBottom = '333px'; });
    await frames(page);
    expect(Math.abs(await place() - before)).toBeLessThan(2);
    // The page may move the whole of it.
    const within = async () => await place() - await top(chat.log);
    const inside = await within();
    await page.evaluate(() => { document.querySelector('main').style.marginTop = '-200px'; });
    await frames(page);
    await first.evaluate((p) => { p.style.paddingBottom = '222px'; });
    await frames(page);
    expect(Math.abs(await within() - inside)).toBeLessThan(2);
  });
}

test('what is read holds its place when a group that was skipped so far comes into view and is of another height', async ({ page, chat, visit }) => {
  await byHandOnly(page);
  await visit({});
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, earlier(60));
  await frames(page);
  await chat.log.evaluate((log) => {
    log.style.overflowAnchor = 'none';
    // As Firefox does with what is out of view; Chromium draws more than a screen ahead.
    const group = [...log.querySelectorAll('.group')].at(-2);
    group.style.cssText = 'content-visibility: hidden; contain-intrinsic-block-size: 500px';
    globalThis.skipped = group;
    globalThis.seen = group.nextElementSibling.querySelector('p');
  });
  await frames(page);
  await chat.log.evaluate((log) => {
    log.scrollTop += globalThis.skipped.getBoundingClientRect().bottom - log.getBoundingClientRect().top - 60;
  });
  await frames(page);
  const place = () => page.evaluate(() => globalThis.seen.getBoundingClientRect().top);
  const before = await place();
  const grown = await page.evaluate(() => {
    const height = () => globalThis.skipped.getBoundingClientRect().height;
    const before = height();
    globalThis.skipped.style.cssText = 'content-visibility: visible';
    return height() - before;
  });
  expect(grown).toBeGreaterThan(100);
  await frames(page);
  expect(Math.abs(await place() - before)).toBeLessThan(2);
});

test('a click never moves what was clicked: a fold, a wrapped line, a copy button', async ({ page, chat, visit }) => {
  await visit({});
  await chat.say('Go on');
  await write(page, { reasoning_content: text(0, 30) });
  await piece(page, `${text(0, 12)}\n\n\`\`\`js\nconst long = "${'word '.repeat(200)}";\n\`\`\`\n\nThe end.`);
  await end(page);
  expect(await below(chat)).toBeLessThan(2);
  const wrap = page.getByRole('button', { name: 'Wrap' }).first();
  for (const button of [wrap, page.locator('[part=copy-code]').first()]) {
    const before = await top(button);
    await button.click();
    await frames(page);
    expect(Math.abs(await top(button) - before)).toBeLessThan(2);
  }
  const summary = chat.reasoning.locator('summary');
  await summary.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await frames(page);
  const before = await top(summary);
  await summary.click();
  await frames(page);
  expect(Math.abs(await top(summary) - before)).toBeLessThan(2);
});

test('with follow="start" a long answer keeps its beginning in view, and a short one its end', async ({ page, chat, visit }) => {
  await visit({ follow: 'start' });
  await chat.say('Go on');
  await piece(page, text(0, 2));
  expect(await below(chat)).toBeLessThan(2);
  await piece(page, `\n\n${text(2, 60)}`);
  const from = await top(chat.log);
  const begins = async () => await top(page.locator('[part~=assistant]').last()) - from;
  expect(await begins()).toBeGreaterThanOrEqual(0);
  expect(await begins()).toBeLessThan(60);
  await expect(jump(page)).toBeVisible();
  await piece(page, `\n\n${text(62, 20)}`);
  expect(await begins()).toBeLessThan(60);
  expect(await begins()).toBeGreaterThanOrEqual(0);
  await jump(page).click();
  await piece(page, `\n\n${text(82, 20)}`);
  expect(await below(chat)).toBeLessThan(2);
  await end(page);
  await chat.rest();
  await chat.say('And on');
  await piece(page, text(0, 60));
  expect(await begins()).toBeGreaterThanOrEqual(0);
  expect(await begins()).toBeLessThan(60);
});

test('a conversation that was there before opens at its end, and holds while the rest of it is drawn', async ({ page, chat, visit }) => {
  await visit({});
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, earlier(300));
  await frames(page);
  expect(await below(chat)).toBeLessThan(2);
  await expect(chat.answers).toHaveCount(150);
  expect(await below(chat)).toBeLessThan(2);
  await expect(chat.answers.first()).toContainText('Sentence number 1 has');
});

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

for (const [how, options] of [['', {}], [', smoothly', { smooth: 'on' }], [', whose beginning stays in view', { follow: 'start' }]]) {
  test(`a streamed answer${how} is laid out once a frame, and never by a script that asks for it`, async ({ page, chat, visit, context }) => {
    await page.route('https://pictures.example/**', (route) => route.fulfill({ contentType: 'image/png', body: PIXEL }));
    await visit({ ...options, image_origins: ['https://pictures.example'] });
    const client = await context.newCDPSession(page);
    const events = [];
    client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
    const complete = new Promise((done) => client.on('Tracing.tracingComplete', done));
    await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.stack'] } });
    await chat.say('Go on');
    await stream(page, SHOWCASE + SHOWCASE, 16);
    await expect(chat.answers.getByText(LAST)).toHaveCount(2);
    await end(page);
    await chat.rest();
    // With what is drawn behind it: formulas, colours, the image.
    await expect(chat.answers.locator('math')).toHaveCount(4);
    await expect(chat.answers.locator('.hk').last()).toBeAttached();
    await expect(chat.answers.locator('img')).toHaveCount(2);
    await frames(page);
    await page.addScriptTag({ content: 'document.body.append("x"); document.body.offsetHeight;\n//# sourceURL=/control.js' });
    await client.send('Tracing.end');
    await complete;
    // Layouts that a script asked for have its stack; those of Playwright's own recording have no address.
    const forced = (by) => events.filter(({ name, args }) => name === 'Layout' && args?.beginData?.stackTrace?.some(({ url }) => url.includes(by)));
    expect(forced('/causerie'), 'layouts that the widget asked for').toEqual([]);
    expect(forced('/control.js').length, 'layouts that a script beside it asked for').toBeGreaterThan(0);
    const layouts = events.filter(({ name, args }) => name === 'Layout' && !args?.beginData?.stackTrace?.length).length;
    const drawn = events.filter(({ name, ph }) => name === 'AnimationFrame::Render' && ph === 'b').length;
    expect(drawn).toBeGreaterThan(30);
    expect(layouts).toBeLessThan(drawn + 10);
  });
}
