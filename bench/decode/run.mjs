// Measures the competitors, one after the other in each round, and prints a table; `cargo xtask bench decode` calls it.
//
//   node --expose-gc run.mjs --rounds 9 --native PROGRAM --wasm NAME=MODULE … --folder FOR_BODIES --results FILE.md

import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import { javascript, native, wasm } from './competitors.mjs';
import { shapes } from './shapes.mjs';

const WARM_UP = 3;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    native: { type: 'string' },
    wasm: { type: 'string', multiple: true, default: [] },
    folder: { type: 'string' },
    results: { type: 'string' },
    compiler: { type: 'string', default: 'rustc' },
  },
});

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

// The median time of each competitor. Rounds interleave them: on a shared machine all are slow at the same time.
async function measure(shape, competitors) {
  const times = new Map(competitors.map(({ name }) => [name, []]));
  for (let round = -WARM_UP; round < Number(options.rounds); round++) {
    for (const { name, run } of competitors) {
      globalThis.gc?.();
      const { milliseconds, sum } = await run(shape);
      if (sum !== shape.reply.sum) throw new Error(`${name}, ${shape.name}: ${sum} bytes instead of ${shape.reply.sum}`);
      if (round >= 0) times.get(name).push(milliseconds);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at < 2 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

function speeds(results, names) {
  const rows = results.map(({ shape, times }) => [
    shape.name,
    shape.reads,
    ...names.map((name) => {
      const speed = shape.reply.body.length / 1e3 / times.get(name);
      const ratio = times.get(names[0]) / times.get(name);
      return name === names[0] ? speed.toFixed(0) : `${speed.toFixed(0)} (${ratio.toFixed(2)}×)`;
    }),
  ]);
  return table(['reply', 'reads', ...names], rows);
}

// How the time grows from the short line to the long one; as its length does, if the work is linear.
function growth(results, names) {
  const lines = results.filter(({ shape }) => shape.size);
  const rows = lines.filter(({ shape }) => shape.size === '512 KB').map((short) => {
    const long = lines.find(({ shape }) => shape.size === '4 MB' && shape.reads === short.shape.reads);
    const ratio = (name) => (long.times.get(name) / short.times.get(name)).toFixed(1);
    return ['4 MB against 512 KB', short.shape.reads, ...names.map(ratio)];
  });
  return table(['time of one line', 'reads', ...names], rows);
}

const folder = options.folder;
await mkdir(folder, { recursive: true });
const all = shapes();
for (const { file, reply } of all) await writeFile(`${folder}/${file}`, reply.body);

const program = native(options.native, folder);
const competitors = [{ name: 'JavaScript', run: javascript }];
for (const named of options.wasm) {
  const at = named.indexOf('=');
  competitors.push({ name: named.slice(0, at), run: await wasm(named.slice(at + 1)) });
}
competitors.push({ name: 'native, opt 3', run: program.ask });
const names = competitors.map(({ name }) => name);

const results = [];
for (const shape of all) {
  console.log(`${shape.name}, reads of ${shape.reads}: ${(shape.reply.body.length / 1e6).toFixed(1)} MB …`);
  results.push({ shape, times: await measure(shape, competitors) });
}
program.close();

const parser = createRequire(import.meta.url)('./package.json').dependencies['eventsource-parser'];
const report = `# Bytes to deltas

\`cargo xtask bench decode\`: MB/s (10⁶ bytes of the reply), the median of ${options.rounds} interleaved rounds after ${WARM_UP} to
warm up, and in brackets how much faster than the JavaScript pair. Timings of a shared machine: compare within a row.

* JavaScript: a streaming \`TextDecoder\`, eventsource-parser ${parser}, \`JSON.parse\`; Node ${process.version}.
* wasm, shipped: as the widget is built: opt-level "z", own standard library, \`wasm-opt -Oz\`; ${options.compiler}.
* wasm, opt z and opt 3: the same crate at these levels, with the plain standard library, without \`wasm-opt\`.
* native, opt 3: the same crate as a program.

${speeds(results, names)}

Linear growth is 8.0:

${growth(results, names)}
`;
await mkdir(dirname(options.results), { recursive: true });
await writeFile(options.results, report);
console.log(`\n${report}`);
