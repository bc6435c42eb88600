// Function calling: tools of the page, called by a model that follows a script (the demo server's `caller`).
import { Chat, STATUS_LINE, expect, expectAccessible, focused, heard, test, withModel } from '../fixtures.mjs';

const OPTIONS = { model: 'caller' };

/** What the page offers; `calls` counts. In the page, as functions cannot be sent there. */
const offer = (page) => page.evaluate(() => {
  globalThis.calls = [];
  globalThis.open = {};
  addEventListener('causerie:tool-call', ({ detail }) => (globalThis.told ??= []).push(detail));
  const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
  const tool = (name, execute, rest) => ({ name, description: `The ${name}`, execute: (args, context) => {
    globalThis.calls.push([name, args]);
    return execute(args, context);
  }, ...rest });
  const cycle = {};
  cycle.self = cycle;
  document.querySelector('causerie-chat').tools = [
    tool('weather', ({ city }) => new Promise((go) => { setTimeout(() => go({ city, sky: 'grey' }), city === 'Oslo' ? 300 : 0); }), { parameters: city }),
    tool('clock', () => 'noon'),
    tool('broken', () => { throw new Error('out of order'); }),
    tool('rejects', async () => { throw 'just so'; }),
    tool('cycle', () => cycle),
    tool('nothing', () => {}),
    tool('slow', (_, { signal }) => new Promise(() => { signal.onabort = () => { globalThis.aborted = true; }; }), { timeout: 1 }),
    tool('endless', () => new Promise((go) => { globalThis.finish = go; })),
    tool('pay', () => 'paid', { confirm: true }),
    tool('send', () => 'sent', { confirm: ({ to }) => to && `Write to ${to}?` }),
    tool('card', ({ n }) => ({ n }), { render: ({ result }) => Object.assign(document.createElement('b'), { textContent: `Card ${result.n}` }) }),
  ];
});

const begun = async ({ page, visit }, options) => {
  await visit({ ...OPTIONS, ...options });
  await offer(page);
};
const cards = (page) => page.locator('[part=tool-call]');
const states = (page) => page.locator('[part=tool-state]');
const results = ({ messages }) => messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
const ended = async (chat, answer) => {
  await expect(chat.answers.last()).toHaveText(answer);
  await chat.rest();
};

