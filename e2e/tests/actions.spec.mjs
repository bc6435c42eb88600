// What can be done with a message: edit, regenerate, step, delete and undo, quote, copy, and say what one thinks of it.
import { Chat, STATUS_LINE, expect, expectAccessible, focused, heard, test, withModel } from '../fixtures.mjs';

const action = (page, role, part, at = -1) => page.locator(`[part~=${role}]`).nth(at).locator(`[part=${part}]`);
const more = async (page, role, part, at = -1) => {
  await action(page, role, 'more', at).click();
  await action(page, role, part, at).click();
};
const position = (page, role, at = -1) => page.locator(`[part~=${role}]`).nth(at).locator('.position');
const earlier = (count) => Array.from({ length: count }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: i % 2 ? `Answer **${i}**.\n\nMore of it.` : `Question ${i}` }));
/** Earlier messages; the oldest of them are drawn in idle time. */
const open = async (page, count) => {
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, earlier(count));
  await expect(page.locator('.message')).toHaveCount(count);
};
const texts = (page) => page.evaluate(() => document.querySelector('causerie-chat').messages.map(({ content }) => content));
const sent = (asked) => asked.at(-1).messages.map(({ content }) => content);

test('an edited question is asked in a branch of its own, and the old one is a step away', async ({ page, chat, visit, asked }) => {
  await visit({});
  await open(page, 4);
  await action(page, 'user', 'edit', 0).click();
  const box = page.getByRole('textbox', { name: 'Edit' });
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('Question 0');
  await page.keyboard.press('End');
  await page.keyboard.type(' again');
  await page.keyboard.press('Enter');
  await expect(chat.questions).toHaveText(['Question 0 again']);
  await chat.rest();
  expect(sent(asked)).toEqual(['Question 0 again']);
  await expect(chat.answers).toHaveCount(1);
  await expect(position(page, 'user')).toHaveText('2/2');
  expect(await heard(page, 'send')).toEqual([{ text: 'Question 0 again' }]);
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect(chat.questions).toHaveText(['Question 0', 'Question 2']);
  expect(await texts(page)).toEqual(earlier(4).map(({ content }) => content));
  await page.getByRole('button', { name: 'Next version' }).click();
  await expect(chat.questions).toHaveText(['Question 0 again']);
  await chat.ask('And then?');
  expect(sent(asked)).toHaveLength(3);
});

test('Escape leaves a question as it was and gives the focus back, and the panel stays', async ({ page, chat, visit }) => {
  await visit({});
  await page.evaluate(() => { const widget = document.querySelector('causerie-chat'); widget.update({ mode: 'floating' }); widget.open(); });
  await open(page, 2);
  await action(page, 'user', 'edit').focus();
  await page.keyboard.press('Enter');
  // What edits may still have to be loaded.
  await expect(page.getByRole('textbox', { name: 'Edit' })).toBeFocused();
  await page.keyboard.type('Something else');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Escape');
  await expect(chat.questions).toHaveText(['Question 0']);
  expect(await focused(page)).toBe('Edit');
  await expect(chat.panel).toBeVisible();
  await action(page, 'user', 'edit').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await focused(page)).toBe('Edit');
  await action(page, 'user', 'edit').click();
  await page.getByRole('textbox', { name: 'Edit' }).fill('   ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Edit' })).toBeVisible();
});

test('what is typed into the box of a question stays where its message is drawn anew', async ({ page, chat, visit, asked }) => {
  await visit({});
  await open(page, 2);
  await action(page, 'user', 'edit').click();
  const box = page.getByRole('textbox', { name: 'Edit' });
  await box.fill('Half a');
  for (const labels of [{ send: 'Go' }, { send: 'Los' }]) {
    await page.evaluate((labels) => { document.querySelector('causerie-chat').labels = labels; }, labels);
    await expect(page.getByRole('button', { name: labels.send, exact: true })).toBeVisible();
    await expect(box).toHaveValue('Half a');
  }
  await box.press('End');
  await box.pressSequentially(' question');
  await box.press('Enter');
  await expect(chat.questions).toHaveText(['Half a question']);
  await chat.rest();
  expect(sent(asked)).toEqual(['Half a question']);
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect(chat.questions).toHaveText(['Question 0']);
  await expect(box).toHaveCount(0);
});

