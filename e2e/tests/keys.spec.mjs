// Whose key is sent, where to, and where it is kept.
import { STATUS_LINE, expect, expectAccessible, heard, test } from '../fixtures.mjs';

const AUTH = 'The chat service did not accept the key.';
const KEY = 'demo-key';

test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE); });

/** What is sent to the API: the address, and what headers of the site's or the visitor's. */
function sent(page) {
  const requests = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST') return;
    const { authorization, 'x-site': site } = request.headers();
    requests.push({ origin: new URL(request.url()).origin, authorization, site });
  });
  return requests;
}

/** Whether the key stands anywhere in the page, shadow roots included. */
const isInPage = (page) => page.evaluate((key) => {
  const texts = (root) => [...root.querySelectorAll('*')].flatMap((node) => [
    node.textContent, ...[...node.attributes].map((attribute) => attribute.value), ...(node.shadowRoot ? texts(node.shadowRoot) : []),
  ]);
  return texts(document).some((text) => text.includes(key));
}, KEY);

const kept = (page) => page.evaluate(() => {
  const keys = (storage) => Object.entries(storage).filter(([name]) => name.startsWith('causerie-key')).map(([, key]) => key);
  return { session: keys(sessionStorage), device: keys(localStorage) };
});

async function giveKey(page, key, onDevice) {
  await page.getByLabel('API key').fill(key);
  if (onDevice) await page.getByLabel('Remember on this device').check();
  await page.getByRole('button', { name: 'Use this key' }).click();
}

test('a token is asked for before each request, and once more after it was refused', async ({ page, chat, visit }) => {
  const requests = sent(page);
  await visit({ model: 'needs-key' });
  await page.locator('causerie-chat').evaluate((element, key) => {
    globalThis.asked = 0;
    element.getToken = async () => (++globalThis.asked === 1 ? 'an-old-one' : key);
  }, KEY);
  const asked = () => page.evaluate(() => globalThis.asked);
  await chat.ask('I like letters');
  await expect(chat.answers).not.toBeEmpty();
  await expect(chat.notice).toHaveCount(0);
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer an-old-one', `Bearer ${KEY}`]);
  expect(await asked()).toBe(2);
  await chat.ask('I like stamps');
  expect(await asked()).toBe(3);
});

test('a token that is refused again is not asked for a third time', async ({ page, chat, visit }) => {
  const requests = sent(page);
  await visit({ model: 'needs-key' });
  await page.locator('causerie-chat').evaluate((element) => {
    let number = 0;
    element.getToken = () => `wrong-${++number}`;
  });
  await chat.say('I like letters');
  await expect(chat.notice).toContainText(AUTH);
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer wrong-1', 'Bearer wrong-2']);
  expect(await heard(page, 'error')).toMatchObject([{ kind: 'auth', status: 401, code: 'invalid_api_key' }]);
});

test('a token source that is taken away is not asked any more', async ({ page, chat, visit, log }) => {
  const requests = sent(page);
  await visit({});
  await page.locator('causerie-chat').evaluate((element) => { element.getToken = () => 'a-token'; });
  await chat.ask('I like letters');
  await page.locator('causerie-chat').evaluate((element) => { element.getToken = null; });
  await chat.ask('I like stamps');
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer a-token', undefined]);
  expect(log.warnings).toEqual([]);
});

test('a token source that fails is said in words, and nothing is sent', async ({ page, chat, visit }) => {
  const requests = sent(page);
  await visit({ model: 'needs-key' });
  await page.locator('causerie-chat').evaluate((element) => {
    element.getToken = () => Promise.reject(new Error('the session is over'));
  });
  await chat.say('I like letters');
  await expect(chat.notice).toContainText(AUTH);
  await chat.notice.getByText('Details', { exact: true }).click();
  await expect(chat.details).toHaveText('the session is over');
  expect(requests).toEqual([]);
});