test('calls run side by side and in rounds; their results are sent in the order of the calls', async ({ page, visit, chat, asked }) => {
  await begun({ page, visit });
  await chat.say('call weather {"city": "Oslo"} & clock {}; call weather {"city": "Rome"}');
  await ended(chat, 'The results are: {"city":"Oslo","sky":"grey"} | noon | {"city":"Rome","sky":"grey"}.');
  expect(await page.evaluate(() => globalThis.calls)).toEqual([['weather', { city: 'Oslo' }], ['clock', {}], ['weather', { city: 'Rome' }]]);
  expect(asked).toHaveLength(3);
  const [first, second, third] = asked;
  expect(first.tools).toHaveLength(11);
  expect(first.tools[0]).toEqual({ type: 'function', function: { name: 'weather', description: 'The weather', parameters: expect.objectContaining({ required: ['city'] }) } });
  expect(second.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool']);
  // The clock was quicker.
  expect(results(second)).toEqual(['{"city":"Oslo","sky":"grey"}', 'noon']);
  expect(second.messages[2].tool_call_id).toBe(second.messages[1].tool_calls[0].id);
  expect(third.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant', 'tool']);

  // Each call is there, folded.
  await expect(cards(page)).toHaveCount(3);
  await expect(page.locator('[part=tool-name]')).toHaveText(['weather', 'clock', 'weather']);
  await expect(states(page).nth(1)).toHaveText(/^Done · \d+.(ms|s)$/);
  await expect(cards(page).first()).not.toHaveAttribute('open');
  await cards(page).first().locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(cards(page).first()).toContainText('"city": "Oslo"');
  await expect(cards(page).first()).toContainText('"sky": "grey"');
  await expect(chat.notice).toHaveCount(0);
  await expectAccessible(page);

  // The page hears of each call, and of one answer.
  const told = await page.evaluate(() => globalThis.told.map(({ name, state }) => `${name} ${state}`));
  expect(told).toEqual(['weather running', 'clock running', 'clock done', 'weather done', 'weather running', 'weather done']);
  // One of each round.
  expect((await heard(page, 'message')).map(({ finish_reason }) => finish_reason)).toEqual(['tool_calls', 'tool_calls', 'stop']);
  expect(await heard(page, 'error')).toEqual([]);

  // The next question goes on from there.
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
});

for (const [trouble, script, state, told] of [
  ['does not fit the schema', 'call weather {"city": 5}', 'Called with wrong arguments', /\/city/],
  ['has arguments that are no JSON', 'call weather {"city": "Os', 'Called with wrong arguments', /no JSON object/],
  ['names no tool', 'call teleport {}', 'No such tool', /There is no such tool/],
  ['throws', 'call broken {}', 'Failed', /out of order/],
  ['rejects with a text', 'call rejects {}', 'Failed', /just so/],
  ['gives what is no JSON', 'call cycle {}', 'Failed', /no JSON/],
  ['takes too long', 'call slow {}', 'Took too long', /too long/],
]) {
  test(`a call that ${trouble} is said, to the visitor and to the model, which goes on`, async ({ page, visit, chat, asked }) => {
    await begun({ page, visit });
    await chat.say(script);
    await expect(states(page)).toContainText(state, { timeout: 15_000 });
    await expect(chat.answers.last()).toContainText('The results are: {"error":');
    await chat.rest();
    expect(asked).toHaveLength(2);
    expect(JSON.parse(results(asked[1])[0]).error).toMatch(told);
    if (trouble === 'takes too long') expect(await page.evaluate(() => globalThis.aborted)).toBe(true);
  });
}

test('a tool that gives nothing gives null', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await chat.say('call nothing {}');
  await ended(chat, 'The results are: null.');
});

test('the same call again and again ends the loop, and so do too many rounds', async ({ page, visit, chat, asked }) => {
  await begun({ page, visit }, { max_tool_rounds: 4 });
  await chat.say('call clock {} ...');
  await expect(page.locator('[part=toast]')).toContainText('the same call again and again');
  await chat.rest();
  expect(asked).toHaveLength(3);
  await expect(states(page).last()).toHaveText('Not run: the same call again');
  asked.length = 0;
  await chat.say('call clock {"n": 1}; clock {"n": 2}; clock {"n": 3}; clock {"n": 4}; clock {"n": 5}');
  await expect(page.locator('[part=toast]')).toContainText('went on calling tools');
  await chat.rest();
  expect(asked).toHaveLength(5);
  // What was not run has its result all the same: the next question is legal.
  await chat.say('call nothing {}');
  await ended(chat, 'The results are: null.');
});

test('the visitor is asked first: once, always, or not', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  const question = page.getByRole('group', { name: 'Allow pay to run?' });
  await chat.say('call pay {"euros": 5}');
  await expect(question).toBeVisible();
  await expect(question).toContainText('"euros": 5');
  await expect(chat.status).toHaveText('Allow pay to run?');
  await expectAccessible(page);
  expect(await page.evaluate(() => globalThis.calls)).toEqual([]);
  // By keyboard; the focus stays with the call.
  await question.getByRole('button', { name: 'Deny' }).focus();
  await page.keyboard.press('Enter');
  await expect(chat.answers.last()).toContainText('did not allow');
  await expect(states(page)).toContainText('Not allowed');
  await chat.rest();
  expect(await focused(page)).toBe('SUMMARY');

  await chat.say('call pay {"euros": 6}');
  await question.getByRole('button', { name: 'Allow once' }).click();
  await ended(chat, 'The results are: paid.');
  await chat.say('call pay {"euros": 7} & pay {"euros": 8}');
  await question.first().getByRole('button', { name: 'Always allow' }).click();
  await ended(chat, 'The results are: paid | paid.');
  await chat.say('call pay {"euros": 9}');
  await ended(chat, 'The results are: paid.');
});