test('a comment that is drawn anew goes with the thumb that was pressed last', async ({ page, chat, visit }) => {
  await visit({ feedback: 'on' });
  await page.evaluate(() => { globalThis.told = []; addEventListener('causerie:feedback', ({ detail }) => globalThis.told.push([detail.rating, detail.comment])); });
  await open(page, 2);
  await action(page, 'assistant', 'up').click();
  await action(page, 'assistant', 'down').click();
  const box = page.getByRole('textbox', { name: 'Your comment' });
  await box.fill('Too short');
  // It is looked five times a second where the reader writes: timers of a page come in their order, however late.
  await page.evaluate(() => new Promise((go) => setTimeout(() => setTimeout(() => setTimeout(go, 250), 250), 250)));
  const before = await box.elementHandle();
  await page.evaluate(() => { document.querySelector('causerie-chat').labels = { send: 'Go' }; });
  await expect.poll(() => before.evaluate((box) => box.isConnected)).toBe(false);
  await expect(box).toHaveValue('Too short');
  await expect(box).toBeFocused();
  await box.press('Enter');
  await expect.poll(() => page.evaluate(() => globalThis.told)).toEqual([['up', ''], ['down', ''], ['down', 'Too short']]);
});

test('an Escape of an input method leaves the box of a question open', async ({ page, visit }) => {
  await visit({});
  await open(page, 4);
  await action(page, 'user', 'edit').click();
  const box = page.getByRole('textbox', { name: 'Edit' });
  await expect(box).toBeFocused();
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await page.keyboard.press('Escape');
  await session.send('Input.insertText', { text: '日本' });
  await expect(box).toHaveValue(/日本/);
});

test('any answer is regenerated beside itself, and what followed it is kept', async ({ page, chat, visit, asked }) => {
  await visit({});
  await open(page, 6);
  await action(page, 'assistant', 'regenerate', 1).click();
  await expect(chat.questions).toHaveText(['Question 0', 'Question 2']);
  await chat.rest();
  expect(sent(asked)).toEqual(earlier(3).map(({ content }) => content));
  await expect(position(page, 'assistant')).toHaveText('2/2');
  await page.getByRole('button', { name: 'Previous answer' }).click();
  await expect(chat.questions).toHaveText(['Question 0', 'Question 2', 'Question 4']);
  await expect(position(page, 'assistant', 1)).toHaveText('1/2');
});

test('if nothing comes of it, the old answer is there again, and why is said', async ({ page, chat, visit, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({ retries: 0 });
  await open(page, 4);
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 500, body: '' }));
  await action(page, 'assistant', 'regenerate', 0).click();
  await expect(page.locator('[part=toast]')).toContainText('has a problem');
  await chat.rest();
  await expect(chat.answers).toHaveCount(2);
  await expect(page.locator('.position')).toHaveCount(0);
  expect(await texts(page)).toEqual(earlier(4).map(({ content }) => content));
});

test('alternatives are stepped through by keyboard; focus and place stay', async ({ page, chat, visit }) => {
  await visit({});
  await open(page, 40);
  for (const number of ['2/2', '3/3']) {
    await action(page, 'assistant', 'regenerate', 9).click();
    await expect(position(page, 'assistant', 9)).toHaveText(number);
    await chat.rest();
  }
  const previous = page.getByRole('button', { name: 'Previous answer' });
  await previous.focus();
  await page.keyboard.press('Enter');
  await expect(position(page, 'assistant', 9)).toHaveText('2/3');
  await expect(previous).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(position(page, 'assistant', 9)).toHaveText('1/3');
  await expect(previous).toBeFocused();
  await expect(previous).toBeInViewport();
  await expect(previous).toHaveAttribute('aria-disabled', 'true');
  await expect(chat.status).toHaveText('1/3');
  await expect(chat.questions).toHaveCount(20);
  await page.keyboard.press('ArrowLeft');
  await expect(position(page, 'assistant', 9)).toHaveText('1/3');
  const top = () => chat.log.evaluate((log) => log.scrollTop);
  const before = await top();
  await page.keyboard.press('ArrowRight');
  await expect(position(page, 'assistant', 9)).toHaveText('2/3');
  await expect(previous).toBeFocused();
  await expect(previous).toBeInViewport();
  expect(await top()).toBeLessThanOrEqual(before);
  await page.keyboard.press('ArrowLeft');
  await expect(position(page, 'assistant', 9)).toHaveText('1/3');
  expect(Math.abs(await top() - before)).toBeLessThan(120);
});

