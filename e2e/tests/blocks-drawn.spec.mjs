// How blocks are drawn: formulas and prices, the colours of every language, images under policies, hosts of links.
import { readFile } from 'node:fs/promises';
import { ALIASES } from '../../extras/aliases.js';
import { PIXEL, answerWith, show } from '../blocks.mjs';
import { Chat, expect, test } from '../fixtures.mjs';

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
});

test('formulas in brackets become MathML, within a line and on their own', async ({ page, stranger, chat, context }) => {
  const text = 'Within \\(a^2 + b^2\\) and displayed \\[\\frac{a}{b}\\] there.\n\n\\[\n\\sum_{i=1}^n i\n\\]\n\n- In a list: \\(\\alpha\\)\n';
  await show({ page, stranger, chat, context }, text);
  await expect(chat.answers.locator('math')).toHaveCount(4);
  await expect(chat.answers.locator('math[display=block]')).toHaveCount(2);
  await expect(chat.answers.locator('math msup')).toHaveCount(2);
  await expect(chat.answers.locator('math[display=block] mfrac')).toHaveCount(1);
  await expect(chat.answers.locator('li math mi')).toHaveText('α');
  await expect(chat.answers.locator('.source')).toHaveCount(0);
});

test('prices in sentences stay text', async ({ page, stranger, chat, context }) => {
  const sentences = [
    'It costs $5 and $10.', 'Somewhere between $5-$10 a month.', 'In US$5, $6 and $7.50 pieces.', 'From $1,000 to $2,000 ($3,000 at most).', 'A $5 fee, a $10 fee, and $0.',
    'Is it $5? No, $6!', '$5/month or $50/year', 'Pay $5; get $6: a gain of $1.', 'Only 5$ or 6$ each.', '**$5** and *$6*',
  ];
  await show({ page, stranger, chat, context }, `${sentences.join('\n\n')}\n\n| Price | To |\n| --- | --- |\n| $5 | $10 |\n`);
  const drawn = await chat.answers.locator('p').allInnerTexts();
  expect(drawn).toEqual([...sentences.slice(0, -1), '$5 and $6']);
  await expect(chat.answers.locator('td')).toHaveText(['$5', '$10']);
  await expect(chat.answers.locator('.formula')).toHaveCount(0);
});

test('TeX that the reader has selected in becomes a formula when they have let go', async ({ page, stranger, chat, context }) => {
  await page.addInitScript(() => { window.requestIdleCallback = (run) => setTimeout(() => run({ timeRemaining: () => 50 }), 900); });
  await show({ page, stranger, chat, context }, 'One $a^2+b^2$ and another $c^2$.\n');
  const formulas = chat.answers.locator('.formula');
  await formulas.first().evaluate((formula) => getSelection().setBaseAndExtent(formula.firstChild, 0, formula.firstChild, 3));
  const selected = await page.evaluate(() => getSelection().toString());
  expect(selected).toBe('a^2');
  // The other one is drawn meanwhile.
  await expect(formulas.nth(1).locator('math')).toHaveCount(1);
  await page.waitForTimeout(1200);
  expect(await page.evaluate(() => getSelection().toString())).toBe(selected);
  await expect(formulas.first().locator('math')).toHaveCount(0);
  await page.evaluate(() => getSelection().removeAllRanges());
  await expect(formulas.first().locator('math')).toHaveCount(1);
});

/** A few lines of each language that there is a grammar for. */
const SNIPPETS = {
  bash: 'if [ -f x ]; then echo "$HOME"; fi', c: 'int main(void) { return 0; }', clojure: '(defn add [a b] (+ a b))', cmake: 'project(app) # main', cpp: 'class A { public: int b = 1; };',
  csharp: 'public class A { string b = "c"; }', css: 'a:hover { color: #fff; }', dart: 'void main() { var a = 1; }', diff: '-old\n+new', dockerfile: 'FROM alpine\nRUN ls', dos: 'echo off\nset A=1', elixir: 'defmodule A do\n  def b, do: :c\nend',
  erlang: '-module(a).\nf(X) -> X + 1.', fsharp: 'let add a b = a + b', go: 'package main\nfunc main() { return }', graphql: 'type Query { a: Int! }', groovy: 'def a = { int b -> "c" }', haskell: 'module A where\nf :: Int -> Int', http: 'GET /a HTTP/1.1\nHost: b',
  ini: '[part]\nkey = 1', java: 'public class A { int b = 1; }', javascript: 'const a = () => "b";', json: '{"a": [1, true]}', julia: 'function f(x)\n  return x\nend', kotlin: 'fun main() { val a = 1 }', latex: '\\section{A} % note',
  less: '@a: 1px;\n.b { width: @a; }', lua: 'local a = function() return 1 end', makefile: 'all: a\n\t$(CC) -o a', markdown: '# Title\n\n**bold**', matlab: 'function a = b(c)\n  a = 1;\nend', nginx: 'server { listen 80; }',
  objectivec: '@interface A : NSObject\n@end', ocaml: 'let rec f x = match x with 0 -> 1', perl: 'my $a = "b"; print $a;', php: '<?php echo "a"; function b() {}', powershell: 'Get-Item $a | Where-Object { $_ -eq 1 }', protobuf: 'message A { string b = 1; }',
  python: 'def f(a):\n    return "b"', r: 'f <- function(a) { if (TRUE) 1 }', ruby: 'def a\n  puts "b"\nend', rust: 'fn main() { let a = 1; }', scala: 'object A { def b: Int = 1 }', scss: '$a: 1px;\n.b { &:hover { width: $a; } }',
  shell: '$ ls -l\na', sql: 'SELECT a FROM b WHERE c = 1;', swift: 'func a() -> Int { return 1 }', typescript: 'interface A { b: string }', wasm: '(module (func $a (result i32) i32.const 1))', xml: '<a b="c"><!-- d --></a>', yaml: 'a: 1\nb: "c"',
};

