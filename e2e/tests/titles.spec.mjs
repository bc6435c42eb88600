// titles="model": the model is asked what a conversation is called.
import { List } from '../history.mjs';
import { expect, heard, STATUS_LINE, test } from '../fixtures.mjs';

const ASKED = { persist: 'device', titles: 'model' };
const isTitle = ({ messages }) => messages[0].content.startsWith('Write a title');
/** Answers requests for a title in this way, and lets all others pass. */
const onTitle = (page, answer) => page.route('**/chat/completions', (route) => (isTitle(route.request().postDataJSON()) ? answer(route) : route.continue()));
const opened = async (chat) => {
  const list = new List(chat);
  await list.open();
  return list;
};

test('a title is asked for once, behind the first answer, and is kept', async ({ page, visit, chat, asked }) => {
  await visit({ ...ASKED, system_prompt: 'Be brief', max_tokens: 50, response_format: { type: 'json_object' } });
  await chat.ask('Where do rivers go?');
  const list = await opened(chat);
  await expect(list.names).toHaveText(['About Where do rivers']);
  expect(asked.map(isTitle)).toEqual([false, true]);
  const [, title] = asked;
  expect(title.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(title.messages[1].content).toMatch(/^User:\nWhere do rivers go\?\n\nAssistant:\n./);
  expect(title).toMatchObject({ stream: false, max_tokens: 1024 });
  expect(title.response_format).toBeUndefined();
  // It is no message.
  await expect(chat.answers).toHaveCount(1);
  expect(await heard(page, 'message')).toHaveLength(1);

  await chat.ask('And then?');
  await page.reload();
  await expect(chat.answers).toHaveCount(2);
  await chat.ask('Once more?');
  await list.open();
  await expect(list.names).toHaveText(['About Where do rivers']);
  expect(asked.filter(isTitle)).toHaveLength(1);
});

test('a title that the visitor gave meanwhile stays', async ({ page, visit, chat }) => {
  let answer;
  await onTitle(page, (route) => { answer = () => route.continue(); });
  await visit(ASKED);
  await chat.ask('Where do rivers go?');
  const list = await opened(chat);
  await list.with('rivers', 'Rename');
  await page.keyboard.type('Water');
  await page.keyboard.press('Enter');
  await expect(list.names).toHaveText(['Water']);
  await expect.poll(() => answer).toBeTruthy();
  const replied = page.waitForResponse((response) => isTitle(response.request().postDataJSON()));
  answer();
  await replied;
  await chat.ask('More?');
  await expect(list.names).toHaveText(['Water']);
});

for (const [trouble, answer] of [
  ['is refused', (route) => route.fulfill({ status: 500, body: 'No', headers: { 'access-control-allow-origin': '*' } })],
  ['is empty', (route) => route.fulfill({ json: { choices: [{ message: { content: ' ' } }] }, headers: { 'access-control-allow-origin': '*' } })],
  ['never comes', (route) => route.abort()],
]) {
  test(`a title that ${trouble} is done without, and nobody is bothered`, async ({ page, visit, chat, asked, log }) => {
    log.expected.push(STATUS_LINE, /no title/, /ERR_FAILED/);
    await onTitle(page, answer);
    await visit(ASKED);
    await chat.ask('Where do rivers go?');
    await expect.poll(() => asked.filter(isTitle).length).toBe(1);
    await chat.ask('And then?');
    await expect(chat.notice).toHaveCount(0);
    const list = await opened(chat);
    await expect(list.names).toHaveText(['Where do rivers go?']);
    expect(asked.filter(isTitle)).toHaveLength(1);
    expect(await heard(page, 'error')).toEqual([]);
  });
}

test('the page’s own code has its say in a title: it answers in the place of a server, or refuses', async ({ page, visit, chat, asked }) => {
  await visit(ASKED);
  await page.evaluate(() => {
    document.querySelector('causerie-chat').handler = ({ body }) => (/^Write a title/.test(body.messages[0].content) ? 'From the page' : 'To the sea.');
  });
  await chat.say('Where do rivers go?');
  await expect(chat.answers).toHaveText('To the sea.');
  const list = await opened(chat);
  await expect(list.names).toHaveText(['From the page']);
  expect(asked).toHaveLength(0);

  await visit({ ...ASKED, storage_key: 'other' });
  await page.evaluate(() => {
    globalThis.refused = 0;
    document.querySelector('causerie-chat').beforeSend = ({ body }) => {
      if (!/^Write a title/.test(body.messages[0].content)) return undefined;
      globalThis.refused += 1;
      return false;
    };
  });
  await chat.ask('Where do rivers go?');
  await expect.poll(() => page.evaluate(() => globalThis.refused)).toBe(1);
  await opened(chat);
  await expect(list.names).toHaveText(['Where do rivers go?']);
  expect(asked.map(isTitle)).toEqual([false]);
});

test('nobody is asked where there is no list, or the option is not set', async ({ page, visit, chat, asked }) => {
  for (const options of [{ persist: 'device' }, { ...ASKED, persist: 'none' }, { ...ASKED, history: false, storage_key: 'other' }]) {
    asked.length = 0;
    await visit(options);
    await chat.ask(`Hello, ${JSON.stringify(options)}`);
    await page.waitForTimeout(1500);
    expect(asked.map(isTitle), JSON.stringify(options)).toEqual([false]);
  }
});
