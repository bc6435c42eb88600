// Little room: low screens, magnified pages, phones on their side; and nothing that was opened or given the focus is out of view.
import { expect, focused, test } from '../fixtures.mjs';

const PAGE = '/examples/script-tag/';
/** True once an element is in the part of a box that is seen. */
const isWithin = async (inner, outer) => {
  const [one, other] = [await inner.boundingBox(), await outer.boundingBox()];
  return one.y >= other.y - 1 && one.y + one.height <= other.y + other.height + 1;
};

for (const [what, width, height] of [['a phone on its side', 844, 390], ['a small one, under the bars of its browser', 568, 232], ['a page at 250 %', 546, 260]]) {
  test(`${what}: the panel covers the page, and there is room to read and to write`, async ({ page, demo, chat }) => {
    await page.setViewportSize({ width, height });
    await page.goto(demo.url + PAGE);
    await chat.open();
    await chat.ask('I like letters');
    expect(await chat.panel.evaluate((panel) => panel.matches(':modal'))).toBe(true);
    expect((await chat.log.boundingBox()).height).toBeGreaterThan(90);
    await expect(chat.field).toBeInViewport({ ratio: 1 });
  });
}

test('who writes goes on where they were when the page is magnified, or the phone turned', async ({ page, demo, chat }) => {
  await page.setViewportSize({ width: 640, height: 700 });
  await page.goto(demo.url + PAGE);
  await chat.open();
  await chat.ask('I like letters');
  await page.locator('[part~=user] [part=edit]').click();
  const box = page.getByRole('textbox', { name: 'Edit' });
  await expect(box).toBeFocused();
  await page.keyboard.press('End');
  for (const width of [426, 640]) {
    await page.setViewportSize({ width, height: 700 });
    await expect.poll(() => chat.panel.evaluate((panel) => panel.matches(':modal'))).toBe(width < 480);
    await page.keyboard.type('!');
    await expect(box).toBeFocused();
  }
  await expect(box).toHaveValue('I like letters!!');
});

test('a page stays where it is while its visitor scrolls over the panel', async ({ page, demo, chat }) => {
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto(demo.url + PAGE);
  await page.evaluate(() => { document.body.style.minHeight = '3000px'; scrollTo(0, 300); });
  await chat.open();
  for (const part of [chat.field, page.getByRole('heading', { name: 'Ask us' }).or(page.locator('[part=header]')).first()]) {
    await part.hover();
    await page.mouse.wheel(0, 200);
  }
  // A frame for what would have been scrolled.
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 100))));
  expect(await page.evaluate(() => scrollY)).toBe(300);
});

test('what is brought back by Undo has the focus, and is in view', async ({ page, visit, chat }) => {
  await visit({});
  const messages = Array.from({ length: 20 }, (_, at) => ({ role: at % 2 ? 'assistant' : 'user', content: `Words ${at}\n\n`.repeat(4) }));
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, messages);
  await expect(page.locator('.message')).toHaveCount(20);
  const message = page.locator('[part~=user]').nth(1);
  await message.locator('[part=more]').click();
  await message.locator('[part=delete]').click();
  await expect(page.locator('[part=undo]')).toBeFocused();
  await expect(page.locator('.message')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(page.locator('.message')).toHaveCount(20);
  await expect.poll(() => focused(page)).toBe('More actions');
  await expect.poll(() => isWithin(page.locator('[part=more]:focus'), chat.log)).toBe(true);
});

test('the menu of the lowest conversation opens in view', async ({ page, visit, chat }) => {
  await page.setViewportSize({ width: 360, height: 400 });
  await visit({});
  for (let at = 0; at < 8; at++) {
    await chat.ask(`Question ${at}`);
    await page.locator('[part=new-thread]').first().click();
    await expect(chat.questions).toHaveCount(0);
  }
  await page.locator('[part=history-open]').click();
  const rows = page.locator('[part=history-rows], .rows').first();
  const openers = rows.getByRole('button', { name: /^More actions/ });
  await expect(openers).toHaveCount(8);
  let lowest = openers.first();
  for (const opener of await openers.all()) if (await isWithin(opener, rows)) lowest = opener;
  await lowest.click();
  await expect.poll(() => isWithin(rows.locator('[part=menu]'), rows)).toBe(true);
});
