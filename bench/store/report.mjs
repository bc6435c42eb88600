// The table, out of what was measured.

import { median } from '../stream/report.mjs';

const shown = (number) => number.toLocaleString('en', { maximumFractionDigits: number >= 100 ? 0 : number >= 10 ? 1 : 2 });
const spread = ({ times }) => `${shown(median(times))} (${shown(Math.min(...times))}–${shown(Math.max(...times))})`;
const counts = ({ requests, read, written, size }) => [requests, read, written, size].map((number) => number.toLocaleString('en')).join(' / ');

/** A row is what was measured, and what that is held against. */
export function report(rows, { version, runs, conversations, messages, keys }) {
  const line = ({ name, measured, against }) => {
    const ratio = shown(median(measured.times) / median(against.times));
    return `| ${[name, spread(measured), spread(against), `${ratio} ×`, counts(measured), counts(against)].join(' | ')} |`;
  };
  return `# The archive, and what it costs when it is full

\`cargo xtask bench store\`, in ${version}: milliseconds from asking the archive to its answer, the median of up to ${runs} runs in turns (of a search: of ${keys} keys), and the
least and the most. It holds ${conversations.toLocaleString('en')} conversations with ${messages.toLocaleString('en')} messages; one has 5,000, one 50 and the others 5. What it is held against is measured
in the same run, so the ratios say more than the times. Counts, which are the same on every machine: requests to IndexedDB / records read / records
written / what came back (messages, conversations, hits, or characters of an export), of the last run.

|  | ms | against | ratio | counts | against |
| --- | --: | --: | --: | --: | --: |
${rows.map(line).join('\n')}
`;
}