for (const onDevice of [false, true]) {
  test(`a key that the visitor gives is kept ${onDevice ? 'on the device' : 'for the session'}, over a reload, and never in the page`, async ({ page, context, chat, visit }) => {
    const requests = sent(page);
    await visit({ model: 'needs-key', ask_key: 'on' });
    await expectAccessible(page);
    await giveKey(page, KEY, onDevice);
    await expect(page.getByLabel('API key')).toHaveCount(0);
    await chat.ask('I like letters');
    await expect(chat.answers).not.toBeEmpty();
    await expect(chat.notice).toHaveCount(0);
    expect(await isInPage(page)).toBe(false);
    expect(await kept(page)).toEqual(onDevice ? { session: [], device: [KEY] } : { session: [KEY], device: [] });
    await page.reload();
    await expect(chat.field).toBeVisible();
    // The conversation is there again, too.
    await expect(chat.answers).toHaveCount(1);
    await chat.ask('I like letters');
    expect(requests.map(({ authorization }) => authorization)).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
    await expect(page.getByLabel('API key')).toHaveCount(0);
    expect(await isInPage(page)).toBe(false);

    const another = await context.newPage();
    await another.goto(page.url());
    await expect(another.getByRole('textbox', { name: 'Message' })).toBeVisible();
    await expect(another.getByLabel('API key'), 'in another tab').toHaveCount(onDevice ? 0 : 1);

    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('button', { name: 'Forget my key' }).click();
    expect(await kept(page)).toEqual({ session: [], device: [] });
    await expect(page.getByLabel('API key')).toBeVisible();
  });
}

test('a wrong key can be corrected where its refusal is said, and the question is asked again', async ({ page, chat, visit }) => {
  const requests = sent(page);
  await visit({ model: 'needs-key', ask_key: true });
  await giveKey(page, 'wrong');
  await chat.say('I like letters');
  await expect(chat.notice).toContainText(AUTH);
  await expect(chat.retry).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel('API key').fill(KEY);
  await page.keyboard.press('Enter');
  await expect(chat.notice).toHaveCount(0);
  await expect(chat.answers).not.toBeEmpty();
  await chat.rest();
  await expect(chat.questions).toHaveText(['I like letters']);
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer wrong', `Bearer ${KEY}`]);
  expect(await kept(page)).toEqual({ session: [KEY], device: [] });
});

test('keys, tokens and headers of the first endpoint do not go to a fallback on another origin', async ({ page, demo, chat, visit }) => {
  const requests = sent(page);
  const other = demo.url.replace('127.0.0.1', 'localhost');
  const fallback = [{ endpoint: `${other}/v1`, model: 'eliza' }];
  for (const options of [{ api_key: 'in-the-page' }, { ask_key: true }, { getToken: true }]) {
    await visit({ model: 'error-503', retries: 0, headers: { 'X-Site': 'shop' }, fallback, ...options });
    if (options.ask_key) await giveKey(page, KEY);
    if (options.getToken) await page.locator('causerie-chat').evaluate((element) => { element.getToken = () => 'a-token'; });
    await chat.ask('I like letters');
    await expect(chat.answers).not.toBeEmpty();
    const [first, second, ...more] = requests.splice(0);
    const key = options.api_key ?? (options.ask_key ? KEY : 'a-token');
    expect(first).toEqual({ origin: demo.url, authorization: `Bearer ${key}`, site: 'shop' });
    expect(second).toEqual({ origin: other, authorization: undefined, site: undefined });
    expect(more).toEqual([]);
  }
});

test('a fallback gets its own key and headers, and on the same origin also those of the first', async ({ page, demo, chat, visit }) => {
  const requests = sent(page);
  const other = demo.url.replace('127.0.0.1', 'localhost');
  const fallback = ['error-502', { endpoint: `${other}/v1`, model: 'needs-key', api_key: KEY, headers: { 'X-Site': 'branch' } }];
  await visit({ model: 'error-503', retries: 0, api_key: 'first', headers: { 'X-Site': 'shop' }, fallback });
  await chat.ask('I like letters');
  expect(requests).toEqual([
    { origin: demo.url, authorization: 'Bearer first', site: 'shop' },
    { origin: demo.url, authorization: 'Bearer first', site: 'shop' },
    { origin: other, authorization: `Bearer ${KEY}`, site: 'branch' },
  ]);
  await expect(chat.about.locator('summary')).toHaveText('Answered by needs-key');
});
