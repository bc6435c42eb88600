// What the visitor can choose and what the widget remembers: models, and answers that were there before.
import { expect, expectAccessible, heard, test } from '../fixtures.mjs';

test('models with a bar between them are a choice; the one that is set is one of it', async ({ page, chat, visit, asked }) => {
  await visit({ models: 'two|length' });
  await expect(chat.models.locator('option')).toHaveText(['eliza', 'two', 'length']);
  await expect(chat.models).toHaveValue('eliza');
  await expectAccessible(page);
  await chat.ask('I like letters');
  await chat.models.selectOption('length');
  await chat.ask('I like stamps');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await chat.ask('I like coins');
  expect(asked.map(({ model }) => model)).toEqual(['eliza', 'length', 'length']);
  await expect(chat.models).toHaveValue('length');
});

test('beside the choice a heading of two words is whole, also on the narrowest phone', async ({ page, chat, visit }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  await visit({ models: ['llama-3.3-70b-instruct', 'two'], heading: 'Support assistant' });
  await expect(chat.models).toBeVisible();
  const heading = page.getByRole('heading', { name: 'Support assistant' });
  const cut = await heading.evaluate((element) => [element.scrollHeight - element.clientHeight, element.scrollWidth - element.clientWidth]);
  expect(cut).toEqual([0, 0]);
});

test('the choice is made by keyboard, and goes with the option', async ({ page, chat, visit, asked }) => {
  await visit({ models: ['eliza', 'two'] });
  await chat.models.focus();
  await page.keyboard.press('ArrowDown');
  await expect(chat.models).toHaveValue('two');
  await chat.ask('I like letters');
  await page.locator('causerie-chat').evaluate((element) => element.update({ models: null }));
  await expect(chat.models).toHaveCount(0);
  await chat.ask('I like stamps');
  expect(asked.map(({ model }) => model)).toEqual(['two', 'eliza']);
});

test('what the choice shows is what is asked, also after the page has set another model', async ({ page, chat, visit, asked }) => {
  await visit({ models: 'eliza|two' });
  await page.locator('causerie-chat').evaluate((element) => element.update({ model: 'two' }));
  await expect(chat.models).toHaveValue('two');
  await chat.ask('I like letters');
  expect(asked.at(-1).model).toBe('two');
});

test('a choice that is no longer there is not asked', async ({ page, chat, visit, asked }) => {
  await visit({ models: 'eliza|two' });
  await chat.models.selectOption('two');
  await page.locator('causerie-chat').evaluate((element) => element.update({ models: 'eliza|length' }));
  await expect(chat.models.locator('option')).toHaveText(['eliza', 'length']);
  await chat.ask('I like letters');
  expect(asked.at(-1).model).toBe(await chat.models.inputValue());
});

test('one model is no choice', async ({ chat, visit }) => {
  await visit({ models: 'eliza' });
  await expect(chat.models).toHaveCount(0);
});

test('with a cache the same question in a new conversation is answered from memory, and Regenerate asks', async ({ page, chat, visit, asked }) => {
  await visit({ cache: 'session' });
  const anew = () => page.getByRole('button', { name: 'New conversation' }).click();
  const first = await chat.ask('I like letters');
  const title = chat.about.locator('summary');
  await expect(title).toHaveText(/^\d+ tokens$/);
  await anew();
  expect(await chat.ask('I like letters')).toBe(first);
  await expect(title).toHaveText('From memory');
  await expect(chat.about).toContainText('This conversation: 0 tokens');
  expect(asked).toHaveLength(1);
  expect(await heard(page, 'response-end')).toHaveLength(2);
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect(title).toHaveText(/^\d+ tokens$/);
  expect(asked).toHaveLength(2);
  await anew();
  await chat.ask('I like stamps');
  await expect(title).toHaveText(/^\d+ tokens$/);
  expect(asked).toHaveLength(3);
});

test('what was asked of another model, or stopped, is not remembered as an answer', async ({ page, chat, visit, asked }) => {
  await visit({ cache: 'session', models: 'eliza|two' });
  const anew = () => page.getByRole('button', { name: 'New conversation' }).click();
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await chat.stop.click();
  await anew();
  await chat.say('Show markdown');
  await expect(chat.answers).toContainText('Everything');
  await chat.stop.click();
  expect(asked).toHaveLength(2);
  await anew();
  await chat.ask('I like letters');
  await anew();
  await chat.models.selectOption('two');
  await chat.ask('I like letters');
  expect(asked.slice(2).map(({ model }) => model)).toEqual(['eliza', 'two']);
});

test('without a cache the same question is asked again', async ({ page, chat, visit, asked }) => {
  await visit({});
  await chat.ask('I like letters');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await chat.ask('I like letters');
  expect(asked).toHaveLength(2);
});
