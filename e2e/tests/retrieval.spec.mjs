// context="retrieve": the earlier turns that are most like the question are sent on top of the newest.
import { openTab } from '../keep.mjs';
import { expect, STATUS_LINE, test } from '../fixtures.mjs';
import { startApi } from '../servers.mjs';

const topics = ['volcanoes erupting lava', 'waldo the terrier eats carrots', 'violins and cellos', 'glaciers melting slowly', 'bicycles with gears', 'lighthouse keepers', 'sourdough bread baking', 'chess openings', 'medieval castles', 'origami cranes'];
const earlier = topics.flatMap((topic, i) => [
  { role: 'user', content: `Question ${i}: ${`${topic} `.repeat(8)}` },
  { role: 'assistant', content: `Answer ${i}: ${`about ${topic} `.repeat(8)}` },
]);
const OPTIONS = { context: 'retrieve', context_tokens: 768, embeddings_model: 'bag-of-words', system_prompt: 'Be brief' };
const ROOM = 768 - 96;

const tokens = ({ messages }) => messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4) + 4, 3);
const names = ({ messages }) => messages.map(({ content }) => content.split(':')[0]);
const fill = (page) => page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, earlier);
const still = (page) => page.locator('[part~=message]', { has: page.locator('[part=kept]', { hasText: 'Still sent' }) });
const line = (page) => page.locator('[part~=message][data-unsent]');

/** The requests for embeddings. */
const embedded = (page) => {
  const all = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/embeddings')) all.push(request);
  });
  return all;
};

test('the most similar turns come back in their order, on top of the newest, and the log tells them apart', async ({ page, visit, chat, asked }) => {
  const requests = embedded(page);
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('What is it that waldo eats, carrots?');
  const sent = names(asked[0]);
  expect(sent.slice(0, 3)).toEqual(['Be brief', 'Question 1', 'Answer 1']);
  expect(sent.slice(-3)).toEqual(['Question 9', 'Answer 9', 'What is it that waldo eats, carrots?']);
  expect(sent).not.toContain('Question 0');
  const numbers = sent.filter((name) => name.startsWith('Question ')).map((name) => Number(name.slice(9)));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(tokens(asked[0])).toBeLessThanOrEqual(ROOM);

  // Messages above the line that are sent all the same say so; the others do not.
  await expect(line(page)).toHaveCount(1);
  await expect(still(page).first()).toContainText('Question 1:');
  const marked = await still(page).evaluateAll((all) => all.map((message) => message.querySelector('.content').textContent.split(':')[0]));
  const tail = names(asked[0]).indexOf((await line(page).locator('.content').textContent()).split(':')[0]);
  expect(marked).toEqual(sent.slice(1, tail));

  // The question and each earlier turn that is not sent anyway, once, in one request.
  expect(requests).toHaveLength(1);
  const { model, input } = requests[0].postDataJSON();
  expect(model).toBe('bag-of-words');
  expect(input[0]).toBe('What is it that waldo eats, carrots?');
  expect(input.filter((text) => text.startsWith('Question 1:'))).toHaveLength(1);

  // What has a vector needs none again.
  await chat.ask('And who plays violins and cellos?');
  const again = requests.slice(1).flatMap((request) => request.postDataJSON().input);
  expect(again[0]).toBe('And who plays violins and cellos?');
  expect(again.filter((text) => input.includes(text))).toEqual([]);
  expect(names(asked[1])).toContain('Question 2');
});

test('without a limit, or while all fits, nothing is asked aside', async ({ page, visit, chat, asked }) => {
  const requests = embedded(page);
  await visit({ ...OPTIONS, context_tokens: 4096 });
  await fill(page);
  await chat.ask('What does waldo eat?');
  expect(asked[0].messages).toHaveLength(earlier.length + 2);
  expect(requests).toHaveLength(0);
  await expect(line(page)).toHaveCount(0);
});

test('an answer that goes on is asked for with what is like its question', async ({ page, visit, chat, asked }) => {
  const requests = embedded(page);
  await visit({ ...OPTIONS, model: 'length' });
  await fill(page);
  await chat.ask('What is it that waldo eats, carrots?');
  expect(names(asked[0])).toContain('Question 1');
  await chat.goOn.click();
  await expect.poll(() => asked.length).toBe(2);
  await chat.rest();
  const sent = names(asked[1]);
  expect(sent.at(-3)).toBe('What is it that waldo eats, carrots?');
  expect(sent).toContain('Question 1');
  // The words that ask for it are nobody's.
  const texts = requests.flatMap((request) => request.postDataJSON().input);
  expect(texts).not.toContain(asked[1].messages.at(-1).content);
  expect(texts.filter((text) => text.includes(asked[1].messages.at(-2).content))).toEqual([]);
});

