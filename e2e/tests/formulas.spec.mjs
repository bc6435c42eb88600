// Formulas of an answer: drawn, read, scrolled and copied, on a page with the strictest policy.
import { answerWith, show } from '../blocks.mjs';
import { expect, expectAccessible, test } from '../fixtures.mjs';

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
});

const MATH = 'Within: $e^{i\\pi}+1=0$ and prices $5 and $10.\n\n$$\\int_0^1 \\frac{x^2}{\\sqrt{1-x}}\\,dx = \\frac{16}{15}$$\n\nBroken: $\\frac{1}$ end.\n';

test('formulas become MathML, what is no formula stays TeX', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, MATH);
  await expect(chat.answers.locator('math')).toHaveCount(2);
  await expect(chat.answers.locator('math[display=block] mfrac')).toHaveCount(2);
  await expect(chat.answers).toContainText('prices $5 and $10.');
  const broken = chat.answers.locator('.formula.source');
  await expect(broken).toHaveText('\\frac{1}');
  await expect(broken).toHaveAttribute('title', /./);
  await expectAccessible(page);
});

test('environments and fences of math are formulas, and their numbers count through the answer', async ({ page, stranger, chat, context }) => {
  const texts = ['\\begin{align}\nx &= y \\\\\n  &= z\n\\end{align}', '\\begin{align*}\na &= b\n\\end{align*}', '$$\n\\begin{equation}\nE = mc^2\n\\end{equation}\n$$', '```math\n\\sqrt{x}\n```'];
  await show({ page, stranger, chat, context }, texts.join('\n\nNext.\n\n'));
  await expect(chat.answers.locator('math[display=block]')).toHaveCount(4);
  await expect(chat.answers.locator('.formula .numbered')).toHaveText(['(1)', '(2)', '(3)']);
  await answerWith(page, texts[0]);
  await chat.ask('Again');
  await expect(chat.answers.last().locator('.formula .numbered')).toHaveText(['(1)', '(2)']);
});

test('a formula cannot link, fetch, name or style by address', async ({ page, stranger, chat, context }) => {
  const requests = [];
  await show({ page, stranger, chat, context }, 'Start.\n');
  const texts = [
    '\\href{https://evil.example/}{x}', '\\url{https://evil.example/}', '\\includegraphics{https://evil.example/a.png}', '\\class{hidden}{x}', '\\id{a}{x}',
    '\\style{position:fixed;background:url(https://evil.example)}{x}', '\\data{a=b}{x}', '\\label{here} x \\ref{here}', '\\color{url(https://evil.example)} x',
    '\\colorbox{red;background:url(//evil.example)}{x}', 'x \\tag{1}', '\\href{javascript:alert(1)}{x}', '\\htmlClass{a}{x}', '\\cancel{x} \\bcancel{y} \\cancelto{0}{z} \\boxed{a}',
  ];
  page.on('request', (request) => requests.push(request.url()));
  await answerWith(page, texts.map((text) => `$$${text}$$\n\n`).join('Next.\n\n'));
  await chat.ask('Try');
  const formulas = chat.answers.last().locator('.formula');
  await expect(formulas).toHaveCount(texts.length);
  await expect.poll(() => formulas.evaluateAll((all) => all.every((formula) => formula.querySelector('math') || formula.title))).toBe(true);
  const found = await formulas.evaluateAll((all) => all.flatMap((formula) => [...formula.querySelectorAll('*')]).flatMap((element) => [element.localName, ...element.getAttributeNames()]));
  expect(found.filter((name) => /^(a|img|script|svg|id|href|src|data-.*|on.*|xlink.*)$/.test(name))).toEqual([]);
  expect(await formulas.evaluateAll((all) => all.flatMap((formula) => [...formula.querySelectorAll('[style]')]).map((element) => element.getAttribute('style')).join())).not.toMatch(/url|position/);
  expect(requests.filter((url) => url.includes('evil'))).toEqual([]);
});

test('formulas that are selected are copied as they were written', async ({ page, stranger, chat, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await show({ page, stranger, chat, context }, 'Let $x^2$ be\n\n$$\\frac{a}{b}$$\n\n- with $y$ here\n- and more\n\n```js\nlet a;\n```\n', 'protocol', { endpoint: '/v1', model: 'x' });
  await expect(chat.answers.last().locator('math')).toHaveCount(3);
  const select = (from, to) => chat.answers.last().evaluate((answer, [from, to]) => {
    const [first, last] = [answer.querySelector(from), [...answer.querySelectorAll(to)].at(-1)];
    getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
  }, [from, to]);
  const copied = async () => {
    await page.keyboard.press('ControlOrMeta+c');
    return page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return { text: await navigator.clipboard.readText(), html: await (await item.getType('text/html')).text() };
    });
  };
  await select('p', 'pre code');
  const { text, html } = await copied();
  expect(text.trim()).toBe('Let $x^2$ be\n\n$$\\frac{a}{b}$$\nwith $y$ here\nand more\nlet a;');
  expect(html).toContain('Let $x^2$ be');
  expect(html).toContain('<li');
  // One that is selected in part is copied whole; the rest of the page as ever.
  await select('mi', 'mi');
  expect((await copied()).text).toContain('$x^2$');
  await select('li:last-child', 'li:last-child');
  expect((await copied()).text.trim()).toBe('and more');
});

test('a formula that is wider than its line or its message scrolls, has a name and is reached by keyboard', async ({ page, stranger, chat, context }) => {
  const long = Array.from({ length: 60 }, (_, number) => `x_{${number}}`).join('');
  await page.setViewportSize({ width: 380, height: 720 });
  await show({ page, stranger, chat, context }, `A line with $\\frac{${long}}{2}$ in it, $a$ too.\n\n$$\\frac{${long}}{2}$$\n`);
  const wide = chat.answers.getByRole('group', { name: long });
  await expect(wide).toHaveCount(2);
  for (const index of [0, 1]) {
    await wide.nth(index).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => wide.nth(index).evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  }
  expect(await chat.log.evaluate((log) => log.scrollWidth > log.clientWidth)).toBe(false);
  await page.emulateMedia({ media: 'print' });
  for (const index of [0, 1]) await expect(wide.nth(index)).toHaveCSS('overflow', 'visible');
});
