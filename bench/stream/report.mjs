// The tables, out of what was measured.

import { PEERS } from './peers.mjs';

const FLOOR = 'floor';

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function shown(number) {
  if (!Number.isFinite(number)) return '–';
  const size = Math.abs(number);
  return size >= 1000 ? number.toLocaleString('en', { maximumFractionDigits: 0 }) : number.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** `results[peer][cell]` is a list of runs, each with numbers or an `error`. */
export function report(results, { version, runs, versions }) {
  const names = Object.keys(results);
  const values = (name, cell, key) => (results[name][cell] ?? []).map((run) => run[key]).filter(Number.isFinite);
  const middle = (name, cell, key) => (values(name, cell, key).length ? median(values(name, cell, key)) : NaN);
  const full = (cell, key, show = shown) => (name) => {
    const all = values(name, cell, key);
    const failed = results[name][cell]?.some(({ error }) => error);
    if (!all.length) return failed ? 'failed' : '–';
    return all.length > 1 ? `${show(median(all))} (${show(Math.min(...all))}–${show(Math.max(...all))})` : show(all[0]);
  };
  const one = (of) => (name) => shown(of(name));
  const timesFloor = (cell, key) => one((name) => middle(name, cell, key) / middle(FLOOR, cell, key));
  const growth = (name) => middle(name, 'p10k', 'cpu') / 5 / middle(name, 'p2k', 'cpu');
  // The browser tells of tasks of 50 ms and more only.
  const task = (number) => (number < 50 ? 'under 50' : shown(number));
  const share = (name) => {
    const looks = values(name, 'mid', 'looks').reduce((sum, count) => sum + count, 0);
    const percent = 100 * middle(name, 'mid', 'raw');
    return PEERS[name].isPlain || !looks ? '–' : `${shown(percent)} %`;
  };
  const overEmpty = (name) => middle(name, 'h1000', 'memory') - middle(name, 'h0', 'memory');
  const table = (columns) => {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const rows = names.map((name) => line([name, ...Object.values(columns).map((column) => column(name))]));
    return [line(['', ...Object.keys(columns)]), line(['---', ...Object.keys(columns).map(() => '--:')]), ...rows].join('\n');
  };
  const failures = names.flatMap((name) => Object.entries(results[name]).flatMap(([cell, runs]) =>
    runs.filter(({ error }) => error).map(({ error }) => `* ${name}, ${cell}: ${error}`)));
  const about = names.map((name) => `* ${name}${versions[name] ? ` ${versions[name]}` : ''}: ${PEERS[name].about}`);

  return `# A streamed answer, and what it costs

\`cargo xtask bench stream\` (with \`--peers\` the others from npm too), in ${version}: milliseconds of main-thread CPU, in thread time,
so that other work on the machine counts little; ${Number(runs) > 1 ? `the median of up to ${runs} runs in turns, and the least and the most` : 'one run each'}. All get the same
answers, of the same markdown, an event a token, and a run counts only if the answer is there: its words in order and, but for
the floor, its tables, list items and code as elements.

${about.join('\n')}

## Streaming

Answers as fast as they come, one of 2,000 tokens at 200 a second and one of 10,000 at 1,000 (ten seconds both). Growth is CPU per token of
the second of these against the first: as many frames and five times the text. It is 0.2 if a frame costs the same whatever it draws, 1 if each
frame costs as much as the text is long, and 5 if each token does.
The longest task is of 10,000 tokens as fast as they come with the CPU throttled four times (a browser tells of those of 50 ms and more),
in milliseconds. Raw marks: the share of looks in mid-stream that show some in the last 60 characters.

${table({
    '500 tokens': full('s500', 'cpu'), '10,000 tokens': full('s10k', 'cpu'), '× floor': timesFloor('s10k', 'cpu'),
    '2,000 at 200/s': full('p2k', 'cpu'), '× floor ': timesFloor('p2k', 'cpu'),
    '10,000 at 1,000/s': full('p10k', 'cpu'), '× floor  ': timesFloor('p10k', 'cpu'), growth: one(growth),
    'longest task': full('slow', 'longest', task), 'tasks over 50 ms': full('slow', 'long', String), 'raw marks': share,
  })}

## A long conversation

An answer of 500 tokens at 200 a second in an empty chat and after 1,000 earlier messages, then 30 keys 100 ms apart (CPU for each, less what
the page takes at rest), then the memory, JavaScript's heap and wasm's, in megabytes over the empty chat.

${table({
    'answer, empty': full('h0', 'cpu'), 'after 1,000': full('h1000', 'cpu'), '× floor': timesFloor('h1000', 'cpu'),
    '1,000 / empty': one((name) => middle(name, 'h1000', 'cpu') / middle(name, 'h0', 'cpu')),
    'key, empty': full('h0', 'key'), 'key after 1,000': full('h1000', 'key'), '× floor ': timesFloor('h1000', 'key'), MB: one(overEmpty),
  })}
${failures.length ? `\nFailed:\n\n${failures.join('\n')}\n` : ''}`;
}
