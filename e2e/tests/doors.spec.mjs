// The three doors (and the standalone page) lead to the same conversation.
import { Chat, expect, expectAccessible, test } from '../fixtures.mjs';

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
      await page.goto(demo.url + path);
      if (within) Object.assign(chat, new Chat(page, page.locator(within), asked));
      if (floats) await chat.open();
      await expect(chat.field).toBeVisible();
    });

    test('an answer grows in at least three steps before it ends', async ({ chat }) => {
      const growth = chat.growth();
      await chat.say('Show markdown');
      const lengths = await growth;
      expect(lengths.length).toBeGreaterThanOrEqual(3);
      expect(lengths.at(-1), 'the end is not the longest').toBe(Math.max(...lengths));
    });

    test('the second request carries both earlier messages', async ({ chat, asked }) => {
      const answer = await chat.ask('I feel a little lost today');
      await chat.ask('My brother does too');
      expect(asked[1].messages).toEqual([
        { role: 'user', content: 'I feel a little lost today' },
        { role: 'assistant', content: answer },
        { role: 'user', content: 'My brother does too' },
      ]);
      expect(asked[1]).toMatchObject({ model: 'eliza', stream: true });
    });

    for (const scheme of ['light', 'dark']) {
      test(`axe finds nothing, with every construct of markdown, ${scheme}`, async ({ page, chat }) => {
        await page.emulateMedia({ colorScheme: scheme });
        await expectAccessible(page);
        await chat.ask('Show markdown');
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