for (const [what, reply] of [
  ['refuses', { status: 500, json: { error: { message: 'broken' } } }],
  ['gives too few', { json: { data: [{ index: 0, embedding: [1, 0] }] } }],
  ['gives something else', { body: 'Hello' }],
]) {
  test(`an endpoint that ${what} is done without: the newest turns are sent`, async ({ page, visit, chat, asked, log }) => {
    log.expected.push(STATUS_LINE);
    await visit(OPTIONS);
    await fill(page);
    await page.route('**/embeddings', (route) => route.fulfill({ headers: { 'access-control-allow-origin': '*' }, ...reply }));
    await chat.ask('What is it that waldo eats, carrots?');
    await expect(chat.notice).toHaveCount(0);
    const sent = names(asked[0]);
    expect(sent).not.toContain('Question 1');
    expect(sent.slice(-3)).toEqual(['Question 9', 'Answer 9', 'What is it that waldo eats, carrots?']);
    expect(sent.length, 'they get all of the room').toBeGreaterThan(9);
    expect(tokens(asked[0])).toBeLessThanOrEqual(ROOM);
    await expect(still(page)).toHaveCount(0);
    expect(log.warnings.join()).toContain('causerie: no embeddings');
  });
}

test('stop ends the request for embeddings, and nothing else is asked', async ({ page, visit, chat, asked }) => {
  const requests = embedded(page);
  await visit(OPTIONS);
  await fill(page);
  await page.route('**/embeddings', () => {});
  await chat.say('What does waldo eat?');
  await expect.poll(() => requests.length).toBe(1);
  await chat.stop.click();
  await chat.rest();
  await expect(chat.notice).toContainText('Answer stopped');
  expect(asked).toHaveLength(0);
});

test('embeddings of another origin are asked for without key and headers', async ({ page, visit, chat, demo, asked }) => {
  const seen = [];
  const api = await startApi((request, response) => {
    if (request.method === 'POST') seen.push(request.headers);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'content-type': 'application/json' });
    response.end('{"data": []}');
  });
  await visit({ ...OPTIONS, api_key: 'secret', headers: { 'X-Site': 'one' }, embeddings_endpoint: `${api.url}/v1` });
  await fill(page);
  await chat.ask('What does waldo eat?');
  expect(seen).toHaveLength(1);
  expect(seen[0].authorization).toBeUndefined();
  expect(seen[0]['x-site']).toBeUndefined();
  // The endpoint's own get both.
  const own = page.waitForRequest(`${demo.url}/v1/embeddings`);
  await page.locator('causerie-chat').evaluate((element) => element.update({ embeddings_endpoint: null }));
  await chat.ask('And what does he drink?');
  const headers = await (await own).allHeaders();
  expect(headers.authorization).toBe('Bearer secret');
  expect(headers['x-site']).toBe('one');
  expect(asked).toHaveLength(2);
  api.stop();
});

test('many texts go in several requests, the question in the first, then from the newest on', async ({ page, visit, chat, asked }) => {
  const requests = embedded(page);
  await visit(OPTIONS);
  const rounds = Array.from({ length: 45 }, (_, i) => [{ role: 'user', content: `Question ${i}: ${'word '.repeat(20)}` }, { role: 'assistant', content: `Answer ${i}` }]);
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, rounds.flat());
  await chat.say('What does waldo eat?');
  await expect.poll(() => asked.length).toBe(1);
  await chat.rest();
  const inputs = requests.map((request) => request.postDataJSON().input);
  expect(inputs).toHaveLength(2);
  expect(inputs[0]).toHaveLength(32);
  expect(inputs[0][0]).toBe('What does waldo eat?');
  const numbers = inputs.flat().slice(1).map((text) => Number(/^Question (\d+)/.exec(text)[1]));
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(numbers.at(-1)).toBe(0);
});

test('vectors are there after a reload: no text is sent twice', async ({ page, visit, chat, asked }) => {
  const requests = embedded(page);
  await visit(OPTIONS);
  await fill(page);
  await chat.ask('What is it that waldo eats, carrots?');
  const first = requests.flatMap((request) => request.postDataJSON().input);
  expect(first.length).toBeGreaterThan(5);
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(chat.answers).toHaveCount(11);
  await chat.ask('And who plays violins and cellos?');
  const again = requests.slice(1).flatMap((request) => request.postDataJSON().input);
  expect(again[0]).toBe('And who plays violins and cellos?');
  expect(again.filter((text) => first.includes(text))).toEqual([]);
  expect(names(asked[1])).toContain('Question 2');
});

test('vectors that another tab has fetched are not fetched again', async ({ page, context, visit, chat }) => {
  const here = embedded(page);
  await visit({ ...OPTIONS, persist: 'device' });
  await fill(page);
  await chat.ask('What is it that waldo eats, carrots?');
  const other = await openTab(context, page.url());
  await expect(other.answers).toHaveCount(11);
  const there = embedded(other.page);
  const texts = (requests) => requests.flatMap((request) => request.postDataJSON().input);
  const before = texts(here).length;
  for (const number of [1, 2, 3, 4]) await chat.ask(`And ${number}? ${'Word '.repeat(80)}`);
  const fetched = texts(here).slice(before);
  // Not the questions alone: also turns that are no longer among the newest.
  expect(fetched.length).toBeGreaterThan(4);
  await expect(other.answers).toHaveCount(15);
  // They are read a second later.
  await other.page.waitForTimeout(2000);
  await other.ask('And who bakes bread?');
  expect(texts(there)[0]).toBe('And who bakes bread?');
  expect(texts(there).filter((text) => fetched.includes(text))).toEqual([]);
});
