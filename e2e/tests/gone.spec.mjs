// A widget that goes, or is stopped, while something is waited for: nothing of it goes on, and nothing else is harmed.
import { archiveName, begin, done, exchange, halfIsThere, HELD, keptTexts, records, scripted, write } from '../keep.mjs';
import { chunk } from '../hand.mjs';
import { expect, test } from '../fixtures.mjs';

/** The widget in the page. */
const WIDGET = 'causerie-chat';

test('a title is not asked for, and never past the page’s own code, once the widget has gone', async ({ page, visit, chat, asked }) => {
  await visit({ persist: 'device', titles: 'model' });
  await page.evaluate((widget) => {
    let count = 0;
    Object.assign(document.querySelector(widget), {
      beforeSend: () => undefined,
      // One for the question; the one for its title is given when `globalThis.give` is called.
      getToken: () => (count++ === 0 ? 'a token' : new Promise((go) => { globalThis.give = go; })),
    });
  }, WIDGET);
  await chat.ask('Where do rivers go?');
  await expect.poll(() => page.evaluate(() => typeof globalThis.give)).toBe('function');
  await page.evaluate(async (widget) => {
    document.querySelector(widget).remove();
    await new Promise((go) => setTimeout(go, 50));
    globalThis.give('a token');
    await new Promise((go) => setTimeout(go, 200));
  }, WIDGET);
  expect(asked).toHaveLength(1);
});

test('a document that goes in mid-answer is drawn no more', async ({ page, visit, chat }) => {
  await scripted(page.context());
  await visit({ persist: 'none', response_format: { type: 'json_object' } });
  await begin(chat, 'A recipe');
  await write(page, '{"title": "Bread", "steps": ["Mix"');
  await expect(page.locator('[part=document]')).toContainText('Mix');
  const piece = chunk({ content: ', "Bake"' });
  // Each time the next frame is drawn without a widget.
  for (let time = 0; time < 5; time += 1) {
    await page.evaluate(async ([widget, piece]) => {
      const element = document.querySelector(widget);
      const { parentNode } = element;
      globalThis.answer?.enqueue(new TextEncoder().encode(piece));
      await new Promise((go) => setTimeout(go));
      element.remove();
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
      globalThis.answer = undefined;
      parentNode.append(element);
    }, [WIDGET, piece]);
    await expect(chat.field).toBeVisible();
    await begin(chat, 'Another one');
    await write(page, '{"title": "Soup"');
    await expect(page.locator('[part=document]').last()).toContainText('Soup');
  }
});

test('a tool that was stopped before it ran does not run', async ({ page, visit, chat }) => {
  await visit({ model: 'caller' });
  await page.evaluate((widget) => {
    globalThis.ran = [];
    const tool = (name) => ({ name, description: name, execute: () => { globalThis.ran.push(name); return 'done'; } });
    document.querySelector(widget).tools = [tool('first'), tool('second')];
    let count = 0;
    addEventListener('causerie:tool-call', () => {
      count += 1;
      if (count === 2) document.querySelector(widget).stop();
    });
  }, WIDGET);
  await chat.say('call first {} & second {}');
  await expect(page.locator('[part=tool-state]').last()).toHaveText(/stopped/i);
  await expect(chat.log).toHaveAttribute('aria-busy', 'false');
  await page.evaluate(() => new Promise((go) => setTimeout(go, 50)));
  expect(await page.evaluate(() => globalThis.ran)).toEqual([]);
});

test('a page that puts the widget back when it hears of the end of its answer has it back', async ({ page, visit, chat }) => {
  await scripted(page.context());
  await visit({ persist: 'none' });
  await begin(chat, 'Hello');
  await write(page, 'Half');
  await expect(chat.answers).toHaveText(['Half']);
  await page.evaluate((widget) => {
    const element = document.querySelector(widget);
    const { parentNode } = element;
    element.addEventListener('causerie:message', () => parentNode.append(element), { once: true });
    element.remove();
  }, WIDGET);
  await expect(chat.answers).toHaveText(['Half']);
  await exchange(chat, 'More', 'Whole');
  await expect(chat.answers).toHaveText(['Half', 'Whole']);
});

