// The npm package in the hands of those who install it: the examples are built from the packed file. The Leptos example
// of doors.spec.mjs is built from the packed crates.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Chat, expect, test } from '../fixtures.mjs';

const SITE = process.env.CAUSERIE_SITE ?? join(import.meta.dirname, '../../target/site');
const PACKAGE = join(SITE, 'examples/npm-html/node_modules/causerie');

const EXAMPLES = [
  { name: 'plain HTML', path: '/examples/npm-html/', within: 'causerie-chat', header: 'npm-html' },
  { name: 'React', path: '/examples/react/', within: '#wrapped', header: 'react' },
  { name: 'React in development, which does all twice', path: '/examples/react-development/', within: '#wrapped', header: 'react' },
  { name: 'React on a page that a server has rendered', path: '/examples/react-development/', within: '#wrapped', header: 'react', isRendered: true },
  { name: 'Vue', path: '/examples/vue/', within: '#wrapped', header: 'vue' },
];

/** The headers and bodies of the requests for answers. */
function requests(page) {
  const sent = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/chat/completions')) sent.push({ headers: request.headers(), body: request.postDataJSON() });
  });
  return sent;
}

/** The React example's page, with its app as a server renders it. */
async function rendered(route) {
  const packages = join(SITE, '../packages');
  const [{ default: react }, { default: server }, { App }] = await Promise.all([
    'node_modules/react/index.js', 'node_modules/react-dom/server.js', 'react/server/App.js',
  ].map((path) => import(join(packages, path))));
  const app = server.renderToString(react.createElement(react.StrictMode, null, react.createElement(App)));
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replace('<div id="app">', `<div id="app">${app}`) });
}

for (const { name, path, within, header, isRendered } of EXAMPLES) {
  test.describe(name, () => {
    test.beforeEach(async ({ page, demo, chat, asked }) => {
      Object.assign(chat, new Chat(page, page.locator(within), asked));
      if (isRendered) await page.route('**/examples/react-development/', rendered);
      await page.goto(demo.url + path);
      await expect(chat.field).toBeVisible();
    });

    test('a question is answered, with the headers that were given as an object, and the page hears of it', async ({ page, chat }) => {
      const sent = requests(page);
      await expect(page.locator('#answers')).toHaveText('0');
      expect(await chat.ask('I miss my typewriter')).not.toBe('');
      expect(sent.map(({ headers }) => headers['x-example'])).toEqual([header]);
      // Once: what is drawn twice does not listen twice.
      await expect(page.locator('#answers')).toHaveText('1');
      await expect(page.locator('#model')).toHaveText('eliza');
    });

    test('drawing anew changes the option and loses nothing', async ({ page, chat }) => {
      await expect(page.locator(within).getByRole('heading', { name: 'From npm' })).toBeVisible();
      const answer = await chat.ask('I miss my typewriter');
      await chat.field.fill('My brother');
      await page.getByRole('button', { name: 'Another heading' }).click();
      await expect(page.locator(within).getByRole('heading', { name: 'Another heading' })).toBeVisible();
      await expect(chat.questions).toHaveText(['I miss my typewriter']);
      await expect(chat.answers).toHaveText([answer]);
      await expect(chat.field).toHaveValue('My brother');
      await chat.say('Show markdown');
      await page.getByRole('button', { name: 'Another heading' }).click();
      await expect(chat.answers.last()).toContainText('tour');
      await chat.rest();
      await expect(page.locator('#answers')).toHaveText('2');
    });

    test('what is loaded later is found: colours of code, formulas, and the conversation after a reload', async ({ page, chat }) => {
      await chat.ask('Show markdown at once');
      await chat.answers.locator('pre').first().scrollIntoViewIfNeeded();
      await expect(chat.answers.locator('pre .hk').first()).toHaveText('fn');
      await page.waitForTimeout(500);
      await page.reload();
      await expect(chat.questions).toHaveText(['Show markdown at once']);
      await page.locator(within).evaluate((element) => {
        element.messages = [{ role: 'user', content: 'A formula' }, { role: 'assistant', content: '$$\\frac{1}{2}$$' }];
      });
      await expect(chat.answers.locator('math mfrac')).toBeVisible();
    });
  });
}

