// Structured output: answers that are JSON documents, drawn as trees while they stream.
import { Chat, expect, expectAccessible, heard, test } from '../fixtures.mjs';

const FORMAT = { response_format: { type: 'json_schema', json_schema: { name: 'recipe', schema: { type: 'object' } } } };
const RECIPE = { title: 'Bread', minutes: 45, vegan: true, notes: null, steps: [{ text: 'Mix <b>it</b>' }, { text: 'Bake' }], tags: ['good', 'old'] };

/** Answers with these pieces, through the page's own handler, each when `globalThis.next()` is called. */
const answerInPieces = (page) => page.evaluate(() => {
  const waiting = [];
  const pieces = [];
  globalThis.give = (piece) => { pieces.push(piece); waiting.splice(0).forEach((go) => go()); };
  document.querySelector('causerie-chat').handler = async function* () {
    for (;;) {
      while (!pieces.length) await new Promise((go) => waiting.push(go));
      const piece = pieces.shift();
      if (piece === null) return;
      yield piece;
    }
  };
});
const give = (page, piece) => page.evaluate((piece) => globalThis.give(piece), piece);
const answer = (page, text) => page.evaluate((text) => {
  document.querySelector('causerie-chat').handler = () => text;
}, text);

test('a document is drawn while it streams; what is there stays, and what was folded stays folded', async ({ page, visit, chat }) => {
  await visit(FORMAT);
  await answerInPieces(page);
  await chat.say('A recipe');
  const text = JSON.stringify(RECIPE);
  await give(page, text.slice(0, text.indexOf('ead')));
  const document = page.locator('[part=document]');
  await expect(document).toHaveText('titleBr');
  await document.locator('dt').first().evaluate((node) => { globalThis.first = node; });
  await give(page, text.slice(text.indexOf('ead'), text.indexOf('Bake') + 2));
  await expect(document).toContainText('Mix <b>it</b>');
  await expect(document).toContainText('Ba');
  await document.locator('summary').first().click();
  await expect(document.locator('details').first()).not.toHaveAttribute('open', '');
  await give(page, text.slice(text.indexOf('Bake') + 2));
  await give(page, null);
  await chat.rest();
  await expect(document).toContainText('tags');
  await expect(document.locator('details').first()).not.toHaveAttribute('open', '');
  expect(await document.locator('dt').first().evaluate((node) => node === globalThis.first)).toBe(true);
  await expect(page.locator('[part=document-error]')).toHaveCount(0);
  expect((await heard(page, 'message')).at(-1)).toMatchObject({ content: text, parsed: RECIPE });
  await page.locator('[part=document-raw] summary').click();
  await expect(page.locator('[part=document-raw] pre')).toHaveText(text);
  await expectAccessible(page);
});

test('the format is asked for, and a document stands there again after a reload', async ({ page, visit, chat, asked }) => {
  await visit({ ...FORMAT, history: false });
  await page.route('**/chat/completions', (route) => route.fulfill({ json: { choices: [{ message: { role: 'assistant', content: JSON.stringify(RECIPE) }, finish_reason: 'stop' }] } }));
  await chat.ask('A recipe');
  expect(asked[0]).toMatchObject(FORMAT);
  await expect(page.locator('[part=document]')).toContainText('Bread');
  await page.reload();
  await expect(page.locator('[part=document]')).toContainText('Bread');
  await expect(new Chat(page, page.locator('body'), asked).answers).toHaveCount(1);
});

test('a fence around a document is no part of it', async ({ page, visit, chat }) => {
  await visit({ response_format: 'json_object' });
  await answer(page, '```json\n{"a": [1, 2]}\n```');
  await chat.ask('Well?');
  await expect(page.locator('[part=document]')).toContainText('a');
  await expect(page.locator('[part=document-error]')).toHaveCount(0);
  expect((await heard(page, 'message')).at(-1).parsed).toEqual({ a: [1, 2] });
});

test('a document that is broken says where, and what came is there to be read', async ({ page, visit, chat }) => {
  await visit(FORMAT);
  await answer(page, '{"title": "Bread",\n "minutes": oops}');
  await chat.ask('A recipe');
  await expect(page.locator('[part=document-error]')).toHaveText('This answer is no valid JSON: see line 2, column 13.');
  await page.locator('[part=document-raw] summary').click();
  await expect(page.locator('[part=document-raw] pre')).toContainText('oops');
  expect((await heard(page, 'message')).at(-1)).not.toHaveProperty('parsed');
});

test('what is said in words is read as words', async ({ page, visit, chat }) => {
  await visit(FORMAT);
  await answer(page, 'I **cannot** do that.');
  await chat.ask('A recipe');
  await expect(chat.answers).toHaveText('I cannot do that.');
  await expect(chat.answers.locator('strong')).toHaveText('cannot');
  await expect(page.locator('[part=document]')).toHaveCount(0);
});

test('the page draws a document itself, and is told when it is whole', async ({ page, visit, chat }) => {
  await visit(FORMAT);
  await answerInPieces(page);
  await page.evaluate(() => {
    document.querySelector('causerie-chat').renderJson = (value, isWhole) => {
      if (!value.title) return null;
      return Object.assign(document.createElement('h4'), { textContent: `${value.title}${isWhole ? '.' : ' …'}` });
    };
  });
  await chat.say('A recipe');
  await give(page, '{"minutes": 4, "tit');
  await expect(page.locator('[part=document]')).toContainText('minutes');
  await give(page, 'le": "Bread"');
  await expect(chat.answers.locator('h4')).toHaveText('Bread …');
  await give(page, '}');
  await give(page, null);
  await chat.rest();
  await expect(chat.answers.locator('h4')).toHaveText('Bread.');
  await expect(page.locator('[part=document]')).toHaveCount(0);
});