test('what is erased is erased, also where the widget goes at once', async ({ page, context, stranger, visit, chat }) => {
  await scripted(context);
  await visit({ persist: 'device' });
  await exchange(chat, 'Secret', 'One');
  await expect.poll(() => keptTexts(page)).toEqual(['Secret', 'One']);
  const release = await HELD.archive(page, stranger);
  await page.reload();
  // It waits for what was kept, as long as that is waited for; then it is on its way to the archive.
  await exchange(chat, 'More', 'Two');
  await halfIsThere(page);
  await page.evaluate(async (widget) => {
    const element = document.querySelector(widget);
    element.clear();
    await new Promise((go) => setTimeout(go, 50));
    element.remove();
  }, WIDGET);
  await release();
  await expect.poll(() => records(page, 'messages')).toEqual([]);
  await page.evaluate(() => new Promise((go) => setTimeout(go, 300)));
  expect(await records(page, 'messages')).toEqual([]);
  await page.reload();
  await expect(chat.field).toBeVisible();
  await expect(chat.questions).toHaveCount(0);
});

test('what was kept under one key is not shown under another, which the page sets meanwhile', async ({ page, context, stranger, visit, chat }) => {
  await scripted(context);
  await visit({ persist: 'device' });
  await exchange(chat, 'Of Ann', 'One');
  await expect.poll(() => keptTexts(page)).toEqual(['Of Ann', 'One']);
  await page.evaluate((widget) => document.querySelector(widget).update({ 'storage-key': 'bob' }), WIDGET);
  await page.evaluate((widget) => document.querySelector(widget).newThread(), WIDGET);
  await exchange(chat, 'Of Bob', 'Two');
  await expect.poll(() => records(page, 'conversations')).toHaveLength(2);
  const name = await archiveName(stranger);
  const release = await HELD.archive(page, stranger);
  // The half that reads is there then, and waits for the archive.
  const isAsked = page.waitForRequest(`**/${name}`);
  await page.reload();
  await isAsked;
  await chat.say('Of whoever is there');
  await page.evaluate((widget) => document.querySelector(widget).update({ 'storage-key': 'bob' }), WIDGET);
  await release();
  // What waited to be asked is asked there, once.
  await expect.poll(() => page.evaluate(() => globalThis.asked.length)).toBe(1);
  await write(page, 'Three');
  await done(page);
  await expect(chat.questions).toHaveText(['Of Bob', 'Of whoever is there']);
  await expect(chat.field).toHaveValue('');
  await page.reload();
  await expect(chat.field).toHaveValue('');
});

test('an address for feedback that is taken away while something is sent there harms nothing', async ({ page, visit, chat }) => {
  const posted = [];
  let first;
  await page.route('**/feedback', (route) => {
    posted.push(route.request().postDataJSON().rating);
    if (first) return route.fulfill({ status: 204 });
    first = route;
  });
  await visit({ persist: 'none', feedback: true, 'feedback-url': '/feedback' });
  await chat.ask('Hello');
  await page.getByRole('button', { name: 'Good answer' }).click();
  await expect.poll(() => posted).toEqual(['up']);
  await page.evaluate((widget) => document.querySelector(widget).update({ 'feedback-url': null }), WIDGET);
  await page.getByRole('button', { name: 'Bad answer' }).click();
  await first.fulfill({ status: 204 });
  await page.evaluate((widget) => document.querySelector(widget).update({ 'feedback-url': '/feedback' }), WIDGET);
  await page.getByRole('button', { name: 'Good answer' }).click();
  // What was said without an address is sent only if there was one again before the reply.
  await expect.poll(() => posted.join(' ')).toMatch(/^up (down )?up$/);
});
