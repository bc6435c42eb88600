// Measures the peers in every cell and prints tables; `cargo xtask bench stream` calls it.
//
//   node run.mjs --browser PROGRAM --site FOLDER [--modules FOLDER] [--runs 3] [--cells s500,p2k] --results FILE.md
//
// `--modules` is where package.json is installed; with it the peers from npm are built and measured too.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import { buildPeers } from './build.mjs';
import { Browser } from './cdp.mjs';
import { CELLS } from './cells.mjs';
import { PEERS } from './peers.mjs';
import { report } from './report.mjs';
import { Visit, within } from './visit.mjs';

const RUN_LIMIT = 1_000_000;
/** A peer that has taken longer in a cell gets no further runs in it. */
const CELL_LIMIT = 60_000;
/** CPU of 10,000 tokens, in milliseconds, beyond which a peer is not measured with the CPU throttled too. */
const SLOW_LIMIT = 15_000;

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string' },
    site: { type: 'string' },
    modules: { type: 'string' },
    runs: { type: 'string', default: '3' },
    cells: { type: 'string', default: Object.keys(CELLS).join(',') },
    results: { type: 'string' },
  },
});

const { built, versions } = options.modules ? await buildPeers(options.modules) : { built: {}, versions: {} };
built.causerie = options.site;
const names = Object.keys(PEERS).filter((name) => !PEERS[name].package || built[name]);

const server = fork(new URL('./server.mjs', import.meta.url));
server.send(built);
const [origin] = await once(server, 'message');

/** One run; whatever pages it opens are closed after it. */
async function run(browser, name, cell) {
  const visits = [];
  const open = async (how) => {
    const visit = await Visit.open(browser, origin, name, PEERS[name], how);
    visits.push(visit);
    return visit;
  };
  try {
    return await within(cell(open), RUN_LIMIT, 'a run');
  } catch (error) {
    return { error: error.message };
  } finally {
    for (const visit of visits) await visit.close();
  }
}

/** It would take minutes, and the table has said why: or it is plain, and no marks are to be looked for. */
const isSkipped = (cell, peer) =>
  (cell === 'mid' && PEERS[peer].isPlain) || (cell === 'slow' && results[peer].s10k?.some(({ error, cpu }) => error || cpu > SLOW_LIMIT));

const summary = ({ error, cpu, raw }) => error ?? (cpu === undefined ? `${(100 * raw).toFixed(0)} %` : cpu.toFixed(0));

const results = Object.fromEntries(names.map((name) => [name, {}]));
let version = '';
for (const name of options.cells.split(',')) {
  if (!CELLS[name]) throw new Error(`no cell ${name}: ${Object.keys(CELLS).join(', ')}`);
  const browsers = [];
  for (const peer of names) {
    const browser = await Browser.launch(options.browser);
    browsers.push([peer, browser]);
    version = browser.version;
    // Not counted: it warms the disk and the browser.
    await run(browser, peer, (open) => open({}));
  }
  const spent = Object.fromEntries(names.map((peer) => [peer, 0]));
  for (let turn = 0; turn < Number(options.runs); turn++) {
    for (const [peer, browser] of browsers) {
      if (spent[peer] > CELL_LIMIT || isSkipped(name, peer)) continue;
      const start = Date.now();
      const runs = (results[peer][name] ??= []);
      runs.push(await run(browser, peer, CELLS[name]));
      spent[peer] += Date.now() - start;
      console.log(`${name.padEnd(6)} ${peer.padEnd(11)} ${summary(runs.at(-1))}`);
    }
  }
  for (const [, browser] of browsers) await browser.close();
}
server.disconnect();

const text = report(results, { version, runs: options.runs, versions });
await mkdir(dirname(options.results), { recursive: true });
await writeFile(options.results, text);
console.log(`\n${text}`);
const failed = Object.values(results.causerie).flat().filter(({ error }) => error);
if (failed.length) {
  console.error(`causerie failed in ${failed.length} runs`);
  process.exitCode = 1;
}
