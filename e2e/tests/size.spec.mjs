// What `cargo xtask size` counts is what a browser loads, and it stays within the budgets.
import { execFileSync } from 'node:child_process';
import { expect, test } from '../fixtures.mjs';

test('the files that are counted are the files that are loaded', async ({ page, demo, chat }) => {
  // Everything is compressed at the highest level first.
  test.slow();
  const table = execFileSync('cargo', ['xtask', 'size', '--no-build'], { cwd: `${import.meta.dirname}/../..`, encoding: 'utf8' });
  const counted = [...table.matchAll(/^ {2}(\S+) +(\d+) +\d+ +(\d+)$/gm)].map(([, name, raw]) => [name, +raw]);
  const loaded = [];
  page.on('response', async (response) => {
    const name = new URL(response.url()).pathname.split('/').at(-1);
    if (name.startsWith('causerie')) loaded.push([name, (await response.body()).length]);
  });
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.ask('I like letters');
  expect(loaded.sort()).toEqual(counted.sort());
  // Behind the first answer, what is counted apart comes by itself.
  const rest = /other half[^\n]*\n {4}(\S+) +(\d+)/.exec(table);
  await expect.poll(() => loaded).toContainEqual([rest[1], +rest[2]]);
  expect(loaded).toHaveLength(counted.length + 1);
  const [before, inAll] = [/before[^\n]*\n.*?(\d+)\n/.exec(table), /in all +\d+ +\d+ +(\d+)/.exec(table)].map((found) => +found[1]);
  expect(before).toBeLessThanOrEqual(5 * 1024);
  expect(inAll).toBeLessThanOrEqual(140 * 1024);
});