for (const { name, path } of EXAMPLES.filter(({ name }) => name !== 'plain HTML')) {
  test(`${name}: the element's methods are there for the app`, async ({ page, demo, asked }) => {
    const chat = new Chat(page, page.locator('#wrapped'), asked);
    await page.goto(demo.url + path);
    await page.getByRole('button', { name: 'Say it for me' }).click();
    await expect(chat.questions).toHaveText(['Men are all alike']);
    await chat.rest();
    await expect(page.locator('#answers')).toHaveText('1');
  });
}

test('React: tools are given as objects with functions', async ({ page, demo, asked }) => {
  const chat = new Chat(page, page.locator('#wrapped'), asked);
  await page.goto(`${demo.url}/examples/react/`);
  await chat.ask('I miss my typewriter');
  expect(asked[0].tools.map((tool) => tool.function.name)).toEqual(['weather']);
});

test('React: the element itself takes rich properties and tells its events', async ({ page, demo, asked }) => {
  const chat = new Chat(page, page.locator('#bare'), asked);
  await page.goto(`${demo.url}/examples/react/`);
  const sent = requests(page);
  await chat.ask('I miss my typewriter');
  await expect(page.locator('#sent')).toHaveText('I miss my typewriter');
  expect(sent[0].headers['x-example']).toBe('react-bare');
  await page.getByRole('button', { name: 'Another heading' }).click();
  await expect(chat.questions).toHaveText(['I miss my typewriter']);
});

test('Vue: attributes with dashes and switches are options', async ({ page, demo, asked }) => {
  const chat = new Chat(page, page.locator('#wrapped'), asked);
  await page.goto(`${demo.url}/examples/vue/`);
  await chat.ask('I miss my typewriter');
  expect(asked[0].max_tokens).toBe(500);
  await expect(chat.scope.getByRole('button', { name: 'Good answer' })).toBeVisible();
});

test('the classic build of the package is that of the site', async () => {
  const [packed, ours] = await Promise.all([PACKAGE, SITE].map((folder) => readFile(join(folder, 'causerie.js'))));
  expect(packed.equals(ours)).toBe(true);
});

test('the module is there where there is no browser, and does nothing', async () => {
  const { CauserieChat } = await import(join(PACKAGE, 'causerie.mjs'));
  expect(CauserieChat.observedAttributes).toContain('max-tokens');
});

test('the wrappers are rendered on a server as an empty element', async () => {
  const packages = join(SITE, '../packages/node_modules');
  const [react, server, vue, vueServer, inReact, inVue] = await Promise.all([
    'react/index.js', 'react-dom/server.js', 'vue/index.mjs', '@vue/server-renderer/index.js', 'causerie/react.js', 'causerie/vue.js',
  ].map((path) => import(join(packages, path))));
  const props = { endpoint: '/v1', headers: { a: 'b' }, maxTokens: 5, id: 'chat', config: '/chat.json', onMessage() {} };
  const html = server.default.renderToString(react.default.createElement(inReact.CauserieChat, props));
  // But for the file of options, which is read as soon as the element is in the page.
  expect(html).toBe('<causerie-chat id="chat" config="/chat.json"></causerie-chat>');
  const app = vue.createSSRApp({ render: () => vue.h(inVue.CauserieChat, props) });
  expect(await vueServer.renderToString(app)).toBe('<causerie-chat config="/chat.json" id="chat"></causerie-chat>');
});

test('a build that leaves the files behind says where they are', async ({ page, demo, log, asked }) => {
  const chat = new Chat(page, page.locator('body'), asked);
  // A module alone, in another folder than its files.
  const module = await readFile(join(PACKAGE, 'causerie.mjs'), 'utf8');
  await page.route('**/alone/causerie.mjs', (route) => route.fulfill({ contentType: 'text/javascript', body: module }));
  const script = "import { setFiles } from './alone/causerie.mjs'; setFiles('node_modules/causerie');";
  const html = `<!doctype html><link rel="icon" href="data:,"><causerie-chat mode="inline" endpoint="/v1" model="eliza"></causerie-chat><script type="module">${script}</script>`;
  await page.route('**/examples/npm-html/alone.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${demo.url}/examples/npm-html/alone.html`);
  expect(await chat.ask('I miss my typewriter')).not.toBe('');
  expect(log.errors).toEqual([]);
});