test('the page says what is asked, or that nothing is', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await chat.say('call send {"to": "Ada"}');
  await page.getByRole('group', { name: 'Write to Ada?' }).getByRole('button', { name: 'Allow once' }).click();
  await ended(chat, 'The results are: sent.');
  await chat.say('call send {}');
  await ended(chat, 'The results are: sent.');
  await page.evaluate(() => {
    const widget = document.querySelector('causerie-chat');
    widget.tools = widget.tools.map((tool) => (tool.name === 'send' ? { ...tool, confirm: '' } : tool));
    globalThis.told.length = 0;
  });
  await chat.say('call send {"to": "Bob"}');
  await ended(chat, 'The results are: sent.');
  expect(await page.evaluate(() => globalThis.told.map(({ state }) => state))).toEqual(['running', 'done']);
});

test('an allowed call is told of once in each state, and each answer and its tokens in each round', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await chat.say('call pay {"euros": 5}');
  await page.getByRole('button', { name: 'Allow once' }).click();
  await ended(chat, 'The results are: paid.');
  expect(await page.evaluate(() => globalThis.told.map(({ state }) => state))).toEqual(['asked', 'running', 'done']);
  const answers = await heard(page, 'message');
  expect(answers.map(({ content }) => content)).toEqual(['', 'The results are: paid.']);
  expect(await heard(page, 'response-start')).toHaveLength(2);
  expect(await heard(page, 'response-end')).toEqual(answers);
});

test('stop ends the calls that run, and what comes later is heard by nobody', async ({ page, visit, chat, asked }) => {
  await begun({ page, visit });
  await chat.say('call endless {} & clock {}');
  await expect(states(page).nth(1)).toContainText('Done');
  await expect(states(page).first()).toHaveText('Running…');
  await chat.stop.click();
  await expect(states(page).first()).toContainText('Stopped');
  await chat.rest();
  await page.evaluate(() => globalThis.finish('late'));
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  expect(results(asked[1])).toEqual([expect.stringContaining('stopped'), 'noon']);
});

test('a page that stops when it hears of a call has nothing else run', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await page.evaluate(() => addEventListener('causerie:tool-call', ({ target }) => target.stop(), { once: true }));
  await chat.say('call clock {} & nothing {}');
  await expect(states(page)).toHaveText([/^Stopped/, /^Stopped/]);
  await chat.rest();
  expect(await page.evaluate(() => globalThis.calls)).toEqual([]);
});

test('a reload in the middle of a call leaves it interrupted, and the next question is legal', async ({ page, visit, chat, asked }) => {
  await begun({ page, visit });
  await chat.say('call endless {} & card {"n": 1}');
  await expect(page.locator('[part=tool-card]')).toHaveText('Card 1');
  await page.waitForTimeout(1500);
  await page.reload();
  await offer(page);
  await expect(states(page)).toHaveText([/^Interrupted/, /^Done/], { timeout: 15_000 });
  asked.length = 0;
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  expect(results(asked[0])).toHaveLength(2);
});

test('a tool draws what came of it', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await chat.say('call card {"n": 7}');
  await ended(chat, 'The results are: {"n":7}.');
  await expect(page.locator('[part=tool-card]')).toHaveText('Card 7');
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
});

test('a card is drawn also where the page brings its tools after a reload, and stays where it takes them away', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await chat.say('call card {"n": 7}');
  await ended(chat, 'The results are: {"n":7}.');
  await page.reload();
  await expect(cards(page)).toHaveCount(1);
  await expect(states(page)).toContainText('Done');
  await expect(page.locator('[part=tool-card]')).toHaveCount(0);
  await offer(page);
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  await expect(page.locator('[part=tool-card]')).toHaveText('Card 7');
  await page.evaluate(() => { document.querySelector('causerie-chat').tools = null; });
  await chat.say('call clock {}');
  await ended(chat, 'I was given no tools.');
  await expect(page.locator('[part=tool-card]')).toHaveText('Card 7');
});

