// The settings beside the standalone page's chat: the form, the running widget, what is copied.
import { readAll } from '../../playground/settings.js';
import { expect, expectAccessible, test } from '../fixtures.mjs';
import { everything, field, fragmentOf, openGroups, openSettings, readFragment, set, snippet, tables } from '../playground.mjs';

const panel = (page) => page.locator('#settings');
const link = (page) => page.getByLabel('Link', { exact: true }).inputValue();
const KEY = 'sk-Secret0123456789';

test('without ?settings nothing of it is loaded', async ({ page, demo, chat }) => {
  const loaded = [];
  page.on('response', async (response) => loaded.push([new URL(response.url()).pathname, (await response.body()).length]));
  await page.goto(`${demo.url}/`);
  await expect(chat.field).toBeVisible();
  const [[, size]] = loaded.filter(([path]) => path === '/page.js');
  expect(size).toBeLessThan(120);
  const module = /causerie-\w+\.js/.exec(await (await page.request.get(`${demo.url}/page.js`)).text())[0];
  expect(loaded.map(([path]) => path)).not.toContain(`/${module}`);
  await expect(panel(page)).toHaveCount(0);
});

test('every option and every custom property has a labelled field, with its default and its meaning', async ({ page, demo, chat }) => {
  await openSettings(page, demo);
  const { options, looks } = await tables(page);
  await openGroups(page);
  for (const row of options) {
    const control = field(page, row.name);
    await expect(control, row.name).toHaveCount(1);
    await expect(control).toHaveAccessibleName(/\S/);
    await expect(control).toHaveAccessibleDescription(new RegExp(row.doc.replaceAll('`', '').slice(0, 30).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    if (row.kind === 'number') for (const end of ['least', 'most']) await expect(control).toHaveJSProperty(end === 'least' ? 'min' : 'max', `${row[end] ?? ''}`);
    if (row.kind === 'words') expect(await control.locator('option').evaluateAll((all) => all.map((one) => one.value))).toEqual(['', ...row.words]);
  }
  for (const row of looks) await expect(field(page, `--causerie-${row.name}`)).toHaveAccessibleName(`--causerie-${row.name}`);
  const names = await panel(page).locator('form [name]').evaluateAll((all) => all.map((one) => one.name));
  expect(names.sort()).toEqual([...options.map((row) => row.name), ...looks.map((row) => `--causerie-${row.name}`)].sort());
  await expect(field(page, 'heading')).toHaveValue('Causerie');
});

test('a change is seen at once, and the conversation stays', async ({ page, demo, chat, asked }) => {
  await openSettings(page, demo);
  const answer = await chat.ask('I like letters');
  await set(page, 'heading', 'Night desk');
  await expect(page.locator('main [part~=header]')).toContainText('Night desk');
  await set(page, 'theme', 'dark');
  await set(page, '--causerie-background', 'rgb(1, 2, 3)');
  await set(page, '--causerie-font-size', '19px');
  await expect(chat.panel).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await expect(chat.answers.last()).toHaveCSS('font-size', '19px');
  await set(page, 'temperature', '0.3');
  await set(page, 'system_prompt', 'Be brief.');
  await expect(chat.answers).toHaveText([answer]);
  await chat.ask('And numbers');
  expect(asked[1]).toMatchObject({ temperature: 0.3 });
  expect(asked[1].messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  await set(page, 'temperature', '');
  await page.locator('main').getByRole('button', { name: 'New conversation' }).click();
  await set(page, 'greeting', 'What is **new**?');
  await expect(chat.panel.locator('strong')).toHaveText('new');
  await chat.ask('Nothing');
  expect(asked[2]).not.toHaveProperty('temperature');
});

test('a wrong value is said beside its field and not used', async ({ page, demo, chat, asked, log }) => {
  await openSettings(page, demo);
  const wrong = {
    temperature: ['7', /a number from 0 to 2/], body: ['{"a": ', /no JSON.*a JSON object/], endpoint: ['javascript:alert(1)', /a URL/], accent: ['kahki', /a CSS colour/],
    labels: ['{"nonsense": "x"}', /labels.nonsense/], headers: ['{"a b": "c"}', /header names/], '--causerie-radius': ['url(https://evil.example)', /16px/],
  };
  for (const [name, [value, sentence]] of Object.entries(wrong)) {
    await set(page, name, value);
    await expect(field(page, name), name).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, name)).toHaveAccessibleDescription(sentence);
    await expect(field(page, name)).toHaveValue(value);
  }
  await chat.ask('I like letters');
  expect(asked[0]).not.toHaveProperty('temperature');
  expect(await snippet(page, 'Script tag')).not.toMatch(/kahki|nonsense|alert/);
  expect(JSON.stringify(readFragment(await link(page)))).not.toMatch(/kahki|nonsense|alert|evil/);
  await set(page, 'temperature', '0.7');
  await expect(field(page, 'temperature')).not.toHaveAttribute('aria-invalid');
  await expect(panel(page).locator('#setting-temperature-error')).toBeHidden();
});

for (const [title, mode] of [['Script tag', undefined], ['Custom element', 'inline']]) {
  test(`the ${title.toLowerCase()} that is copied gives the same widget`, async ({ page, demo, chat, asked, context, log }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openSettings(page, demo);
    const { options } = await tables(page);
    // Rounds of tools and lists of models are not this test's business.
    const given = { ...everything(options, '"It\'s" </script> & \\ {x}'), endpoint: 'v1', embeddings_endpoint: 'v1', model: 'eliza', tools: undefined, tool_choice: undefined, context: undefined, response_format: undefined, mode, ask_key: undefined, api_key: undefined, headers: undefined, models: undefined, n: undefined, persist: 'none', stream: undefined, feedback_url: undefined };
    const { settings } = readAll(options, given);
    const fragment = fragmentOf({ ...settings, '--causerie-radius': '3px' });
    await page.goto('about:blank');
    await openSettings(page, demo, { fragment });
    await expect(panel(page).locator('.problems')).toBeHidden();
    await page.getByRole('button', { name: `Copy the ${title.toLowerCase()}` }).click();
    await expect(panel(page).getByRole('status')).toHaveText(`${title}: copied.`);
    const html = await page.evaluate(() => navigator.clipboard.readText());
    expect(html).toBe(await snippet(page, title));
    const css = await snippet(page, 'Style sheet');
    await page.route('**/pasted.html', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html><html lang="en"><title>x</title><style>${css}</style><body><h1>x</h1>${html}</body>` }));
    await page.goto(`${demo.url}/pasted.html`);
    if (!mode) await page.locator('[part=launcher]').click();
    const field = page.locator('causerie-chat textarea').first();
    await expect(field).toBeVisible();
    const names = options.map((row) => row.name).filter((name) => name !== 'stop');
    const raw = await page.evaluate((names) => {
      const element = document.querySelector('causerie-chat');
      return Object.fromEntries(names.map((name) => [name, element[name.replace(/_(.)/g, (all, letter) => letter.toUpperCase())] ?? null]));
    }, names);
    const { stop, ...rest } = settings;
    expect(readAll(options, raw).settings).toEqual(rest);
    expect(log.warnings.filter((line) => /is not used|there is no option/.test(line))).toEqual([]);
    await expect(page.locator('causerie-chat [part~=header]')).toContainText(settings.heading);
    await expect(page.locator('causerie-chat [part=panel]')).toHaveCSS('border-radius', '3px');
    await field.fill('I like letters');
    await field.press('Enter');
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]).toMatchObject({ temperature: 2, max_tokens: settings.max_tokens, stop, user: settings.user, top_logprobs: 20 });
  });
}

test('under a strict policy with Trusted Types it works', async ({ page, demo, chat }) => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types causerie; base-uri 'none'";
  await page.route('**/?settings*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await openSettings(page, demo);
  await set(page, 'heading', 'Strict');
  await set(page, '--causerie-radius', '1px');
  await expect(page.locator('main [part~=header]')).toContainText('Strict');
  await expect(panel(page)).toHaveCSS('overflow-y', 'auto');
  await chat.ask('I like letters');
});

test('on a phone, one button changes between chat and settings, and the chat goes on', async ({ page, demo, chat }) => {
  await page.setViewportSize({ width: 380, height: 700 });
  await openSettings(page, demo);
  const views = page.getByRole('group', { name: 'View' });
  await views.getByRole('button', { name: 'Chat' }).click();
  await expect(panel(page)).toBeHidden();
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await views.getByRole('button', { name: 'Settings' }).click();
  await expect(views.getByRole('button', { name: 'Settings' })).toHaveAttribute('aria-pressed', 'true');
  await expect(chat.field).toBeHidden();
  await set(page, 'heading', 'Pocket');
  const overflow = await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector('#settings').scrollWidth]);
  expect(overflow).toEqual([380, 380]);
  await expectAccessible(page);
  await views.getByRole('button', { name: 'Chat' }).click();
  await chat.rest();
  await expect(page.locator('main [part~=header]')).toContainText('Pocket');
  await expect(chat.answers).toContainText('العربية');
  await expect.poll(() => chat.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop)).toBeLessThan(3);
});

for (const colorScheme of ['light', 'dark']) {
  test(`${colorScheme}: nothing that axe-core knows of is wrong, errors and all`, async ({ page, demo, chat }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openSettings(page, demo, { fragment: fragmentOf({ endpoint: 'https://elsewhere.example/v1', nonsense: 1 }) });
    await set(page, 'temperature', '7');
    await set(page, 'api_key', KEY);
    await expect(panel(page).locator('.error:visible')).toHaveCount(1);
    await expectAccessible(page);
  });
}

test('the keyboard reaches everything, in order, and sees where it is', async ({ page, demo, chat, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openSettings(page, demo);
  await page.getByRole('button', { name: 'Reset' }).focus();
  const names = [];
  for (let at = 0; at < 60 && names.at(-1) !== 'settings-link'; at++) {
    await page.keyboard.press('Tab');
    const [name, outline] = await page.evaluate(() => {
      const { activeElement: at } = document;
      return [at.id || at.getAttribute('aria-label') || at.textContent, getComputedStyle(at).outlineStyle];
    });
    names.push(name);
    expect(outline, name).toBe('solid');
  }
  expect(names.slice(0, 3)).toEqual(['Connection2 set', 'setting-endpoint', 'setting-model']);
  expect(names).toContain('Copy the script tag');
  expect(names.at(-1)).toBe('settings-link');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('status')).toHaveText('The link: copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await link(page));
  // What is far below is one step away.
  await panel(page).evaluate((panel) => { panel.scrollTop = 0; });
  await page.getByRole('button', { name: 'Copy and share' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Put it on your site' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Put it on your site' })).toBeInViewport();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('status')).toHaveText('Script tag: copied.');
});
