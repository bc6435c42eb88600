// What the copies of a table hold, on a page with the strictest policy.
import { copied, show } from '../blocks.mjs';
import { expect, expectAccessible, test } from '../fixtures.mjs';

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
