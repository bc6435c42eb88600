// Links and keys: what a link of the settings brings, and what never leaves with one, whoever wrote it.
import { expect, test } from '../fixtures.mjs';
import { field, fragmentOf, openSettings, readFragment, set, snippet } from '../playground.mjs';

const panel = (page) => page.locator('#settings');
const link = (page) => page.getByLabel('Link', { exact: true }).inputValue();
const KEY = 'sk-Secret0123456789';

test('a link brings the settings to another page, and a reload keeps them', async ({ page, demo, chat, context }) => {
  await openSettings(page, demo);
  await set(page, 'heading', 'Ünïcödé & "more"');
  await set(page, 'suggestions', 'one\ntwo');
  await set(page, '--causerie-radius', '2px');
  const url = await link(page);
  await expect.poll(() => page.url()).toBe(url);
  const other = await context.newPage();
  for (const opened of [page, other]) {
    await (opened === page ? page.reload() : other.goto(url));
    await expect(field(opened, 'heading')).toHaveValue('Ünïcödé & "more"');
    await expect(field(opened, 'suggestions')).toHaveValue('one\ntwo');
    await expect(field(opened, '--causerie-radius')).toHaveValue('2px');
    await expect(opened.locator('main').getByRole('button', { name: 'two' })).toBeVisible();
    await expect(opened.locator('main [part~=header]')).toContainText('Ünïcödé & "more"');
    expect(await link(opened)).toBe(url);
  }
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(field(page, 'heading')).toHaveValue('Causerie');
  await expect(page.locator('main [part~=header]')).toContainText('Causerie');
  await expect.poll(() => page.url()).toBe(`${demo.url}/?settings`);
});

test('a key is in the request, and in no link, no snippet and no storage', async ({ page, demo, chat }) => {
  await openSettings(page, demo);
  await set(page, 'api_key', KEY);
  await set(page, 'headers', JSON.stringify({ 'X-Private': 'plain-value-1' }));
  await set(page, 'fallback', JSON.stringify([{ model: 'm', api_key: 'other-Secret0123456789', headers: { 'X-More': 'plain-value-1' } }]));
  const asking = page.waitForRequest('**/chat/completions');
  await chat.say('I like letters');
  const headers = await (await asking).allHeaders();
  expect([headers.authorization, headers['x-private']]).toEqual([`Bearer ${KEY}`, 'plain-value-1']);
  const url = await link(page);
  await expect.poll(() => page.url()).toBe(url);
  await expect(panel(page)).toContainText('Left out, as it is for nobody else: api_key, headers.X-Private, fallback[0].api_key, fallback[0].headers.X-More.');
  const texts = [JSON.stringify(readFragment(url)), ...(await panel(page).locator('pre').allTextContents()), JSON.stringify(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, history.state]))];
  for (const text of texts) expect(text).not.toMatch(/Secret0123456789|plain-value-1/);
  expect(await snippet(page, 'Script tag')).toContain('data-api-key="YOUR-KEY"');
  await expect(panel(page)).toContainText('A key does not belong into a page');
  await page.reload();
  await expect(field(page, 'api_key')).toHaveValue('');
});

test('a key meets no address that it was not typed for', async ({ page, demo, chat, stranger, log }) => {
  const heard = [];
  await page.route('https://elsewhere.example/**', (route) => {
    heard.push([route.request().postData(), route.request().headers()]);
    return route.fulfill({ json: { data: [{ id: 'm' }], choices: [{ message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }] }, headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } });
  });
  const secret = { api_key: KEY, headers: { 'X-Private': 'plain-value-1' } };
  await openSettings(page, demo, { options: secret });
  await expect(field(page, 'api_key')).toHaveValue(KEY);
  await chat.ask('This is between us');
  // A stranger's link, opened in the same tab.
  const fragment = fragmentOf({ endpoint: 'https://elsewhere.example/v1', models: 'auto', stream: false, heading: 'Here' });
  await page.goto(`${demo.url}/?settings#${fragment}`);
  await expect(field(page, 'heading')).toHaveValue('Here');
  await expect(field(page, 'api_key')).toHaveValue('');
  await expect(field(page, 'headers')).toHaveValue('');
  await expect(panel(page)).toContainText('This link has the chat talk to https://elsewhere.example (endpoint), which this site did not choose.');
  await expect(chat.questions).toHaveCount(0);
  await chat.ask('Who are you');
  expect(heard.length).toBeGreaterThan(0);
  for (const all of heard) expect(JSON.stringify(all)).not.toMatch(/Secret|plain-value-1|between us/);
  // A reload makes it no less a stranger's.
  await page.reload();
  await expect(panel(page)).toContainText('which this site did not choose');
  await expect(chat.questions).toHaveText(['Who are you']);
  // Typed there, it is sent there; and not on to the next address.
  await set(page, 'api_key', 'sk-typed-for-elsewhere');
  await chat.ask('And now');
  expect(heard.at(-1)[1].authorization).toBe('Bearer sk-typed-for-elsewhere');
  await set(page, 'endpoint', `${stranger.url}/v1`);
  await expect(field(page, 'api_key')).toHaveValue('');
  await expect(panel(page).getByRole('status')).toContainText('the key and the headers for the one before were taken out');
  // The site's own address has the site's own key again.
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(field(page, 'api_key')).toHaveValue(KEY);
  await expect(chat.questions).toHaveText(['This is between us']);
  log.expected.push(/CORS policy/, /Failed to load/);
});

