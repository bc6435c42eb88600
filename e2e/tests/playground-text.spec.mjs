// What the settings of the standalone page become as text: snippets and links, whatever stands in them. No page is needed
// but for the tables, which the build puts into the panel, and to read HTML as a browser does.
import { readFile } from 'node:fs/promises';
import { dashed, read, readAll, shown } from '../../playground/settings.js';
import { leptos } from '../../playground/leptos.js';
import { read as readLink, write } from '../../playground/link.js';
import { styleSheet } from '../../playground/looks.js';
import { withPlaceholders, withoutSecrets } from '../../playground/secrets.js';
import { customElement, scriptTag } from '../../playground/snippets.js';
import { expect, test } from '../fixtures.mjs';
import { ODD, everything, fragmentOf, openSettings, tables } from '../playground.mjs';

let table;
test.beforeEach(async ({ page, demo }) => {
  await openSettings(page, demo);
  table = await tables(page);
});

const supports = () => true;
const wellFormed = (value) => JSON.parse(JSON.stringify(value).replaceAll(/\\ud800/g, '\uFFFD'));

test('a value that is shown in its field is read from there again', () => {
  for (const odd of ODD) {
    const { settings, problems } = readAll(table.options, everything(table.options, odd));
    expect(problems).toEqual([]);
    for (const row of table.options) {
      expect(read(row, shown(row, settings[row.name])), `${row.name} with ${JSON.stringify(odd)}`).toEqual({ value: settings[row.name] });
    }
  }
});

test('any value of any option is read or refused in words', () => {
  const values = [null, undefined, '', ' ', 0, -1, 1e300, NaN, true, [], {}, [[]], [{}], [null], 'on', 'Ja', '{', '[1,', '{"a":1}', { toString: 1 }, '٣', 'javascript:alert(1)', 'https://[', Symbol.iterator.toString()];
  for (const row of table.options) {
    for (const value of values) {
      const { value: found, error } = read(row, value);
      if (error) expect(error).toContain(`Allowed is ${row.allowed}.`);
      else if (found !== undefined) expect(read(row, found)).toEqual({ value: found });
    }
  }
  expect(read(table.options[0], 'javascript:alert(1)').error).toBeTruthy();
});

test('what a browser reads from the HTML is what the settings say', async ({ page }) => {
  for (const odd of ODD) {
    const { settings } = readAll(table.options, everything(table.options, odd));
    const html = { script: scriptTag(table.options, settings), element: customElement(table.options, settings) };
    const found = await page.evaluate(({ script, element }) => {
      const parse = (text) => new DOMParser().parseFromString(`<body>${text}`, 'text/html');
      const all = (node) => Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
      const [first, second] = [parse(script), parse(element)];
      return { script: all(first.querySelector('script')), element: all(second.querySelector('causerie-chat')), nodes: [first, second].map((page) => page.body.querySelectorAll('*').length) };
    }, html);
    expect(found.nodes).toEqual([1, 2]);
    for (const row of table.options) {
      const given = found.script[`data-${dashed(row.name)}`];
      expect(clean(read(row, given)), `${row.name} in ${given}`).toEqual(clean({ value: settings[row.name] }));
      if (row.name !== 'mode') expect(found.element[dashed(row.name)]).toEqual(given);
    }
  }
});

/** HTML has no NUL, except as JSON writes it. */
const clean = (value) => wellFormed(JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '\uFFFD')));

test('only what differs from the default is in a snippet', () => {
  const { settings } = readAll(table.options, Object.fromEntries(table.options.map((row) => [row.name, row.default.startsWith('no') && row.kind !== 'words' || row.name === 'labels' ? '' : row.default])));
  expect(settings).toEqual({});
  expect(scriptTag(table.options, settings)).toBe('<script src="causerie.js" data-mode="floating"></script>\n');
  expect(customElement(table.options, {})).toBe('<causerie-chat mode="inline"></causerie-chat>\n<script src="causerie.js"></script>\n');
  expect(leptos(table.options, {})).toContain('<ChatWidget\n            extras="/causerie-extras.js"\n        />');
  expect(styleSheet({})).toBe('');
  expect(styleSheet({ radius: '4px' })).toBe(':root {\n  --causerie-radius: 4px;\n}\n');
});

/** The file is compiled with the example, so what is equal to it compiles. To write it anew: `UPDATE_SNIPPET=1`. */
test('the Leptos snippet is the one that the example compiles', async () => {
  const path = `${import.meta.dirname}/../../examples/leptos-app/snippet.txt`;
  const { settings } = readAll(table.options, sample());
  const text = leptos(table.options, settings);
  if (process.env.UPDATE_SNIPPET) await (await import('node:fs/promises')).writeFile(path, text);
  expect(text).toBe(await readFile(path, 'utf8'));
});