test('several answers of one reply and alternatives to it are one row of steps', async ({ page, chat, visit }) => {
  await visit({ model: 'two' });
  await chat.ask('I like letters');
  await expect(position(page, 'assistant')).toHaveText('1/2');
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await chat.rest();
  await expect(position(page, 'assistant')).toHaveText('3/4');
  const previous = page.getByRole('button', { name: 'Previous answer' });
  for (const number of ['2/4', '1/4']) {
    await previous.click();
    await expect(position(page, 'assistant')).toHaveText(number);
    await expect(previous).toBeFocused();
  }
  await page.getByRole('button', { name: 'Next answer' }).click();
  await page.getByRole('button', { name: 'Next answer' }).click();
  await expect(position(page, 'assistant')).toHaveText('3/4');
});

test('a message goes with what followed it, and comes back', async ({ page, chat, visit, asked }) => {
  await visit({});
  await open(page, 6);
  await more(page, 'user', 'delete', 1);
  await expect(chat.questions).toHaveText(['Question 0']);
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await expect(chat.status).toHaveText('Message deleted, with what followed it');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(chat.questions).toHaveText(['Question 0', 'Question 2', 'Question 4']);
  await expect(undo).toHaveCount(0);
  await expect(action(page, 'user', 'more', 1)).toBeFocused();
  // Two are taken back one after the other, the last one first, also after something else was said.
  await more(page, 'assistant', 'delete', 2);
  await more(page, 'user', 'delete', 2);
  await expect(chat.questions).toHaveCount(2);
  await chat.ask('Something else');
  expect(sent(asked)).toEqual([...earlier(4).map(({ content }) => content), 'Something else']);
  await undo.click();
  await expect(chat.questions).toHaveText(['Question 0', 'Question 2', 'Question 4']);
  await expect(position(page, 'user', 2)).toHaveText('1/2');
  await undo.click();
  await expect(undo).toHaveCount(0);
  expect(await texts(page)).toEqual(earlier(6).map(({ content }) => content));
});

test('the way back stays for ten seconds and goes with the next action after that', async ({ page, chat, visit }) => {
  await page.clock.install();
  await visit({});
  await open(page, 4);
  await more(page, 'user', 'delete', 1);
  const undo = page.getByRole('button', { name: 'Undo' });
  await page.clock.fastForward(9_000);
  await chat.say('One');
  await expect(chat.answers).toHaveCount(2);
  await page.clock.runFor(3_000);
  await chat.rest();
  await expect(undo).toBeVisible();
  await page.clock.fastForward(20_000);
  await expect(undo).toBeVisible();
  await chat.say('Two');
  await expect(undo).toHaveCount(0);
});

