// Each option at each door: on the script tag, as attributes, as JSON, as properties, and as props of the Leptos component
// (examples/leptos-app/src/every.rs has the same values), with what comes of it.
import { readFile } from 'node:fs/promises';
import { DOORS, OF_PAGES, kebab, visit } from '../doors.mjs';
import { STATUS_LINE, expect, test } from '../fixtures.mjs';

const FIND = [{ type: 'function', function: { name: 'find' } }];

/** Parameters of the request, which are sent as they are. */
const PARAMETERS = {
  temperature: 0.5, max_tokens: 300, max_completion_tokens: 400, top_p: 0.25, top_k: 40, n: 2, stop: ['###', 'END'],
  presence_penalty: -1.5, frequency_penalty: 0.5, logit_bias: { 50256: -100 }, user: 'u-1', seed: 7,
  response_format: { type: 'text' }, tools: FIND, tool_choice: 'auto', parallel_tool_calls: false, logprobs: true,
  top_logprobs: 3, reasoning_effort: 'low',
};

const FIRST = {
  endpoint: '/every/v1', model: 'first', system_prompt: 'Be brief.', system_role: 'developer', stream: false,
  body: { safe_prompt: true }, headers: { 'x-team': 'sales' }, api_key: 'k-1', fallback: ['second'],
  models: ['first', 'third'], cache: 'session', persist: 'device', storage_key: 'every', history: false, retries: 0,
  prices: { input: 1000, output: 1000, currency: '£' }, image_origins: ['https://pictures.example'], feedback: true,
  feedback_url: '/every/thumbs', heading: 'The desk', greeting: 'Good day!', placeholder: 'Ask the desk',
  suggestions: ['Where?', 'When?'], mode: 'inline', position: 'top-left', theme: 'dark', accent: 'rgb(124, 58, 237)',
  labels: { send: 'Go' }, ...PARAMETERS,
};

const SECOND = {
  endpoint: '/every/v1', model: 'first', models: 'auto', ask_key: true, titles: 'model', legacy_functions: true, tools: FIND,
  first_byte_timeout: 1, context: 'retrieve', context_tokens: 400, embeddings_endpoint: '/every/vectors',
  embeddings_model: 'vec', follow: 'start', stream_options: { include_usage: false },
};

/** What shows in time and in rounds. */
const THIRD = { endpoint: '/every/v1', model: 'first', idle_timeout: 1, smooth: true, max_tool_rounds: 1 };

const REPLY = {
  id: '1', object: 'chat.completion', model: 'second',
  choices: [0, 1].map((index) => ({ index, message: { role: 'assistant', content: `Answer ${index} ![a](https://pictures.example/a.png)` }, finish_reason: 'stop' })),
  usage: { prompt_tokens: 1000, completion_tokens: 1000, total_tokens: 2000 },
};