/** A few options of each type, with odd texts; fixed, so that a new option changes nothing here. */
const sample = () => ({
  endpoint: '/v1', model: 'a"b\\c', system_prompt: ODD.join('\n'), system_role: 'fold', stream: false, body: { odd: ODD, 'r#"': '"##' },
  headers: { 'X-Tenant': 'a "b"' }, fallback: ['small', { endpoint: '/v2', model: 'm' }], models: ODD.filter((odd) => odd.trim()), cache: 'session',
  persist: 'device', history: false, retries: 5, prices: { input: 0.15, output: 0.6 }, heading: '{} "quoted"', suggestions: ['one', 'two "2"'],
  mode: 'inline', position: 'bottom-left', theme: 'dark', accent: '#7c3aed', follow: 'start', smooth: true, labels: { send: 'Abschicken "jetzt"' },
  temperature: 1, top_p: 0.25, max_tokens: 300, stop: ['###'], presence_penalty: -1.5, seed: -7, logit_bias: { 50256: -100 },
  response_format: 'json_object', tools: [{ type: 'web_search' }], tool_choice: 'required', logprobs: true, reasoning_effort: 'low', load: 'eager', titles: 'model', context: 'summarize',
});

test('every type of a prop is one that is compiled, or stands in `config` as JSON', () => {
  const { settings } = readAll(table.options, sample());
  const compiled = new Set(table.options.filter((row) => settings[row.name] !== undefined).map((row) => row.prop));
  for (const row of table.options) {
    if (compiled.has(row.prop) || row.kind === 'words') continue;
    const { settings } = readAll(table.options, { [row.name]: everything(table.options, 'x')[row.name] });
    expect(leptos(table.options, settings), row.name).toMatch(row.prop || !['load', 'config'].includes(row.name) ? /config=\{/ : /./);
  }
});

test('a link brings back what it was made of', () => {
  for (const odd of ODD) {
    const all = readAll(table.options, everything(table.options, odd)).settings;
    const { settings } = withoutSecrets(all);
    const looks = { radius: '4px', font: 'Georgia, serif' };
    const { fragment, left } = write(all, looks);
    expect(fragment).toMatch(/^[\w-]+$/);
    expect(left).toContain('headers.X-Tenant');
    expect(wellFormed(readLink(fragment, table, supports))).toEqual(wellFormed({ settings, looks, problems: [] }));
  }
});

const KEY = 'sk-Secret0123456789';

test('no key is in a link or a snippet, wherever it stands', () => {
  const hidden = [
    { api_key: KEY }, { headers: { Authorization: `Bearer ${KEY}` } }, { headers: { 'X-Anything': 'plain-value-1' } }, { fallback: [{ model: 'm', api_key: KEY }] },
    { fallback: [{ model: 'm', headers: { 'X-Key': 'plain-value-1' } }] }, { body: { extra: { api_key: 'plain-value-1' } } }, { body: { note: `use ${KEY}` } },
    { endpoint: 'https://me:plain-value-1@host.example/v1' }, { endpoint: 'https://host.example/v1?api-key=plain-value-1&api-version=2' }, { endpoint: '/v1?token=plain-value-1#x' },
    { tools: [{ type: 'mcp', server_url: 'https://m.example', authorization: 'plain-value-1' }] }, { tools: [{ type: 'mcp', headers: { any: 'plain-value-1' } }] },
    { system_prompt: 'The key is plain-value-1.', api_key: 'plain-value-1' }, { feedback_url: 'https://h.example/?sig=plain-value-1' }, { greeting: `Bearer plain-value-1` },
  ];
  for (const given of hidden) {
    const { settings, problems } = readAll(table.options, given);
    expect(problems).toEqual([]);
    const { fragment, left } = write(settings, {});
    expect(left.length, JSON.stringify(given)).toBeGreaterThan(0);
    const open = withPlaceholders(settings).settings;
    const texts = [Buffer.from(fragment, 'base64url').toString(), scriptTag(table.options, open), customElement(table.options, open), leptos(table.options, open)];
    for (const text of texts) expect(text).not.toMatch(/Secret0123456789|plain-value-1/);
    expect(readLink(fragmentOf(given), table, supports).settings).toEqual(withoutSecrets(settings).settings);
  }
});

test('what only sounds like a secret stays', () => {
  const given = {
    max_tokens: 300, ask_key: true, storage_key: 'shop', labels: { send: 'Go' }, body: { max_tokens: 9, token_limit: 3, logit_bias: { 5: 1 } }, endpoint: 'https://h.example/v1?version=1',
    tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: { api_key: { type: 'string' }, token: { type: 'string' } } } } }], greeting: 'What?', system_prompt: 'https://a.example/?q=1 is ours?',
  };
  const { settings } = readAll(table.options, given);
  expect(withoutSecrets(settings)).toEqual({ settings, left: [] });
});

test('a link of a stranger is read without a fault', () => {
  const deep = `{"body":{"a":${'['.repeat(30_000)}1${']'.repeat(30_000)}}}`;
  const links = ['%', '!!!', 'bnVsbA', 'W10', fragmentOf(7), fragmentOf('text'), Buffer.from(deep).toString('base64url'), fragmentOf({ body: [[[{}]]] }), 'A'.repeat(200_000), Buffer.from('{"a":"\xff"}', 'latin1').toString('base64url'), Buffer.from('{"__proto__":{"heading":"x"},"constructor":1}').toString('base64url')];
  for (const link of links) {
    const { settings, looks, problems } = readLink(link, table, supports);
    expect([settings, looks]).toEqual([{}, {}]);
    expect(problems.length).toBeGreaterThan(0);
  }
  const many = Object.fromEntries(Array.from({ length: 500 }, (none, at) => [`x${at}`, at]));
  expect(readLink(fragmentOf(many), table, supports).problems).toHaveLength(20);
});
