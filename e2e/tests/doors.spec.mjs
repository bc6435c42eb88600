// The three doors (and the standalone page) lead to the same conversation, whatever happens to it.
import { Chat, STATUS_LINE, drawn, expect, expectAccessible, focused, test, withModel } from '../fixtures.mjs';

const DOORS = [
  { name: 'the standalone page', path: '/' },
  { name: 'the script tag', path: '/examples/script-tag/', floats: true },
  { name: 'the custom element', path: '/examples/static-page/' },
  { name: 'the Leptos component', path: '/examples/leptos-app/', within: 'main' },
  { name: 'the Leptos component, floating', path: '/examples/leptos-app/', within: 'body > .causerie', floats: true },
];

for (const { name, path, floats, within } of DOORS) {
  test.describe(name, () => {
    test.beforeEach(async ({ page, demo, log, chat, asked }) => {
      log.expected.push(STATUS_LINE);
      await page.goto(demo.url + path);
      if (within) Object.assign(chat, new Chat(page, page.locator(within), asked));
      if (floats) await chat.open();
      await expect(chat.field).toBeVisible();
    });

    test('an answer grows in at least three steps before it ends', async ({ chat }) => {
      const growth = chat.growth(3);
      await chat.say('Show markdown');
      expect((await growth).length).toBeGreaterThanOrEqual(3);
    });

    test('the second request carries both earlier messages', async ({ chat, asked }) => {
      const answer = await chat.ask('I feel a little lost today');
      await chat.ask('My brother does too');
      expect(drawn(asked[1].messages)).toEqual([
        { role: 'user', content: 'I feel a little lost today' },
        { role: 'assistant', content: answer },
        { role: 'user', content: 'My brother does too' },
      ]);
      expect(asked[1]).toMatchObject({ model: 'eliza', stream: true });
    });

    test('a reload brings the conversation and the draft back', async ({ page, chat }) => {
      test.skip(within === 'body > .causerie', 'an app that names no extras keeps nothing but the draft');
      const answer = await chat.ask('I feel a little lost today');
      await chat.field.fill('My brother');
      await page.waitForTimeout(500);
      await page.reload();
      if (floats) await chat.open();
      await expect(chat.questions).toHaveText(['I feel a little lost today']);
      await expect(chat.answers).toHaveText([answer]);
      await expect(chat.field).toHaveValue('My brother');
      // The app says `device` and a key by the props of these names.
      const mark = await page.evaluate(() => localStorage.getItem('causerie kept desk'));
      expect(mark).toBe(within ? '1' : null);
    });

    test('stop in mid-answer keeps what arrived', async ({ chat }) => {
      await chat.say('Show markdown');
      await expect(chat.answers.last()).toContainText('Everything');
      await chat.stop.click();
      await expect(chat.notice).toContainText('Answer stopped');
      const kept = await chat.answers.last().innerText();
      await chat.page.waitForTimeout(300);
      expect(await chat.answers.last().innerText()).toBe(kept);
    });

    test('an error is said, then Retry succeeds', async ({ page, chat }) => {
      await withModel(page, 'error-500');
      await chat.say('Is that so?');
      await expect(chat.notice).toContainText('The chat service has a problem.');
      await withModel(page, 'eliza');
      await chat.retry.click();
      await expect(chat.answers.last()).not.toBeEmpty();
      await chat.rest();
      await expect(chat.notice).toHaveCount(0);
      await expect(chat.answers).toHaveCount(1);
    });

    test('a connection that is cut in mid-answer keeps the text and offers Retry', async ({ page, chat }) => {
      await withModel(page, 'cut');
      await chat.say('Show markdown');
      await expect(chat.notice).toContainText('The connection ended before the answer was complete.');
      // The last of it may be drawn a frame later.
      await expect(chat.answers.last()).toHaveText(/.{6}/s);
      await withModel(page, 'eliza');
      await chat.retry.click();
      await expect(chat.answers.last()).toContainText('Lists');
      await expect(chat.notice).toHaveCount(0);
    });

    test('offline is said, the message is kept, and Retry works when the line is back', async ({ chat, context }) => {
      await context.setOffline(true);
      await chat.say('Is anybody there?');
      await expect(chat.notice).toContainText('You are offline.');
      await expect(chat.questions).toHaveText('Is anybody there?');
      await context.setOffline(false);
      await chat.retry.click();
      await expect(chat.answers.last()).not.toBeEmpty();
      await expect(chat.notice).toHaveCount(0);
    });

    test('a conversation by keyboard alone', async ({ page, chat }) => {
      if (floats) await page.keyboard.press('Escape');
      for (let steps = 0; steps < 15 && (await focused(page)) !== (floats ? 'Open chat' : 'Message'); steps++) await page.keyboard.press('Tab');
      if (floats) await page.keyboard.press('Enter');
      await expect(chat.field).toBeFocused();
      await page.keyboard.type('Show markdown');
      await page.keyboard.press('Enter');
      await expect(chat.answers.last()).toContainText('Everything');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Stop answering');
      await page.keyboard.press('Space');
      await expect(chat.notice).toContainText('Answer stopped');
      await expect(chat.field).toBeFocused();
      for (let steps = 0; steps < 20 && (await focused(page)) !== 'retry'; steps++) await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(chat.field).toBeFocused();
      await expect(chat.answers.last()).toContainText('Lists');
    });

    test('code is coloured', async ({ chat }) => {
      await chat.ask('Show markdown at once');
      await chat.answers.locator('pre').first().scrollIntoViewIfNeeded();
      await expect(chat.answers.locator('pre .hk').first()).toHaveText('fn');
    });

    test('it fits on a phone of 380 pixels', async ({ page, chat }) => {
      await page.setViewportSize({ width: 380, height: 720 });
      await chat.ask('Show markdown at once');
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await chat.log.evaluate((log) => log.scrollWidth - log.clientWidth)).toBe(0);
      // What is wide scrolls in a box of its own.
      const table = chat.answers.locator('.table');
      expect(await table.evaluate((box) => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX)).toBe('auto');
      const size = await chat.field.evaluate((field) => parseFloat(getComputedStyle(field).fontSize));
      expect(size, 'iOS zooms into smaller fields').toBeGreaterThanOrEqual(16);
      if (floats) await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 380, height: 720 });
    });

    for (const scheme of ['light', 'dark']) {
      test(`axe finds nothing, with every construct of markdown, ${scheme}`, async ({ page, chat }) => {
        await page.emulateMedia({ colorScheme: scheme });
        await expectAccessible(page);
        await chat.ask('Show markdown at once');
        await expectAccessible(page);
      });
    }
  });
}