test('the whole conversation can be deleted and comes back; a new one ends that', async ({ page, chat, visit }) => {
  await visit({ suggestions: 'Hello' });
  await open(page, 2);
  await more(page, 'user', 'delete', 0);
  await expect(page.getByRole('button', { name: 'Hello' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(chat.questions).toHaveText(['Question 0']);
  await more(page, 'user', 'delete', 0);
  await page.evaluate(() => document.querySelector('causerie-chat').newThread());
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('a message, or what is selected of it, is quoted below what stands in the text box', async ({ page, chat, visit }) => {
  await visit({});
  await open(page, 2);
  await more(page, 'assistant', 'quote');
  await expect(chat.field).toBeFocused();
  await expect(chat.field).toHaveValue('> Answer **1**.\n> \n> More of it.\n\n');
  await chat.field.fill('As you say:');
  await chat.answers.locator('p').last().dblclick({ position: { x: 5, y: 8 } });
  await action(page, 'assistant', 'quote').click();
  await expect(chat.field).toHaveValue('As you say:\n\n> More\n\n');
  await page.keyboard.type('Really?');
  await expect(chat.field).toHaveValue('As you say:\n\n> More\n\nReally?');
});

test('an answer is copied as markdown, and as the text that is seen', async ({ page, chat, visit, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit({});
  const content = '# Title\n\nSome **bold** words.\n\n```rust\nfn f() {}\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |';
  await page.evaluate((content) => { document.querySelector('causerie-chat').messages = [{ role: 'user', content: 'Q' }, { role: 'assistant', content }]; }, content);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await action(page, 'assistant', 'copy').click();
  await expect.poll(clipboard).toBe(content);
  await more(page, 'assistant', 'copy-text');
  await expect.poll(clipboard).toMatch(/^Title\n+Some bold words\.\n+fn f\(\) \{\}\n+a\tb\n1\t2\n*$/);
  await expect(chat.status).toHaveText('Copied');
  await page.keyboard.press('Escape');
  await expect(action(page, 'assistant', 'more')).toBeFocused();
  await expect(page.locator('[part=menu]')).toHaveCount(0);
});

test('feedback is an event and is posted, once, also if the device was offline meanwhile', async ({ page, demo, chat, visit, context }) => {
  const posted = [];
  await page.route('**/feedback', (route) => { posted.push(route.request().postDataJSON()); return route.fulfill({ status: 204 }); });
  await visit({ 'feedback-url': '/feedback' });
  await page.evaluate(() => { globalThis.told = []; addEventListener('causerie:feedback', ({ detail }) => globalThis.told.push(detail)); });
  await open(page, 4);
  await action(page, 'assistant', 'up').click();
  await expect(action(page, 'assistant', 'up')).toHaveAttribute('aria-pressed', 'true');
  await expect(chat.status).toHaveText('Thank you for your feedback');
  const wanted = { rating: 'up', comment: '', question: 'Question 2', message: 'Answer **3**.\n\nMore of it.' };
  await expect.poll(() => posted).toMatchObject([wanted]);
  await context.setOffline(true);
  await action(page, 'assistant', 'down').click();
  await page.getByRole('textbox', { name: 'Your comment' }).fill('Too short');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(action(page, 'assistant', 'down')).toBeFocused();
  await expect(action(page, 'assistant', 'up')).toHaveAttribute('aria-pressed', 'false');
  expect(posted).toHaveLength(1);
  await context.setOffline(false);
  await expect.poll(() => posted.map(({ rating, comment }) => [rating, comment])).toEqual([['up', ''], ['down', ''], ['down', 'Too short']]);
  await action(page, 'assistant', 'up', 0).click();
  await expect.poll(() => posted.length).toBe(4);
  expect(await page.evaluate(() => globalThis.told)).toEqual(posted);
  expect(new Set(posted.map(({ id }) => id)).size).toBe(2);
});

test('what is opened below the last message is in view', async ({ page, chat, visit }) => {
  await visit({ feedback: 'on' });
  await open(page, 20);
  for (const [part, opened] of [['more', 'menu'], ['down', 'form']]) {
    await action(page, 'assistant', part).click();
    await expect(page.locator(`[part=${opened}]`)).toBeInViewport({ ratio: 0.9 });
  }
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('the page is called back with feedback, and a callback that throws harms nothing', async ({ page, chat, visit, log }) => {
  await visit({ feedback: 'on' });
  await page.evaluate(() => {
    globalThis.told = [];
    document.querySelector('causerie-chat').onFeedback = (told) => {
      globalThis.told.push(told);
      if (told.rating === 'down') throw new Error('not today');
    };
  });
  await chat.ask('Hello');
  await page.getByRole('button', { name: 'Good answer' }).click();
  await page.getByRole('button', { name: 'Bad answer' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.told.map(({ rating, question }) => [rating, question]))).toEqual([['up', 'Hello'], ['down', 'Hello']]);
  expect(log.warnings.filter((words) => words.includes('not today'))).toHaveLength(1);
});

test('a Leptos app is called back with feedback', async ({ page, demo }) => {
  await page.goto(`${demo.url}/examples/leptos-app/`);
  const chat = new Chat(page, page.locator('main'));
  await chat.ask('Hello');
  await page.locator('main').getByRole('button', { name: 'Good answer' }).click();
  await expect(page.locator('output').first()).toHaveText('up');
});

test('without being wanted, there are no thumbs', async ({ page, visit }) => {
  await visit({});
  await open(page, 2);
  await expect(page.locator('[part=up], [part=down]')).toHaveCount(0);
  await page.evaluate(() => document.querySelector('causerie-chat').update({ feedback: 'on' }));
  await open(page, 2);
  await expect(page.locator('[part=up], [part=down]')).toHaveCount(2);
});

test('while an answer arrives nothing is offered that would ask or change, and the focus is not lost', async ({ page, chat, visit }) => {
  await visit({ model: 'slow' });
  await open(page, 4);
  await action(page, 'user', 'edit', 0).focus();
  await page.evaluate(() => document.querySelector('causerie-chat').send('Go on'));
  await expect(chat.field).toBeFocused();
  await action(page, 'user', 'more', 0).click();
  for (const part of ['edit', 'regenerate', 'delete', 'previous']) await expect(page.locator(`[part=${part}]:visible`)).toHaveCount(0);
  await expect(action(page, 'user', 'quote', 0)).toBeVisible();
  await chat.rest();
  await expect(action(page, 'user', 'delete', 0)).toBeVisible();
  await page.evaluate(() => document.querySelector('causerie-chat').update({ endpoint: '' }));
  await expect(page.locator('[part=edit]:visible, [part=regenerate]:visible')).toHaveCount(0);
  await expect(action(page, 'user', 'delete', 0)).toBeVisible();
});

test('a failed answer is replaced by Retry, a stopped one stays beside the new one', async ({ page, chat, visit, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({ retries: 0 });
  await withModel(page, 'error-500');
  await chat.say('Show markdown');
  await expect(chat.retry).toBeVisible();
  await withModel(page, 'eliza');
  await chat.retry.click();
  await expect(chat.answers).toContainText('Everything');
  await chat.stop.click();
  await expect(page.locator('.position')).toHaveCount(0);
  await expect(page.locator('[part=regenerate]:visible')).toHaveCount(0);
  await chat.retry.click();
  await chat.rest();
  await expect(position(page, 'assistant')).toHaveText('2/2');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 380, height: 720 }, hasTouch: true });

  test('fingers see and hit every action, and nothing is wider than the screen', async ({ page, chat, visit }) => {
    await visit({ feedback: 'on' });
    await open(page, 4);
    await action(page, 'assistant', 'regenerate').tap();
    await expect(position(page, 'assistant')).toHaveText('2/2');
    await chat.rest();
    for (const role of ['user', 'assistant']) await action(page, role, 'more').tap();
    await expect(page.getByRole('button', { name: 'Jump to latest' })).toHaveCount(0);
    for (const button of await chat.panel.getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box.width, box.height), await button.getAttribute('part')).toBeGreaterThanOrEqual(24);
      expect(box.x + box.width).toBeLessThanOrEqual(380);
    }
    await expectAccessible(page);
    await action(page, 'user', 'edit').tap();
    await expect(page.getByRole('textbox', { name: 'Edit' })).toBeFocused();
    const size = await page.getByRole('textbox', { name: 'Edit' }).evaluate((box) => parseFloat(getComputedStyle(box).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
    expect(await chat.log.evaluate((log) => log.scrollWidth - log.clientWidth)).toBe(0);
  });
});

test('the box for a comment stands below the buttons, and copied text has no words of ours', async ({ page, chat, visit, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.route('**/chat/completions', (route) => route.fulfill({ json: { choices: [{ message: { role: 'assistant', content: 'Look:\n\n![a boat](https://pictures.example/boat.png)' }, finish_reason: 'stop' }] } }));
  await visit({ feedback: true });
  await chat.ask('A boat');
  await more(page, 'assistant', 'copy-text');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('Look:\n\na boat');
  await action(page, 'assistant', 'down').click();
  const [buttons, box] = await Promise.all([action(page, 'assistant', 'down'), page.getByRole('textbox', { name: 'Your comment' })].map((part) => part.boundingBox()));
  expect(box.y).toBeGreaterThanOrEqual(buttons.y + buttons.height);
});

test('from right to left the steps point, and the arrows go, the other way', async ({ page, chat, visit }) => {
  await visit({});
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await chat.ask('Hello');
  await action(page, 'assistant', 'regenerate').click();
  await chat.rest();
  await expect(position(page, 'assistant')).toHaveText('2/2');
  const [previous, next] = [action(page, 'assistant', 'previous'), action(page, 'assistant', 'next')];
  expect((await previous.boundingBox()).x).toBeGreaterThan((await next.boundingBox()).x);
  await expect(previous.locator('.icon')).toHaveCSS('transform', 'matrix(-1, 0, 0, 1, 0, 0)');
  await previous.focus();
  await page.keyboard.press('ArrowRight');
  await expect(position(page, 'assistant')).toHaveText('1/2');
  await page.keyboard.press('ArrowLeft');
  await expect(position(page, 'assistant')).toHaveText('2/2');
});
