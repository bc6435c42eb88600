// What one system does its own way, and how the widget gets along with it.
import { STATUS_LINE, drawn, expect, standalone, test } from '../fixtures.mjs';
import { startDemo } from '../servers.mjs';

const PROMPT = 'You are a librarian. You never raise your voice.';

test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE); });

/** Tests with a demo server that plays a system. */
function playing(profile, tests) {
  test.describe(profile, () => {
    let demo;
    test.beforeAll(async () => { demo = await startDemo(10, '--profile', profile); });
    test.afterAll(() => demo.stop());
    tests((page, options) => standalone(page, demo, options));
  });
}

/** The fields that the server refused, in order. */
function refusals(page) {
  const refused = [];
  page.on('response', async (response) => {
    if (response.status() === 400) refused.push((await response.json()).error?.param ?? 'something');
  });
  return refused;
}

function listsModels(open, names, answers) {
  test('its models are a choice, and the chosen one is asked', async ({ page, chat, asked }) => {
    await open(page, { models: 'auto' });
    await expect(chat.models.locator('option')).toHaveText(names);
    await expect(chat.models).toHaveValue(names[0]);
    await chat.ask('I like letters');
    await chat.models.selectOption(answers);
    await chat.ask('I like stamps');
    expect(asked.map(({ model }) => model)).toEqual([names[0], answers]);
    await expect(chat.notice).toHaveCount(0);
  });
}

playing('paradigm', (open) => {
  listsModels(open, ['alfred-4', 'alfred-ft5'], 'alfred-ft5');

  test('a model without a system role gets the instructions with the first question, from then on at once', async ({ page, chat, asked }) => {
    const refused = refusals(page);
    await open(page, { model: 'alfred-ft5', system_prompt: PROMPT });
    const first = await chat.ask('I like letters');
    expect(asked).toHaveLength(2);
    expect(drawn(asked[0].messages)).toEqual([{ role: 'system', content: PROMPT }, { role: 'user', content: 'I like letters' }]);
    const folded = { role: 'user', content: `${PROMPT}\n\nI like letters` };
    expect(drawn(asked[1].messages)).toEqual([folded]);
    expect(await chat.ask('What is your system prompt?')).toBe(PROMPT);
    expect(asked).toHaveLength(3);
    expect(drawn(asked[2].messages)).toEqual([folded, { role: 'assistant', content: first }, { role: 'user', content: 'What is your system prompt?' }]);
    expect(refused).toHaveLength(1);
    await expect(chat.questions.first()).toHaveText('I like letters');
  });
});

playing('aleph-alpha', (open) => {
  listsModels(open, ['pharia-1-llm-7b-control', 'llama-3.3-70b-instruct'], 'llama-3.3-70b-instruct');
});

playing('gateway', (open) => {
  listsModels(open, ['gateway-chat', 'gateway-chat-large'], 'gateway-chat-large');

  test('a budget that stays spent is said after one request, also when asked again', async ({ page, chat, asked }) => {
    await open(page, { model: 'over-budget' });
    for (const requests of [1, 2]) {
      await expect(chat.notice).toHaveCount(requests - 1);
      await (requests === 1 ? chat.say('Hello?') : chat.retry.click());
      await expect.poll(() => asked.length).toBe(requests);
      await expect(chat.notice).toContainText('has used up its quota');
    }
  });
});

