// What the tests of the settings share: settings with a value for every option, odd texts, and a page with a snippet.
import { expect } from './fixtures.mjs';

/** Texts that break what is not escaped. */
export const ODD = [
  'plain', '"double" and \'single\'', '&amp; &lt; & <b>', '</script><script>alert(1)</script>', 'a\\b\\', '{} {{x}} {0}', 'one\ntwo\n\nthree',
  'tab\tand\r\nreturn', 'r#"raw"##"#', '${x} `tick`', 'a | b', '["a"]', '"', '\u202eturned', 'nul\0l', 'half \ud800', '\u2028 line', '😀 né', '--> <!--', ' outside ', "'\"><img src=x onerror=alert(1)>",
];

/** A value for each kind of option that is not its default. */
const OF_KIND = {
  text: (row, odd) => odd,
  markdown: (row, odd) => odd,
  url: () => 'https://api.example/v1?version=1&a=b',
  colour: () => 'rgb(124 58 237 / 0.9)',
  words: (row) => row.words.findLast((word) => word !== row.default),
  flag: (row) => !['on', 'true'].includes(row.default),
  number: (row) => row.most ?? (row.least ?? 0) + 300,
  texts: (row, odd) => [odd.trim() || 'x', 'b'],
  'words-or-texts': (row, odd) => [odd.trim() || 'x', row.words[0]],
  'words-or-object': (row, odd) => ({ type: odd }),
  object: (row, odd) => ({ [odd]: { deep: [1, null, true, odd] } }),
  array: (row, odd) => [{ model: odd }, { type: 'function', function: { name: 'f', description: odd } }],
};

/** What only a value of a certain form is taken for. */
const OF_NAME = {
  headers: () => ({ 'X-Tenant': 'a "b" & c' }),
  fallback: (odd) => [{ model: odd, endpoint: '/v2' }],
  prices: () => ({ input: 0.15, output: 0.6, currency: '€' }),
  labels: (odd) => ({ open: odd, send: 'Abschicken' }),
  logit_bias: () => ({ 50256: -100 }),
  image_origins: () => ['https://images.example', 'http://localhost:8080'],
  load: () => undefined,
  config: () => undefined,
};

/** Settings with all options of the table, the texts odd. */
export function everything(table, odd) {
  const pairs = table.map((row) => [row.name, (OF_NAME[row.name] ?? ((odd) => OF_KIND[row.kind](row, odd)))(odd)]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** Opens the standalone page with its settings; `fragment` is that of a link, `options` are for its chat.json. */
export async function openSettings(page, demo, { fragment = '', options } = {}) {
  if (options) {
    await page.route('**/chat.json', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), ...options } });
    });
  }
  await page.goto(`${demo.url}/?settings${fragment && `#${fragment}`}`);
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
}

/** The tables that the panel was built with. */
export const tables = (page) => page.evaluate(async () => {
  const text = await (await fetch('page.js')).text();
  const { OPTIONS, LOOKS } = await import(new URL(/\.\/causerie-\w+\.js/.exec(text)[0], document.baseURI));
  return { options: OPTIONS, looks: LOOKS };
});

/** A fragment with any JSON in it, as a stranger writes it. */
export const fragmentOf = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The JSON of a link. */
export const readFragment = (url) => JSON.parse(Buffer.from(new URL(url).hash.slice(1), 'base64url').toString());

/** The field of an option, by its name in the table. */
export const field = (page, name) => page.locator(`#settings [name="${name}"]`);

export const openGroups = (page) => page.locator('#settings').evaluate((panel) => panel.querySelectorAll('details').forEach((group) => { group.open = true; }));

/** Types into a field and leaves it, all groups open. */
export async function set(page, name, value) {
  await openGroups(page);
  const control = field(page, name);
  if (await control.evaluate((node) => node.tagName === 'SELECT')) return control.selectOption(value);
  await control.fill(value);
  await control.blur();
}

/** The text of a snippet, by its title. */
export const snippet = (page, title) => page.getByRole('region', { name: title, exact: true }).textContent();
