// Pages that strangers write. None of them may get an error on its console or a report of its policy.
import { Chat, STATUS_LINE, expect, expectAccessible, test } from '../fixtures.mjs';

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
});

for (const host of ['strict-csp', 'trusted-types']) {
  test(`${host}: every kind of block is drawn, inline too`, async ({ page, stranger, asked, log }) => {
    await page.goto(`${stranger.url}/${host}/`);
    const inline = new Chat(page, page.locator('main'), asked);
    await inline.ask('Show markdown at once');
    await expect(inline.answers.locator('table')).toBeVisible();
    const chat = new Chat(page, page.locator('body > causerie-chat'), asked);
    await chat.open();
    await page.getByRole('button', { name: 'Show markdown at once' }).click();
    await chat.rest();
    for (const block of ['h3', 'ul', 'ol', 'input[type=checkbox]', 'table', 'pre', 'blockquote', 'a', 'hr', 'del']) {
      await expect(chat.answers.locator(block).first()).toBeVisible();
    }
    const panel = await chat.panel.boundingBox();
    expect([panel.width, panel.height]).toEqual([400, 640]);
    await expectAccessible(page);
  });
}

test('hostile-css: the widget looks as it should', async ({ page, stranger, asked, log }) => {
  await page.goto(`${stranger.url}/hostile-css/`);
  for (const scope of ['body > causerie-chat[mode=inline]', 'body > causerie-chat:not([mode])']) {
    const chat = new Chat(page, page.locator(scope), asked);
    if (scope.includes('not')) await chat.open();
    await chat.field.scrollIntoViewIfNeeded();
    await chat.ask('Show markdown at once');
    const looks = await chat.answers.evaluate((answer) => {
      const style = getComputedStyle(answer.querySelector('p'));
      const { fontSize, lineHeight, textTransform, letterSpacing, textAlign, visibility, color } = style;
      return { fontSize, lineHeight, textTransform, letterSpacing, textAlign, visibility, isLime: color === 'rgb(0, 255, 0)' };
    });
    expect(looks).toEqual({ fontSize: '15px', lineHeight: '24px', textTransform: 'none', letterSpacing: 'normal', textAlign: 'start', visibility: 'visible', isLime: false });
    const { width, height } = await chat.panel.boundingBox();
    expect(width).toBeGreaterThan(300);
    expect(height).toBeGreaterThan(230);
    await expect(chat.send).toHaveCSS('width', '37px');
  }
});

test('shortcuts: what is typed is not heard by the page, but Ctrl+K is', async ({ page, stranger, chat }) => {
  await page.goto(`${stranger.url}/shortcuts/`);
  await chat.launcher.focus();
  await page.keyboard.press('Space');
  await expect(chat.field).toBeFocused();
  await chat.field.pressSequentially('jk?');
  await expect(chat.field).toHaveValue('jk?');
  await chat.field.press('Enter');
  await chat.rest();
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator('#heard')).toHaveText('');
  await chat.field.press('Control+k');
  await expect(page.locator('#heard')).toContainText('keydown:ctrl+k');
});

test('two-widgets: each has its own conversation, and a third one floats', async ({ page, stranger, asked, log }) => {
  await page.goto(`${stranger.url}/two-widgets/`);
  const sales = new Chat(page, page.locator('#sales'), asked);
  const support = new Chat(page, page.locator('#support'), asked);
  const floating = new Chat(page, page.locator('body > causerie-chat'), asked);
  await sales.say('Show markdown');
  await support.say('It is broken');
  await support.rest();
  await expect(sales.questions).toHaveText(['Show markdown']);
  await expect(support.questions).toHaveText(['It is broken']);
  await floating.open();
  await expect(floating.questions).toHaveCount(0);
  expect(await support.panel.evaluate((panel) => getComputedStyle(panel.querySelector('.send')).backgroundColor))
    .not.toBe(await sales.panel.evaluate((panel) => getComputedStyle(panel.querySelector('[part=stop], .send')).backgroundColor));
  await sales.rest();
  await expectAccessible(page);
});

test('moved: the chat survives a move in mid-answer', async ({ page, stranger, chat, asked }) => {
  await page.goto(`${stranger.url}/moved/`);
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await expect(chat.answers).toContainText('Heat the oven');
  const move = (to) => page.evaluate((to) => document.querySelector(to).append(document.querySelector('causerie-chat')), to);
  const distance = () => chat.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
  // The event of a scroll that happened before the move is heard behind it.
  await chat.log.evaluate((log) => {
    log.scrollTop -= 1;
    document.querySelector('#right').append(document.querySelector('causerie-chat'));
  });
  await expect(page.locator('#right causerie-chat')).toHaveCount(1);
  await expect.poll(distance, 'it does not follow any more').toBeLessThan(30);
  await chat.log.evaluate((log) => { log.scrollTop = 40; });
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  await move('#left');
  await expect.poll(() => chat.log.evaluate((log) => log.scrollTop), 'it lost the reader\'s place').toBe(40);
  await expect(chat.answers).toContainText('العربية', { timeout: 20_000 });
  await chat.rest();
  await expect(chat.notice).toHaveCount(0);
  await chat.ask('And after that?');
  expect(asked[1].messages).toHaveLength(3);
});