test('a link that only brings further addresses is a stranger, too', async ({ page, demo, chat }) => {
  const further = { fallback: [{ endpoint: 'https://a.example/v1' }], feedback_url: 'https://b.example/', embeddings_endpoint: 'https://c.example/v1', image_origins: ['https://d.example'] };
  for (const [name, value] of Object.entries(further)) {
    await page.goto('about:blank');
    await openSettings(page, demo, { fragment: fragmentOf({ endpoint: 'v1', model: 'eliza', [name]: value }), options: { api_key: KEY } });
    await expect(panel(page), name).toContainText(/This link has the chat talk to https:\/\/[a-d]\.example \(\w+\), which/);
    await expect(field(page, 'api_key')).toHaveValue('');
    const asking = page.waitForRequest('**/chat/completions');
    await chat.say('I like letters');
    expect((await (await asking).allHeaders()).authorization).toBeUndefined();
  }
  // And one to the site's own address has the site's own key.
  await page.goto('about:blank');
  await openSettings(page, demo, { fragment: fragmentOf({ endpoint: 'v1', model: 'eliza', heading: 'Ours' }) });
  await expect(field(page, 'api_key')).toHaveValue(KEY);
  await expect(panel(page)).toContainText('The chat talks to this site.');
});

test('a hostile link does nothing but say what is wrong with it', async ({ page, demo, chat }) => {
  const foreign = [];
  page.on('request', (request) => !request.url().startsWith(demo.url) && foreign.push(request.url()));
  page.on('dialog', (dialog) => foreign.push(dialog.message()));
  const hostile = {
    api_key: 'evil-key-1', headers: { Authorization: 'Bearer evil' }, onclick: 'alert(1)', innerHTML: '<img src=x onerror=alert(1)>', temperature: 99, config: 'https://evil.example/chat.json',
    heading: '<img src=x onerror=alert(1)>', greeting: '<script>alert(1)</script>[x](javascript:alert(1)) ![i](https://evil.example/i.png)', accent: 'url(https://evil.example/a)', mode: 'floating', load: 'eager',
    '--causerie-background': 'url(https://evil.example/b)', '--causerie-font': 'x;} body { display: none', '--causerie-text': 'var(--x, url(https://evil.example/c))', '--evil': '1', messages: [{ role: 'user', content: 'x' }], getToken: 'x',
  };
  await openSettings(page, demo, { fragment: fragmentOf(hostile).replace('eyJ', 'eyJ') });
  for (const said of ['onclick: There is no such option.', 'temperature: Not used. Allowed is a number from 0 to 2.', '--causerie-background: Not used.', '--causerie-text: Not used.', 'api_key: Left out']) {
    await expect(panel(page).locator('.problems')).toContainText(said);
  }
  await expect(field(page, 'api_key')).toHaveValue('');
  await expect(field(page, 'accent')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('main [part~=header]')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('causerie-chat')).toHaveAttribute('data-mode', 'page');
  expect(foreign).toEqual([]);
  for (const broken of ['%', 'AAAA', 'x'.repeat(120_000)]) {
    await page.goto('about:blank');
    await page.goto(`${demo.url}/?settings#${broken}`);
    await expect(panel(page).locator('.problems')).toHaveText('link: This link cannot be read.');
  }
});
