// A definition that comes late changes what refers to it, and nothing beside it that a reader has to do with.
import { begin, done, scripted, write } from '../keep.mjs';
import { expect, test } from '../fixtures.mjs';

test.beforeEach(({ context }) => scripted(context));

/** Shows an answer up to its last definition; `define` brings that. */
const told = async ({ page, chat, visit }, text, definition, options = {}) => {
  await visit({ persist: 'none', ...options });
  await begin(chat, 'Tell me');
  await write(page, `${text}\n\nMore.\n\n`);
  await expect(chat.answers.locator('p').last()).toHaveText('More.');
  return async () => {
    await write(page, `${definition}\n\nThe end.\n\n`);
    await expect(chat.answers.locator('p', { hasText: 'The end.' })).toBeVisible();
  };
};

test('what is selected, and what has the focus, stays so', async ({ page, chat, visit }) => {
  const define = await told({ page, chat, visit }, 'Claim[^1] and [real link](https://real.example/x) and plain words.', '[^1]: note');
  const link = chat.answers.getByRole('link', { name: 'real link' });
  const node = await link.elementHandle();
  await link.focus();
  await chat.answers.locator('p').first().evaluate((p) => {
    const text = p.lastChild;
    const range = new Range();
    range.setStart(text, text.data.indexOf('plain'));
    range.setEnd(text, text.data.indexOf('plain') + 'plain words'.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    globalThis.selectedText = [text, range];
  });
  await define();
  await expect(chat.answers.locator('sup')).toHaveCount(1);
  expect(await page.evaluate(() => globalThis.selectedText[0].isConnected && `${globalThis.selectedText[1]}`)).toBe('plain words');
  expect(await node.evaluate((a) => a.isConnected && a.getRootNode().activeElement === a)).toBe(true);
  await done(page);
});

test('a link says its own host, whatever was said of the one before it', async ({ page, chat, visit }) => {
  const define = await told({ page, chat, visit }, 'See [the book][b], then [real link](https://real.example/x "Real title") and words.', '[b]: https://other.example/login');
  const real = chat.answers.getByRole('link', { name: 'real link' });
  await real.hover();
  await expect(real).toHaveAttribute('data-host', 'real.example');
  await define();
  const book = chat.answers.getByRole('link', { name: 'the book' });
  await book.hover();
  await expect(book).toHaveAttribute('data-host', 'other.example');
  expect(await book.getAttribute('title')).toBeNull();
  await expect(real).toHaveAttribute('data-host', 'real.example');
  // Escape takes it away, and nothing else; the focus, when it comes anew, brings it again.
  await real.focus();
  await page.keyboard.press('Escape');
  await expect(real).not.toHaveAttribute('data-host');
  await expect(real).toBeFocused();
  await book.focus();
  await real.focus();
  await expect(real).toHaveAttribute('data-host', 'real.example');
  // Also from the text box, of a link that is only pointed at.
  await book.hover();
  await chat.field.focus();
  await expect(book).toHaveAttribute('data-host', 'other.example');
  await page.keyboard.press('Escape');
  await expect(book).not.toHaveAttribute('data-host');
  await expect(chat.field).toBeVisible();
  await expect(chat.field).toBeFocused();
  await done(page);
});

test('a picture that was shown and a formula that was drawn stay', async ({ page, chat, visit }) => {
  await page.route('https://img.example/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' }));
  const define = await told({ page, chat, visit }, 'Claim[^1], ![a dot](https://img.example/a.svg) and $x^2$ there.', '[^1]: note');
  await chat.answers.getByRole('button', { name: /a dot/ }).click();
  const picture = await chat.answers.locator('img').elementHandle();
  const formula = await chat.answers.locator('math').elementHandle();
  await define();
  await expect(chat.answers.locator('sup')).toHaveCount(1);
  for (const node of [picture, formula]) expect(await node.evaluate((there) => there.isConnected)).toBe(true);
  await done(page);
});

test('what thousands of references wait for is drawn over many frames, also when the answer has ended with it', async ({ page, chat, visit }) => {
  await visit({ persist: 'none' });
  await begin(chat, 'Tell me');
  const count = 4000;
  await write(page, 'See [this].\n\n'.repeat(count));
  await expect(chat.answers.locator('p')).toHaveCount(count, { timeout: 20_000 });
  await page.evaluate(() => {
    const content = document.querySelector('causerie-chat').shadowRoot.querySelector('.assistant .content');
    globalThis.drawn = [];
    const watch = () => {
      globalThis.drawn.push(content.getElementsByTagName('a').length);
      requestAnimationFrame(watch);
    };
    watch();
  });
  await write(page, '[this]: https://there.example/');
  await done(page);
  await expect(chat.answers.locator('a')).toHaveCount(count, { timeout: 20_000 });
  await expect(chat.answers).not.toContainText('[');
  const steps = await page.evaluate(() => globalThis.drawn.filter((links, at, all) => at && links > all[at - 1]).length);
  expect(steps, 'frames with new links').toBeGreaterThan(1);
});