test('removed: the request ends, and coming back brings the conversation back', async ({ page, stranger, chat }) => {
  await page.goto(`${stranger.url}/removed/`);
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  const failed = page.waitForEvent('requestfailed');
  await page.evaluate(() => { globalThis.kept = document.querySelector('causerie-chat'); globalThis.kept.remove(); });
  expect((await failed).url()).toContain('/chat/completions');
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => globalThis.kept.shadowRoot.childElementCount)).toBe(0);
  await page.evaluate(() => document.querySelector('#view').append(globalThis.kept));
  await expect(chat.questions).toHaveText(['Show markdown']);
  await expect(chat.answers).toContainText('Everything');
  await chat.ask('Where were we?');
});

test('element: a framework sets properties before and after, in any order', async ({ page, stranger, demo, chat, asked }) => {
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const element = document.querySelector('causerie-chat');
      globalThis.defined = !!customElements.get('causerie-chat');
      element.heading = 'By property';
      element.getToken = async () => 'short-lived';
      element.messages = [{ role: 'user', content: 'Before' }, { role: 'assistant', content: 'You were **here**' }];
    });
  });
  await page.goto(`${stranger.url}/element/`);
  const element = page.locator('causerie-chat');
  await element.evaluate((element, url) => { element.setAttribute('endpoint', `${url}/v1`); element.model = 'eliza'; }, demo.url);
  await chat.open();
  await expect(page.getByRole('heading', { name: 'By property' })).toBeVisible();
  await expect(chat.answers.locator('strong')).toHaveText('here');
  const request = page.waitForRequest((request) => request.method() === 'POST');
  await chat.ask('And now?');
  expect((await request).headers().authorization).toBe('Bearer short-lived');
  expect(asked[0].messages).toHaveLength(3);
  expect(await element.evaluate((element) => element.messages.length)).toBe(4);
  await element.evaluate((element) => { element.heading = 'Another'; element.setInput('A draft'); });
  await expect(page.getByRole('heading', { name: 'Another' })).toBeVisible();
  await expect(chat.field).toHaveValue('A draft');
  await element.evaluate((element) => { element.getToken = () => 'another'; });
  const later = page.waitForRequest((request) => request.method() === 'POST');
  await chat.ask('And later?');
  expect((await later).headers().authorization).toBe('Bearer another');
  expect(await element.evaluate((element) => [element.send('By method'), element.stop(), element.newThread()])).toEqual([true, undefined, undefined]);
  await expect(chat.questions).toHaveCount(0);
});

test('options: a wrong value is one readable line, and the default is used', async ({ page, stranger, chat, log, asked }) => {
  await page.goto(`${stranger.url}/options/`);
  await chat.open();
  await expect(page.getByRole('heading', { name: 'Typos', level: 2 })).toBeVisible();
  await chat.ask('Hello?');
  expect(asked[0]).not.toHaveProperty('temperature');
  const said = () => log.warnings.filter((line) => line.startsWith('causerie: '));
  await expect.poll(() => said().length).toBe(5);
  const lines = said();
  expect(lines).toContain('causerie: temperature="hot" is not used; allowed is a number from 0 to 2.');
  expect(lines).toContain('causerie: mode="sideways" is not used; allowed is floating, inline or page.');
  expect(lines).toContain('causerie: accent="not-a-colour" is not used; allowed is a CSS colour.');
  expect(lines).toContain('causerie: there is no option "temprature".');
  expect(lines.filter((line) => line.includes('api-key stands in the page'))).toHaveLength(1);
  expect(lines.join()).not.toContain('sk-in-the-page');
});

test('queue: calls before the script run in order, and the page hears events', async ({ page, stranger, chat }) => {
  await page.goto(`${stranger.url}/queue/`);
  await expect(chat.questions).toHaveText(['I was early']);
  await expect(chat.field).toBeVisible();
  await chat.rest();
  await page.evaluate(() => window.causerie.push(['close']));
  await expect(chat.panel).toBeHidden();
  const heard = await page.evaluate(() => window.heard);
  const names = heard.map(([name]) => name);
  for (const name of ['ready', 'open', 'send', 'response-start', 'response-end', 'message', 'close']) expect(names).toContain(name);
  expect(heard.find(([name]) => name === 'send')[1]).toEqual({ text: 'I was early' });
  expect(heard.find(([name]) => name === 'message')[1]).toMatchObject({ role: 'assistant', content: await chat.answers.textContent(), model: 'eliza', finish_reason: 'stop' });
});

