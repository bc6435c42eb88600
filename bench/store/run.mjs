// Fills an archive and asks it; `cargo xtask bench store` calls it.
//
//   node run.mjs --browser PROGRAM --site FOLDER [--runs 15] --results FILE.md

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { dirname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';

import { Browser } from '../stream/cdp.mjs';
import { all, conversation, CONVERSATIONS, id, LONG, message, messagesOf, parts, SHORT } from './records.mjs';
import { report } from './report.mjs';

const IN_PAGE = await readFile(new URL('./inpage.js', import.meta.url), 'utf8');
const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };
/** As it is typed: each key is a search. */
const WORDS = ['lighthouse', 'question 7', 'riv'];
/** Messages of the page that the widget shows first. */
const PAGE = 48;

const { values: options } = parseArgs({
  options: { browser: { type: 'string' }, site: { type: 'string' }, runs: { type: 'string', default: '15' }, results: { type: 'string' } },
});
const runs = Number(options.runs);

/** An empty page, and the site's files below `/site/`. */
async function serve() {
  const server = http.createServer(async (request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname;
    if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,">');
    const file = normalize(join(options.site, path.replace(/^\/site\//, '')));
    const content = file.startsWith(options.site) && (await readFile(file).catch(() => null));
    if (!content) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': TYPES[path.split('.').pop()] ?? 'text/plain' }).end(content);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** An archive of its own, with these conversations. */
async function filled(browser, origin, numbers) {
  const page = await browser.page();
  await page.send('Page.enable');
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: IN_PAGE });
  await page.send('Page.navigate', { url: origin });
  for (let tries = 0; !(await page.eval('document.readyState === "complete" && !!globalThis.__store')); tries++) {
    if (tries > 1000) throw new Error('the page does not load');
  }
  await page.eval('__store.open()');
  const call = (name, ...args) => page.eval(`__store.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
  for (const part of parts(numbers)) await page.eval(`__store.ask('put', ${JSON.stringify(part)}).then(() => 0)`);
  return (what, requests) => call('measure', what, requests);
}

const times = (count, request) => Array.from({ length: count }, (_, index) => (typeof request === 'function' ? request(index) : request));
const keys = WORDS.flatMap((word) => Array.from(word, (_, at) => ({ query: word.slice(0, at + 1), limit: 50 })));

/** Asks two archives or two things in turns, so that a busy machine is busy for both. */
async function inTurns(one, other, turns = runs) {
  const both = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    both[0].push(await one(turn));
    both[1].push(await other(turn));
  }
  const joined = (list) => ({ ...list.at(-1), times: list.flatMap((measured) => measured.times) });
  return both.map(joined);
}

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}/`;
const browser = await Browser.launch(options.browser);
try {
  console.log(`filling ${CONVERSATIONS} conversations, ${messagesOf(all)} messages`);
  const large = await filled(browser, origin, all);
  const empty = await filled(browser, origin, []);
  const read = (number) => ({ conversation: id(number), limit: PAGE });
  const rows = [];
  const row = async (name, one, other, turns) => {
    const [measured, against] = await inTurns(one, other, turns);
    rows.push({ name, measured, against });
    console.log(name);
  };
  await row('the newest page of 5,000 messages, against one of 50', () => large('read', [read(LONG)]), () => large('read', [read(SHORT)]));
  await row('the list, against an empty archive', () => large('list', [{}]), () => empty('list', [{}]));
  const first = (archive) => async () => {
    await archive('rest', [{}]);
    return archive('search', [{ query: 'lighthouse', limit: 50 }]);
  };
  await row('the first search, against an empty archive', first(large), first(empty), Math.min(runs, 5));
  await row('a key of a search, against an empty archive', () => large('search', keys), () => empty('search', keys), 1);
  const rest = [{}];
  await large('rest', rest);
  // A message that is sent, at the end of the long conversation and as the first of an archive.
  const put = (turn, start) => ({ conversations: [conversation(LONG)], messages: [message(LONG, start + turn)] });
  await row('a message is put, against an empty archive', (turn) => large('put', [put(turn, 6000)]), (turn) => empty('put', [put(turn, 0)]));
  const few = times(1, { conversation: id(SHORT), form: 'json' });
  await row('all as JSON, against a conversation of 50', () => large('export', [{ form: 'json' }]), () => large('export', few), Math.min(runs, 3));
  const text = report(rows, { version: browser.version, runs, conversations: CONVERSATIONS, messages: messagesOf(all), keys: keys.length });
  await mkdir(dirname(options.results), { recursive: true });
  await writeFile(options.results, text);
  console.log(`\n${text}`);
} finally {
  await browser.close();
  server.close();
}