/** A line that says this much and is silent then; or, asked to count, a call of a tool, and another one with each result. */
const scripted = (burst) => {
  const own = globalThis.fetch;
  globalThis.rounds = 0;
  globalThis.fetch = async (url, init) => {
    if (!`${url}`.endsWith('/chat/completions')) return own(url, init);
    const counts = JSON.stringify(JSON.parse(init.body).messages).includes('Count');
    const call = () => ({ tool_calls: [{ index: 0, id: `call_${globalThis.rounds}`, type: 'function', function: { name: 'clock', arguments: `{"n":${globalThis.rounds += 1}}` } }] });
    const chunk = { choices: [{ index: 0, delta: counts ? call() : { content: burst }, finish_reason: counts ? 'tool_calls' : null }] };
    const bytes = new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n${counts ? 'data: [DONE]\n\n' : ''}`);
    const body = new ReadableStream({ start: (line) => { line.enqueue(bytes); if (counts) line.close(); } });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
};

for (const door of DOORS) {
  test.describe(door.name, () => {
    test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE); });

    test('request, looks, feedback, memory and fallback are as the options say', async ({ page, demo, chat, log }) => {
      const asked = [];
      const pictures = [];
      const thumbs = [];
      await page.route('**/every/v1/chat/completions', (route) => {
        asked.push(route.request());
        return asked.length === 1 ? route.fulfill({ status: 503 }) : route.fulfill({ json: REPLY });
      });
      await page.route('https://pictures.example/**', (route) => { pictures.push(route.request().url()); return route.fulfill({ status: 204 }); });
      await page.route('**/every/thumbs', (route) => { thumbs.push(route.request().postDataJSON()); return route.fulfill({ status: 204 }); });
      await visit(page, demo, door, FIRST, 'a');

      await expect(chat.field).toHaveAttribute('placeholder', 'Ask the desk');
      await expect(page.getByRole('heading', { name: 'The desk' })).toBeVisible();
      await expect(page.getByText('Good day!')).toBeVisible();
      await expect(page.getByRole('group', { name: /./ }).getByRole('button')).toHaveText(['Where?', 'When?']);
      await expect(page.getByRole('button', { name: 'Go', exact: true })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Conversations' })).toHaveCount(0);
      await expect(chat.models.locator('option')).toHaveText(['first', 'third']);
      const root = page.locator('.root');
      await expect(root).toHaveClass(/\binline\b/);
      await expect(root).toHaveClass(/\btop-left\b/);
      await expect(root).toHaveAttribute('data-theme', 'dark');
      expect(await root.evaluate((node) => node.style.getPropertyValue('--causerie-accent'))).toBe('rgb(124, 58, 237)');
      expect(log.warnings.filter((line) => !/api-key|api_key/.test(line))).toEqual([]);
      await expect.poll(() => log.warnings.join()).toContain('key');

      await chat.say('Hello');
      await expect(chat.answers.first()).toContainText('Answer 0');
      expect(asked.map((request) => request.postDataJSON().model)).toEqual(['first', 'second']);
      const headers = await asked[0].allHeaders();
      expect(headers).toMatchObject({ authorization: 'Bearer k-1', 'x-team': 'sales' });
      expect(asked[1].postDataJSON()).toEqual({
        model: 'second', stream: false, safe_prompt: true, ...PARAMETERS,
        messages: [{ role: 'developer', content: 'Be brief.' }, { role: 'user', content: 'Hello' }],
      });
      await expect(chat.about.locator('summary')).toHaveText('Answered by second');
      await chat.about.locator('summary').click();
      await expect(chat.about).toContainText('£2');
      await expect.poll(() => pictures).toContain('https://pictures.example/a.png');
      await page.getByRole('button', { name: 'Good answer' }).click();
      await expect.poll(() => thumbs.map(({ rating }) => rating)).toEqual(['up']);
      await expect.poll(() => page.evaluate(() => localStorage.getItem('causerie kept every'))).toBeTruthy();
      // What the first model has answered is answered from memory when it is asked once more.
      for (const told of ['2000 tokens', 'From memory']) {
        await page.getByRole('button', { name: 'New conversation' }).click();
        await chat.say('Hello');
        await expect(chat.about.locator('summary')).toHaveText(told);
      }
      expect(asked).toHaveLength(3);
    });

    test('key, models, titles, the window and what follows an answer are as the options say', async ({ page, demo, chat }) => {
      const asked = [];
      const vectors = [];
      const answer = Array.from({ length: 60 }, (_, line) => `Line ${line}.`).join('\n\n');
      const stream = (text) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
      await page.route('**/every/v1/models', (route) => route.fulfill({ json: { data: [{ id: 'first' }, { id: 'listed' }] } }));
      await page.route('**/every/v1/chat/completions', (route) => {
        const body = route.request().postDataJSON();
        asked.push({ ...body, key: route.request().headers().authorization });
        // The first is never answered.
        if (asked.length > 1) return route.fulfill({ contentType: 'text/event-stream', body: stream(/title/i.test(JSON.stringify(body.messages)) ? 'A good title' : answer) });
      });
      await page.route('**/every/vectors/embeddings', (route) => {
        const { input, model } = route.request().postDataJSON();
        vectors.push(model);
        return route.fulfill({ json: { data: [input].flat().map((_, index) => ({ index, embedding: [1, index] })) } });
      });
      await visit(page, demo, door, SECOND, 'b');
      await chat.launcher.click();
      if (!door.late && !door.app) await expect(page.getByRole('heading', { name: 'From a file' })).toBeVisible();
      await page.getByLabel('API key').fill('typed');
      await page.getByLabel('API key').press('Enter');
      await expect(chat.models.locator('option')).toHaveText(['first', 'listed']);
      await chat.say('Hello');
      await expect(chat.answers.last()).toContainText('Line 59.', { timeout: 20_000 });
      expect(asked[1]).toMatchObject({ key: 'Bearer typed', stream: true, stream_options: { include_usage: false }, functions: [{ name: 'find' }] });
      expect(asked[1].tools).toBeUndefined();
      const top = async () => (await chat.answers.last().boundingBox()).y - (await chat.log.boundingBox()).y;
      await expect.poll(top).toBeGreaterThan(-60);
      await page.getByRole('button', { name: 'Conversations' }).click();
      await expect(page.locator('[part=conversations]')).toContainText('A good title');
      await page.keyboard.press('Escape');
      await chat.say('word '.repeat(200));
      await chat.rest();
      await chat.say('And now?');
      await expect.poll(() => vectors).toContain('vec');
    });

    test('patience, pace and rounds are as the options say', async ({ page, demo, chat }) => {
      const burst = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
      await page.addInitScript(scripted, burst);
      await visit(page, demo, door, THIRD, 'c');
      if (!door.app) await page.evaluate(() => { document.querySelector('causerie-chat').tools = [{ name: 'clock', execute: () => 'noon' }]; });
      await chat.launcher.click();
      const growth = chat.growth(2);
      await chat.say('Hello');
      // Without the pace it would be there in one piece, with patience by default for a minute.
      expect((await growth).length).toBe(2);
      await expect(chat.notice).toContainText('The chat service took too long.');
      await expect(chat.answers).toHaveText(burst);
      await chat.say('Count');
      await expect(page.locator('[part=toast]')).toContainText('went on calling tools');
      expect(await page.evaluate(() => globalThis.rounds)).toBe(2);
    });
  });
}

test('no option is left out', async () => {
  const manifest = JSON.parse(await readFile(new URL('../../target/npm/custom-elements.json', import.meta.url), 'utf8'));
  const { attributes } = manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === 'causerie-chat');
  const tried = new Set(Object.keys({ ...FIRST, ...SECOND, ...THIRD, ...OF_PAGES }).map(kebab));
  expect([...tried].sort()).toEqual(attributes.map(({ name }) => name).sort());
});
