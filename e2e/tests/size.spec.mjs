// What `cargo xtask size` counts is what a browser loads, and it stays within the budgets.
import { execFileSync } from 'node:child_process';
import { expect, test } from '../fixtures.mjs';

test('the files that are counted are the files that are loaded', async ({ page, demo, chat }) => {
  // Everything is compressed at the highest level first.
  test.slow();
  const table = execFileSync('cargo', ['xtask', 'size', '--no-build'], { cwd: `${import.meta.dirname}/../..`, encoding: 'utf8' });
  const counted = [...table.matchAll(/^ {2}(\S+) +(\d+) +\d+ +(\d+)$/gm)].map(([, name, raw]) => [name, +raw]);
  const apart = [...table.matchAll(/^ {4}(\S+) +(\d+) +\d+ +\d+$/gm)].map(([, name, raw]) => [name, +raw]);
  const loaded = [];
  const nameOf = (url) => new URL(url).pathname.split('/').at(-1);
  page.on('response', async (response) => {
    const name = nameOf(response.url());
    if (name.startsWith('causerie')) loaded.push([name, (await response.body()).length]);
  });
  // What keeps the conversation is asked for with the first question. The answer does not wait for it.
  let letGo;
  const gone = new Promise((go) => { letGo = go; });
  await page.route('**/causerie-*', async (route) => {
    if (!counted.some(([name]) => name === nameOf(route.request().url()))) await gone;
    await route.continue();
  });
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.ask('I like letters');
  expect(loaded.sort()).toEqual(counted.sort());
  // What is loaded behind that is counted apart.
  letGo();
  await expect.poll(() => loaded.length).toBe(counted.length + 4);
  const rest = /other half[^\n]*\n {4}(\S+) +(\d+).*\n {4}(\S+) +(\d+)/.exec(table);
  for (const at of [1, 3]) expect(loaded).toContainEqual([rest[at], +rest[at + 1]]);
  expect([...counted, ...apart]).toEqual(expect.arrayContaining(loaded));
  const [before, inAll] = [/before[^\n]*\n.*?(\d+)\n/.exec(table), /in all +\d+ +\d+ +(\d+)/.exec(table)].map((found) => +found[1]);
  expect(before).toBeLessThanOrEqual(5 * 1024);
  expect(inAll).toBeLessThanOrEqual(140 * 1024);
});