test('a prop that is a signal changes the running widget, and taking it away ends it', async ({ page, demo, asked, log }) => {
  await page.goto(`${demo.url}/examples/leptos-app/`);
  const chat = new Chat(page, page.locator('main'), asked);
  await chat.ask('I miss my typewriter');
  await expect(page.locator('main').getByRole('heading', { name: 'Front desk' })).toBeVisible();
  await page.getByRole('button', { name: 'Change shifts' }).click();
  await expect(page.locator('main').getByRole('heading', { name: 'Night desk' })).toBeVisible();
  await expect(chat.questions).toHaveText(['I miss my typewriter']);
  await chat.say('Show markdown');
  await expect(chat.answers.last()).toContainText('tour');
  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(page.locator('main .causerie')).toHaveCount(0);
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(chat.field).toBeVisible();
});

test('a Leptos app without the extras, where there is no archive, keeps nothing and offers no list', async ({ page, demo, asked }) => {
  await page.goto(`${demo.url}/examples/leptos-app/?bare`);
  const chat = new Chat(page, page.locator('body'), asked);
  await chat.ask('I miss my typewriter');
  await expect(page.getByRole('button', { name: 'New conversation' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Conversations' })).toHaveCount(0);
  await page.reload();
  await expect(chat.field).toBeVisible();
  await expect(chat.questions).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }))).toEqual([]);
});
