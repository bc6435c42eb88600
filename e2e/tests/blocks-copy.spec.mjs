// What the copies of a table hold, on a page with the strictest policy.
import { PIXEL, answerWith, copied, show } from '../blocks.mjs';
import { STATUS_LINE, expect, expectAccessible, test } from '../fixtures.mjs';

test.afterEach(({ stranger }) => {
  expect(stranger.reports.splice(0), 'reports of the content security policy').toEqual([]);
});

const TABLE = '| Name | What, "quoted" |  N |\n| :--- | :---: | ---: |\n| **Ann** | a \\| b | 1 |\n| `x` [y](https://y.example/) | two, three | =2 |\n\nDone.\n';

test('a table is copied as Markdown, CSV and TSV', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, TABLE);
  const tools = page.getByRole('group', { name: 'Copy table as' });
  await expect(tools).toHaveCSS('opacity', '0');
  await chat.answers.locator('table').hover();
  await expect(tools).toHaveCSS('opacity', '1');
  await expectAccessible(page);
  for (const [form, text] of [
    ['CSV', 'Name,"What, ""quoted""",N\r\nAnn,a | b,1\r\nx y,"two, three",=2\r\n'],
    ['TSV', 'Name\tWhat, "quoted"\tN\nAnn\ta | b\t1\nx y\ttwo, three\t=2\n'],
    ['Markdown', '| Name | What, "quoted" | N |\n| :--- | :---: | ---: |\n| **Ann** | a \\| b | 1 |\n| `x` [y](https://y.example/) | two, three | =2 |\n'],
  ]) {
    await tools.getByRole('button', { name: form }).focus();
    await expect(tools).toHaveCSS('opacity', '1');
    await page.keyboard.press('Enter');
    await expect.poll(() => copied(page)).toBe(text);
    await expect(chat.status).toHaveText('Copied');
    await expect(tools.getByRole('button', { name: form })).toBeVisible();
  }
});

/** Copies the last table in this form. */
async function copy(page, chat, form) {
  await page.evaluate(() => navigator.clipboard.writeText('nothing'));
  await chat.answers.last().getByRole('group', { name: 'Copy table as' }).getByRole('button', { name: form }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => copied(page)).not.toBe('nothing');
  return copied(page);
}

const NOTES = '\n\n[^1]: A note.\n\n[^b c]: None.\n';
const table = (...cells) => `| a | b |\n| --- | :---: |\n${cells.map((cell) => `| ${cell} | x |\n`).join('')}`;

test('a table is copied with its formulas, images, line ends and marks of notes', async ({ page, stranger, chat, context }) => {
  const text = table('$x^2$ and $$\\frac{1}{2}$$', '![i *j*](https://i.example/a.png)', 'Claim[^1]', 'a<br>b', '5[^1]');
  await show({ page, stranger, chat, context }, text + NOTES);
  await expect(chat.answers.locator('math')).toHaveCount(2);
  expect(await copy(page, chat, 'Markdown')).toBe(text.replace('*j*', 'j'));
  expect(await copy(page, chat, 'CSV')).toBe('a,b\r\nx^2 and \\frac{1}{2},x\r\ni j,x\r\nClaim[1],x\r\n"a\nb",x\r\n5[1],x\r\n');
  expect(await copy(page, chat, 'TSV')).toBe('a\tb\nx^2 and \\frac{1}{2}\tx\ni j\tx\nClaim[1]\tx\na b\tx\n5[1]\tx\n');
});

test('an image is copied as what it was, loaded or not', async ({ page, stranger, chat, context, log }) => {
  log.expected.push(STATUS_LINE);
  await page.route('https://*.example/**', (route) => (route.request().url().includes('good')
    ? route.fulfill({ contentType: 'image/png', body: PIXEL }) : route.fulfill({ status: 404, body: '' })));
  const text = table('![good \\*](https://good.example/a_\\(1\\).png) *', '[![bad](https://bad.example/b.png)](https://to.example/)', '![later](https://good.example/c.png)');
  await show({ page, stranger, chat, context }, text, 'protocol', { endpoint: '/v1', model: 'x' });
  await page.getByRole('button', { name: /good.*Show image/ }).click();
  await page.getByRole('button', { name: /bad.*Show image/ }).click();
  await expect(chat.answers.locator('img')).toHaveCount(1);
  await expect(chat.answers).toContainText('bad · The image could not be loaded');
  expect(await copy(page, chat, 'Markdown')).toBe(text.replace(') *', ') \\*'));
  expect(await copy(page, chat, 'CSV')).toBe('a,b\r\ngood * *,x\r\nbad,x\r\nlater,x\r\n');
});

/** Cells whose Markdown could be read as something else, or not at all. */
const CELLS = [
  '**bold** *italic* ~~gone~~ `code` [link](https://a.example/b_(c) "A \\"title\\"")', '***both*** **_nested_ one**', '`` ` `` ``a`b`` ` `', '`a \\| b` a \\| b \\\\\\| c',
  '\\`tick\\`', '\\[x](y)', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~', '\\!\\[i](/u)', '\\\\(x\\\\) \\\\&#91;x\\\\]', '&amp;lt; &lt;br> &lt;b>bold&lt;/b> AT&T', '\\$a\\$ $5', '\\(5 apples\\)3 \\(`x`\\)',
  '$\\vert a_1 \\vert$', 'https://a.example/x_y_z www.a.example a@b.example', 'https\\://a.example www\\.a.example a\\@b.example', '[https://a.example](https://b.example/)', '[a \\] b](https://a.example/)',
  'snake_case_name 2 * 3 * 4', '[^1]&#40;x) [^1][^1]', '\\[^1]', '&#32;a&nbsp;', 'one<br>two<br/>three', '<https://a.example/?a=1&amp;copy=2>', '[![i](/a.png)](https://a.example/)', '', '漢字**太字**漢字', '#1 > - 1. +',
];

test('what is copied as Markdown reads back as the same table', async ({ page, stranger, chat, context }) => {
  await show({ page, stranger, chat, context }, table(...CELLS) + NOTES);
  const cells = async () => {
    const answer = chat.answers.last();
    await expect.poll(() => answer.locator('.formula').evaluateAll((all) => all.every((formula) => formula.querySelector('math') || formula.title))).toBe(true);
    return answer.locator('td').evaluateAll((all) => all.map((cell) => cell.innerHTML));
  };
  const before = await cells();
  expect(before).toHaveLength(2 * CELLS.length);
  const source = await copy(page, chat, 'Markdown');
  await page.unroute('**/chat/completions');
  await answerWith(page, source + NOTES);
  await chat.ask('And back');
  expect(await cells()).toEqual(before);
  expect(await copy(page, chat, 'Markdown')).toBe(source);
});