for (const [attribute, name] of [['', 'a script that the page waits for in its head'], ['defer', 'a deferred script'], ['async', 'an async script'], ['data-config="/lazy/chat.json" defer', 'options in a file']]) {
  test(`queue: calls before ${name} are not lost`, async ({ page, stranger, demo, chat, log }) => {
    log.expected.push(STATUS_LINE);
    await page.goto(`${stranger.url}/queue/script.html?${new URLSearchParams({ attribute })}`);
    await expect(chat.questions).toHaveText(['I was early']);
    await expect(chat.field).toBeVisible();
    await chat.launcher.click();
    await expect(chat.panel).toBeHidden();
  });
}

test('script in the head: the JSON inside an element is read all the same', async ({ page, stranger, chat }) => {
  await page.goto(`${stranger.url}/head/`);
  await expect(chat.panel).toContainText('Set up inside');
  await expect(page.locator('causerie-chat')).toHaveCount(1);
});

test('lazy: an inline box loads when it comes into view; a file sets it up, attributes win', async ({ page, stranger, chat, log }) => {
  log.expected.push(STATUS_LINE);
  const wasm = [];
  page.on('request', (request) => request.url().endsWith('.wasm') && wasm.push(request.url()));
  await page.goto(`${stranger.url}/lazy/`);
  await page.waitForTimeout(500);
  expect(wasm).toEqual([]);
  await page.locator('causerie-chat').scrollIntoViewIfNeeded();
  await expect(chat.panel).toContainText('Set up by a file');
  await expect(page.getByRole('heading', { name: 'From the attribute' })).toBeVisible();
  await expect.poll(() => log.warnings.join()).toContain('max-tokens="many"');
  await chat.say('Hello?');
  await expect(chat.notice).toContainText('There is no chat service at this address.');
});

test('element: what update() sets is drawn, and survives going away and coming back', async ({ page, stranger, demo, chat }) => {
  await page.goto(`${stranger.url}/element/`);
  const element = page.locator('causerie-chat');
  await element.evaluate((element, url) => element.update({ endpoint: `${url}/v1`, model: 'eliza', position: 'Top-Left', labels: { open: 'Frag uns' } }), demo.url);
  const launcher = page.getByRole('button', { name: 'Frag uns' });
  await launcher.click();
  await chat.field.fill('Half a thought');
  await page.evaluate(async () => {
    const element = document.querySelector('causerie-chat');
    element.remove();
    await new Promise((go) => setTimeout(go, 50));
    document.querySelector('main').append(element);
  });
  await page.mouse.move(600, 600);
  await expect.poll(() => launcher.boundingBox()).toEqual({ x: 20, y: 20, width: 56, height: 56 });
  await launcher.click();
  await expect(chat.field).toHaveValue('Half a thought');
  await chat.ask('Still set up?');
});

test('element: equal values and moves in mid-answer disturb nothing', async ({ page, stranger, chat }) => {
  await page.goto(`${stranger.url}/moved/`);
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await chat.field.fill('Next');
  await page.locator('causerie-chat').evaluate((element) => {
    element.setAttribute('mode', 'inline');
    element.setAttribute('mode', 'Inline');
    element.setAttribute('heading', 'Same');
  });
  await expect(chat.field).toHaveValue('Next');
  await expect(chat.answers).toContainText('Heat the oven');
  await expect(chat.notice).toHaveCount(0);
});

test('element: its mode and looks change while it runs, and the conversation stays', async ({ page, stranger, demo, chat }) => {
  await page.goto(`${stranger.url}/element/`);
  const element = page.locator('causerie-chat');
  await element.evaluate((element, url) => {
    element.messages = [{ role: 'system', content: 'Unseen' }, { role: 'user', content: 'Still here' }];
    Object.assign(element, { endpoint: `${url}/v1`, model: 'eliza', mode: 'inline' });
  }, demo.url);
  await expect(chat.questions).toHaveText('Still here');
  await expect(chat.panel).not.toContainText('Unseen');
  await expect(chat.launcher).toHaveCount(0);
  await element.evaluate((element) => { element.setAttribute('mode', 'floating'); element.mode = 'floating'; element.position = 'top-left'; });
  await chat.open();
  await expect(chat.questions).toHaveText('Still here');
  await page.mouse.move(600, 600);
  await expect.poll(() => chat.launcher.boundingBox()).toEqual({ x: 20, y: 20, width: 56, height: 56 });
  await element.evaluate((element) => { element.accent = 'rgb(120, 20, 90)'; element.theme = 'dark'; });
  await expect(chat.launcher).toHaveCSS('background-color', 'rgb(120, 20, 90)');
  await expect(chat.panel).toHaveCSS('background-color', 'rgb(23, 25, 28)');
});