test('a very long result is whole in the log, and cut for the model', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await page.evaluate(() => {
    document.querySelector('causerie-chat').tools = [{ name: 'table', execute: () => 'word '.repeat(60_000) }];
  });
  await chat.say('call table {}');
  await expect.poll(() => asked.length).toBe(2);
  const [sent] = results(asked[1]);
  expect(sent.slice(131_072)).toBe('\n[cut here: the first 131072 of 299999 bytes]');
  await page.locator('[part=tool-call] summary').click();
  await expect(page.locator('[part=tool-call]')).toContainText('The model gets the first 128 KB of it.');
  expect(await page.locator('[part=tool-call] pre').last().evaluate((it) => it.textContent.length)).toBe(300_000);
});

test('what a model thought goes back with the results of its calls, but not to a server that refuses it', async ({ page, visit, chat }) => {
  await visit({});
  await page.evaluate(() => {
    globalThis.bodies = [];
    const thinks = (message) => 'reasoning_content' in message;
    Object.assign(document.querySelector('causerie-chat'), {
      tools: [{ name: 'clock', execute: () => 'noon' }],
      handler: ({ body }) => {
        globalThis.bodies.push(body.messages);
        if (globalThis.isStrict && body.messages.some(thinks)) {
          const loc = ['body', 'messages', 1, 'assistant', 'reasoning_content'];
          return Response.json({ detail: [{ type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted' }] }, { status: 422 });
        }
        if (body.messages.at(-1).role === 'tool') return 'It is noon.';
        const call = { index: 0, id: `call${globalThis.bodies.length}`, type: 'function', function: { name: 'clock', arguments: '{}' } };
        return [{ reasoning_content: 'The clock ' }, { reasoning_content: 'knows.' }, { tool_calls: [call] }];
      },
    });
  });
  await chat.say('What time is it?');
  await ended(chat, 'It is noon.');
  await page.evaluate(() => { globalThis.isStrict = true; });
  await chat.say('And now?');
  await expect(chat.answers).toHaveCount(4);
  await ended(chat, 'It is noon.');
  const sent = await page.evaluate(() => globalThis.bodies.map((messages) => messages.map((message) => message.reasoning_content ?? null)));
  expect(sent).toEqual([
    [null],
    [null, 'The clock knows.', null],
    [null, null, null, null, null],
    [null, null, null, null, null, 'The clock knows.', null],
    [null, null, null, null, null, null, null],
  ]);
});

test('legacy-functions asks and answers in the form of the API\'s first years', async ({ page, visit, chat, asked }) => {
  await begun({ page, visit }, { legacy_functions: true });
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  expect(asked[0].tools).toBeUndefined();
  expect(asked[0].functions).toHaveLength(11);
  expect(asked[1].messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'function']);
  expect(asked[1].messages[2]).toEqual({ role: 'function', name: 'clock', content: 'noon' });
});

test('tools are added through the queue, and changed at any time', async ({ page, visit, chat, asked }) => {
  await visit(OPTIONS);
  await page.evaluate(() => (globalThis.causerie ||= []).push(['tool', { name: 'clock', execute: () => 'noon' }], ['tool', { name: 'date', execute: () => 'May' }]));
  await chat.say('call clock {} & date {}');
  await ended(chat, 'The results are: noon | May.');
  await page.evaluate(() => { document.querySelector('causerie-chat').tools = [{ name: 'clock', execute: () => 'night' }]; });
  await chat.say('call clock {} & date {}');
  await ended(chat, 'The results are: night | {"error":"There is no such tool."}.');
  expect(asked.at(-1).tools.map((tool) => tool.function.name)).toEqual(['clock']);
  await page.evaluate(() => { document.querySelector('causerie-chat').tools = null; });
  await chat.say('call clock {}');
  await ended(chat, 'I was given no tools.');
});

test('tools that the server runs are sent as they are, and a tool that is no good is said on the console', async ({ page, visit, chat, asked, log }) => {
  log.expected.push(STATUS_LINE);
  await visit(OPTIONS);
  const server = { type: 'web_search', web_search: { depth: 2 } };
  await page.evaluate((server) => {
    document.querySelector('causerie-chat').tools = [server, { name: 'two words', execute: () => 1 }, { name: 'clock', execute: () => 'noon', parameters: { unevaluatedProperties: false } }];
  }, server);
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  expect(asked[0].tools).toEqual([server, { type: 'function', function: expect.objectContaining({ name: 'clock' }) }]);
  expect(log.warnings.filter((words) => words.includes('two words'))).toHaveLength(1);
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  expect(log.warnings.filter((words) => words.includes('of clock are not checked for unevaluatedProperties'))).toHaveLength(1);
});

test('a page that stops when it hears of an answer on the way hears of each once, and nothing more is asked', async ({ page, visit, chat, asked }) => {
  await begun({ page, visit });
  await page.evaluate(() => addEventListener('causerie:message', () => document.querySelector('causerie-chat').stop(), { once: true }));
  await chat.say('call clock {}');
  await expect.poll(async () => (await heard(page, 'message')).length).toBe(2);
  await chat.rest();
  expect((await heard(page, 'message')).map(({ finish_reason }) => finish_reason)).toEqual(['tool_calls', undefined]);
  expect(asked).toHaveLength(1);
});

test('holes among the tools are passed over, and one without a function is said', async ({ page, visit, chat, asked, log }) => {
  await visit(OPTIONS);
  await page.evaluate(() => {
    const clock = { name: 'clock', description: 'Time', execute: () => 'noon' };
    document.querySelector('causerie-chat').tools = [undefined, { name: 'lost', description: 'No function', run() {} }, null, clock];
  });
  await chat.say('call clock {}');
  await ended(chat, 'The results are: noon.');
  expect(asked[0].tools.map((tool) => tool.function.name)).toEqual(['clock']);
  expect(log.warnings.filter((words) => words.includes('lost'))).toHaveLength(1);
});

test('a tool that is added to those of an attribute is sent beside them', async ({ page, visit, chat, asked, log }) => {
  log.expected.push(STATUS_LINE);
  await visit(OPTIONS);
  const server = { type: 'web_search', web_search: { depth: 2 } };
  await page.evaluate((server) => {
    const element = document.querySelector('causerie-chat');
    element.setAttribute('tools', JSON.stringify([server]));
    element.tool({ name: 'clock', execute: () => 'noon' });
    element.tool({ name: 'date', execute: () => 'May' });
  }, server);
  await chat.say('call clock {} & date {}');
  await ended(chat, 'The results are: noon | May.');
  expect(asked[0].tools.map((tool) => tool.function?.name ?? tool)).toEqual([server, 'clock', 'date']);
});

test('tools of a Leptos app are functions in Rust', async ({ page, demo }) => {
  await page.goto(`${demo.url}/examples/leptos-app/`);
  await withModel(page, 'caller');
  const chat = new Chat(page, page.locator('main'));
  await chat.say('call room {"beds": 2} & room {"beds": 9} & room {"beds": 0}');
  await ended(chat, /^The results are: Room 12 is free\. \| {"error":"The tool failed: There is no such room\."} \| {"error":"The arguments do not fit/);
  await expect(page.locator('main [part=tool-state]')).toHaveText([/^Done/, /^Failed/, /^Called with wrong arguments/]);
  // The card is a view with the app's signals and contexts.
  const card = page.locator('main [part=tool-card]');
  await expect(card).toHaveText(/^Room 12 is free\./);
  await card.getByRole('button', { name: 'Book it' }).click();
  await expect(card.getByRole('button')).toHaveText('Booked');
  await expect(page.locator('main output').last()).toHaveText('the front desk');
});

test('calls of a server that gives another reason are no empty answer', async ({ page, visit, chat }) => {
  await begun({ page, visit });
  await page.evaluate(() => {
    document.querySelector('causerie-chat').handler = async function* ({ body }) {
      if (body.messages.at(-1).role === 'tool') yield 'Noon it is.';
      else yield { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'clock', arguments: '{}' } }] }, finish_reason: 'stop' }] };
    };
  });
  await chat.say('What time is it?');
  await expect(chat.answers.last()).toHaveText('Noon it is.');
  await chat.rest();
  await expect(chat.notice).toHaveCount(0);
});