test('every language that there is a grammar for gets its colours', async ({ page, stranger, chat, context }) => {
  const source = await readFile(new URL('../../extras/languages.js', import.meta.url), 'utf8');
  const names = [...source.matchAll(/^import (\w+) from/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThanOrEqual(25);
  expect(Object.keys(SNIPPETS).sort()).toEqual(names.sort());
  await show({ page, stranger, chat, context }, names.map((name) => `\`\`\`${name}\n${SNIPPETS[name]}\n\`\`\`\n\n`).join(''));
  const blocks = chat.answers.locator('pre code');
  await expect(blocks).toHaveCount(names.length);
  for (const [index, name] of names.entries()) {
    // Only what is near is coloured.
    await blocks.nth(index).scrollIntoViewIfNeeded();
    await expect(blocks.nth(index).locator('span[class^=h]').first(), name).toBeVisible();
    expect(await blocks.nth(index).textContent(), name).toBe(`${SNIPPETS[name]}\n`);
    const hasColour = (code) => [...code.children].some((span) => getComputedStyle(span).color !== getComputedStyle(code).color);
    expect(await blocks.nth(index).evaluate(hasColour), name).toBe(true);
  }
});

test('code has its colours under the other names, too, that models give it', async ({ page, stranger, chat, context }) => {
  const names = Object.entries(ALIASES).flatMap(([language, aliases]) => aliases.map((alias) => [alias, SNIPPETS[language]]));
  await show({ page, stranger, chat, context }, names.map(([name, code]) => `\`\`\`${name}\n${code}\n\`\`\`\n\n`).join(''));
  const blocks = chat.answers.locator('pre code');
  await expect(blocks).toHaveCount(names.length);
  for (const [index, [name]] of names.entries()) {
    await blocks.nth(index).scrollIntoViewIfNeeded();
    await expect(blocks.nth(index).locator('span[class^=h]').first(), name).toBeVisible();
  }
});

for (const host of ['strict-csp', 'trusted-types']) {
  test(`${host}: an image is loaded at once from an origin of the site, from another one when it is asked for`, async ({ page, stranger, asked, log }) => {
    const fetched = [];
    await page.route('https://*.example/**', (route) => {
      fetched.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: PIXEL });
    });
    await answerWith(page, '![ours](https://ours.example/a.png) and ![theirs](https://theirs.example/b.png)\n');
    await page.goto(`${stranger.url}/${host}/`);
    const chat = new Chat(page, page.locator('main'), asked);
    await chat.ask('Show it');
    const isLoaded = (name) => expect.poll(() => chat.answers.getByRole('img', { name }).evaluate((image) => image.naturalWidth)).toBe(1);
    await isLoaded('ours');
    expect(fetched).toEqual(['https://ours.example/a.png']);
    await chat.answers.getByRole('button', { name: 'theirs Show image from theirs.example' }).click();
    await isLoaded('theirs');
    expect(fetched).toEqual(['https://ours.example/a.png', 'https://theirs.example/b.png']);
  });
}

const LINK = 'Log in at [bank.example](https://bank.example.evil.example/login) now.\n';
const host = (link) => link.evaluate((link) => {
  const { content, position, opacity, visibility } = getComputedStyle(link, '::after');
  return content === 'none' ? content : { content, position, opacity, visibility };
});
const VISIBLE = { content: '"bank.example.evil.example"', position: 'absolute', opacity: '1', visibility: 'visible' };

test('the true host of a link is seen by those who come to it by keyboard alone', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, LINK);
  const link = chat.answers.getByRole('link');
  expect(await host(link)).toBe('none');
  await expect(async () => {
    await page.keyboard.press('Shift+Tab');
    await expect(link).toBeFocused({ timeout: 50 });
  }).toPass();
  await expect.poll(() => host(link)).toEqual(VISIBLE);
  await page.keyboard.press('Tab');
  expect(await host(link)).toBe('none');
});

test('the true host of a link is seen by those who point at it', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, LINK);
  const link = chat.answers.getByRole('link');
  expect(await host(link)).toBe('none');
  await link.hover();
  await expect.poll(() => host(link)).toEqual(VISIBLE);
  await page.mouse.move(0, 0);
  expect(await host(link)).toBe('none');
});