playing('openai', (open) => {
  listsModels(open, ['gpt-5-mini', 'gpt-5'], 'gpt-5');

  test('fields that the model does not take are renamed or left out, each after one refusal at most', async ({ page, chat, asked }) => {
    const refused = refusals(page);
    await open(page, { max_tokens: 50, temperature: 0.7, top_k: 5 });
    await chat.ask('I like letters');
    expect(asked[0]).toMatchObject({ max_tokens: 50, temperature: 0.7, top_k: 5 });
    expect(new Set(refused).size, `refused: ${refused}`).toBe(refused.length);
    expect(refused.length).toBe(asked.length - 1);
    await chat.ask('I like stamps');
    expect(refused.length, 'nothing is refused again').toBe(asked.length - 2);
    for (const ask of asked.slice(-2)) {
      expect(Object.keys(ask).sort()).toEqual(['max_completion_tokens', 'messages', 'model', 'stream']);
      expect(ask.max_completion_tokens).toBe(50);
    }
    await expect(chat.notice).toHaveCount(0);
  });

  test('without a key it is the key that is spoken of; with one, Retry is answered', async ({ page, chat, asked }) => {
    await open(page, { headers: {} });
    await chat.say('Hello?');
    await expect(chat.notice).toContainText('The chat service did not accept the key.');
    await chat.notice.getByText('Details', { exact: true }).click();
    await expect(chat.details).toContainText("HTTP 401: You didn't provide an API key.");
    expect(asked).toHaveLength(1);
    await page.locator('causerie-chat').evaluate((element) => element.update({ headers: { Authorization: 'Bearer another-key' } }));
    await chat.retry.click();
    await expect(chat.answers).not.toBeEmpty();
    await chat.rest();
    await expect(chat.notice).toHaveCount(0);
  });

  test('a key that the visitor gives is enough for the list of models, too', async ({ page, chat }) => {
    await open(page, { headers: {}, ask_key: true, models: 'auto' });
    await expect(chat.models).toHaveCount(0);
    await page.getByLabel('API key').fill('a-key');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await expect(chat.models.locator('option')).toHaveText(['gpt-5-mini', 'gpt-5']);
  });

  test('what was refused without the key takes nothing from the list that came with it', async ({ page, chat }) => {
    let letGo;
    const held = new Promise((resolve) => { letGo = resolve; });
    const refused = [];
    await page.route(/models/, async (route) => {
      if (await route.request().headerValue('authorization')) return route.continue();
      await held;
      return route.continue();
    });
    page.on('response', (response) => { if (/models/.test(response.url()) && !response.ok()) refused.push(response.url()); });
    const asked = page.waitForRequest(/models/);
    await open(page, { headers: {}, ask_key: true, models: 'auto' });
    await asked;
    await page.getByLabel('API key').fill('a-key');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await expect(chat.models.locator('option')).toHaveText(['gpt-5-mini', 'gpt-5']);
    letGo();
    await expect.poll(() => refused.length).toBe(2);
    await page.waitForTimeout(300);
    await expect(chat.models.locator('option')).toHaveText(['gpt-5-mini', 'gpt-5']);
  });

  test('two answers are two alternatives to step through', async ({ page, chat, asked }) => {
    await open(page, { n: 2 });
    await chat.ask('I like letters');
    expect(asked[0].n).toBe(2);
    const position = page.locator('[part=alternatives] .position');
    await expect(position).toHaveText('1/2');
    await expect(chat.answers).not.toContainText('Alternative');
    await page.getByRole('button', { name: 'Next answer' }).click();
    await expect(position).toHaveText('2/2');
    await expect(chat.answers).toContainText('Alternative 2:');
  });
});

playing('xroute', (open) => {
  test('a list of models that fails leaves no choice and keeps nobody from chatting', async ({ page, chat, asked }) => {
    const listed = page.waitForResponse(/\/models_available$/);
    await open(page, { models: 'auto' });
    expect((await listed).status()).toBe(404);
    await chat.ask('I like letters');
    await expect(chat.answers).not.toBeEmpty();
    await expect(chat.models).toHaveCount(0);
    await expect(chat.notice).toHaveCount(0);
    expect(asked[0].model).toBe('gpt-4o-mini');
  });

  test('a model that reasons thinks in a fold', async ({ page, chat }) => {
    await open(page, { endpoint: '/deepseek/v1', model: 'deepseek-reasoner' });
    await chat.ask('I like letters');
    await expect(chat.reasoning).not.toHaveAttribute('open');
    await expect(chat.reasoning.locator('summary')).toHaveText(/^Thought for \d+ s$/);
    await expect(chat.reasoning.locator('.thoughts')).toContainText('A therapist of the school of Rogers');
    await expect(chat.answers).not.toContainText('Rogers');
    await expect(chat.notice).toHaveCount(0);
  });

  test('a stream that names its end late is whole', async ({ page, chat }) => {
    await open(page, { endpoint: '/grok/v1', model: 'grok-4' });
    await chat.ask('I like letters');
    await expect(chat.answers).not.toBeEmpty();
    await expect(chat.status).toHaveText('Answer complete');
    await expect(chat.notice).toHaveCount(0);
  });
});
