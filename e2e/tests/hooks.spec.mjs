// The page's own code around requests and replies: beforeSend, afterReceive, onError, linkPolicy, handler, addMessage.
import { Chat, STATUS_LINE, expect, heard, test } from '../fixtures.mjs';

/** Puts hooks on the widget; they are functions, so what makes them is run in the page. */
const put = (page, make) => page.evaluate((make) => {
  Object.assign(document.querySelector('causerie-chat'), new Function(`return (${make})()`)());
}, make.toString());

test('beforeSend changes a request: by what it gives, or in place', async ({ page, visit, chat, asked }) => {
  await visit({});
  await put(page, () => ({
    beforeSend: async (request, { signal }) => {
      globalThis.seen = [request.url, Object.keys(request.headers), signal instanceof AbortSignal];
      return { ...request, headers: { ...request.headers, 'X-From': 'page' }, body: { ...request.body, user: 'u-1' } };
    },
  }));
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await chat.ask('Hello?');
  expect((await sent).headers()['x-from']).toBe('page');
  expect(asked[0]).toMatchObject({ user: 'u-1', model: 'eliza' });
  expect(await page.evaluate(() => globalThis.seen)).toEqual([expect.stringContaining('/chat/completions'), ['Content-Type'], true]);
  await put(page, () => ({ beforeSend: (request) => { request.body.messages.unshift({ role: 'system', content: 'Be brief.' }); } }));
  await chat.ask('And now?');
  expect(asked[1].messages[0]).toEqual({ role: 'system', content: 'Be brief.' });
  expect(asked[1].messages).toHaveLength(4);
});

test('a header of beforeSend that no browser sends is said to be one', async ({ page, visit, chat }) => {
  await visit({});
  await put(page, () => ({ beforeSend: (request) => { request.headers['X-From'] = 'Łódź'; } }));
  await chat.say('Hello?');
  await expect(chat.notice).toBeVisible();
  await chat.notice.locator('summary').click();
  await expect(chat.notice).toContainText('The header X-From cannot be sent');
});

test('beforeSend refuses a request: nothing is sent, its words are said, and the question stays', async ({ page, visit, chat, asked }) => {
  await visit({});
  await put(page, () => ({ beforeSend: ({ body }) => (/password/.test(body.messages.at(-1).content) ? 'Never tell a password here.' : false) }));
  await chat.say('My password is 1234');
  await expect(chat.notice).toContainText('This page did not let the question go.');
  await expect(chat.notice).toContainText('Never tell a password here.');
  await chat.rest();
  expect(asked).toHaveLength(0);
  await expect(chat.questions).toHaveText(['My password is 1234']);
  expect((await heard(page, 'error')).map(({ kind }) => kind)).toEqual(['refused']);
  await put(page, () => ({ beforeSend: undefined }));
  await chat.retry.click();
  await expect(chat.answers).toHaveCount(1);
  await chat.rest();
  expect(asked).toHaveLength(1);
});

test('what is asked for beside answers is changed and refused as well: embeddings', async ({ page, visit, chat, asked }) => {
  const inputs = [];
  await page.route('**/embeddings', (route) => {
    if (route.request().method() === 'POST') inputs.push(route.request().postDataJSON().input);
    return route.continue();
  });
  await visit({ context: 'retrieve', context_tokens: 512, embeddings_model: 'bag-of-words' });
  const earlier = Array.from({ length: 12 }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', content: `Secret ${i} ${'word '.repeat(60)}` }));
  await page.evaluate((all) => { document.querySelector('causerie-chat').messages = all; }, earlier);
  await put(page, () => ({ beforeSend: ({ body }) => (body.input ? false : undefined) }));
  await chat.ask('And now?');
  expect(inputs).toEqual([]);
  await put(page, () => ({ beforeSend: ({ body }) => { if (body.input) body.input = body.input.map((text) => text.replaceAll('Secret', 'Public')); } }));
  await chat.ask('And then?');
  expect(inputs.length).toBeGreaterThan(0);
  expect(JSON.stringify(inputs)).toContain('Public');
  expect(JSON.stringify(inputs)).not.toContain('Secret');
  expect(JSON.stringify(asked.at(-1).messages)).toContain('Secret');
});

test('a hook that fails is said on the console and skipped', async ({ page, visit, chat, asked, log }) => {
  await visit({});
  await put(page, () => ({
    beforeSend: () => { throw new Error('no luck'); },
    afterReceive: () => Promise.reject('neither'),
    linkPolicy: () => { throw new Error('nor this'); },
  }));
  await chat.ask('Show markdown at once');
  expect(asked).toHaveLength(1);
  await expect(chat.answers.locator('a').first()).toHaveAttribute('href', /^https:/);
  for (const line of ['beforeSend failed: no luck', 'afterReceive failed: neither', 'linkPolicy failed: nor this']) {
    expect(log.warnings).toContain(`causerie: ${line}`);
  }
});

test('a hook that never answers ends with the stop button', async ({ page, visit, chat, asked }) => {
  await visit({});
  await put(page, () => ({ beforeSend: (_, { signal }) => new Promise(() => {
    globalThis.aborted = false;
    signal.onabort = () => { globalThis.aborted = true; };
  }) }));
  await chat.say('Hello?');
  // What calls it may have to be loaded first.
  await expect.poll(() => page.evaluate(() => globalThis.aborted)).toBe(false);
  await chat.stop.click();
  await chat.rest();
  expect(asked).toHaveLength(0);
  expect(await page.evaluate(() => globalThis.aborted)).toBe(true);
  await put(page, () => ({ beforeSend: undefined }));
  await chat.ask('Again');
});

test('afterReceive changes what is shown, kept, told and sent back', async ({ page, visit, chat, asked }) => {
  await visit({});
  await put(page, () => ({ afterReceive: (message) => (message.content.includes('Hello') ? undefined : `**Checked:** ${message.role}`) }));
  await chat.ask('I need a holiday');
  await expect(chat.answers).toHaveText('Checked: assistant');
  await expect(chat.answers.locator('strong')).toHaveText('Checked:');
  expect((await heard(page, 'message')).at(-1).content).toBe('**Checked:** assistant');
  await put(page, () => ({ afterReceive: (message) => { message.content += '!'; } }));
  await chat.ask('And a house');
  await expect(chat.answers.last()).toHaveText(/!$/);
  expect(asked[1].messages[1]).toEqual({ role: 'assistant', content: '**Checked:** assistant' });
  await page.reload();
  await expect(chat.answers.first()).toHaveText('Checked: assistant');
  await expect(chat.answers.last()).toHaveText(/!$/);
});

test('onError hears of a failure', async ({ page, visit, chat, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({ model: 'error-401', retries: 0 });
  await put(page, () => ({ onError: (error) => { globalThis.failure = error; } }));
  await page.route('**/chat/completions', (route) => route.fulfill({ status: 401, json: { error: { message: 'No key', code: 'invalid_api_key' } } }));
  await chat.say('Hello?');
  await expect(chat.notice).toBeVisible();
  await expect.poll(() => page.evaluate(() => globalThis.failure)).toMatchObject({ kind: 'auth', status: 401 });
});

test('linkPolicy decides where links lead; a refused one leads nowhere, and no scheme comes back by it', async ({ page, visit, chat }) => {
  await visit({});
  await page.route('**/chat/completions', (route) => route.fulfill({ json: { choices: [{ message: { role: 'assistant', content:
    '[ours](https://example.com/a) [theirs](https://evil.example/b) [moved](https://old.example/c) [script](https://trick.example/)' }, finish_reason: 'stop' }],
    citations: ['https://example.com/source', 'https://evil.example/source'] } }));
  await put(page, () => ({ linkPolicy: async (url) => {
    if (url.includes('evil')) return false;
    if (url.includes('trick')) return 'javascript:alert(1)';
    return url.includes('old') ? 'https://new.example/c' : true;
  } }));
  await chat.ask('Links?');
  const href = (name) => chat.answers.getByText(name, { exact: true }).getAttribute('href');
  await expect.poll(() => href('ours')).toBe('https://example.com/a');
  await expect.poll(() => href('moved')).toBe('https://new.example/c');
  expect(await href('theirs')).toBeNull();
  expect(await href('script')).toBeNull();
  const sources = page.locator('[part=sources] a');
  await expect(sources.first()).toHaveAttribute('href', 'https://example.com/source');
  expect(await sources.last().getAttribute('href')).toBeNull();
});

test('linkPolicy is asked about a whole address; a refused one leads nowhere, whatever its beginning is', async ({ page, visit, chat }) => {
  await visit({});
  await put(page, () => ({
    linkPolicy: (url) => !url.includes('evil'),
    handler: async function* () {
      yield 'See https://good.example';
      await new Promise((go) => { globalThis.goOn = go; });
      yield '.evil.example/x and https://fine.example/y now.';
    },
  }));
  await chat.say('Links?');
  const link = chat.answers.locator('a');
  await expect(link).toHaveAttribute('href', 'https://good.example');
  await page.evaluate(() => globalThis.goOn());
  await expect(link.last()).toHaveAttribute('href', 'https://fine.example/y');
  await expect(link.first()).toHaveText('https://good.example.evil.example/x');
  await expect(link.first()).not.toHaveAttribute('href');
});

test('a page that listens to the end of its request may stop, begin anew and fill the box', async ({ page, visit, chat }) => {
  await visit({ first_byte_timeout: 1, retries: 0 });
  await put(page, () => ({
    handler: (request, { signal }) => new Promise((_, fail) => {
      signal.addEventListener('abort', () => {
        const widget = document.querySelector('causerie-chat');
        widget.stop();
        widget.newThread();
        fail(new Error('over'));
      });
    }),
  }));
  await chat.say('Anybody there?');
  await expect(chat.questions).toHaveCount(0);
  await put(page, () => ({ handler: () => 'Here.' }));
  await page.evaluate(() => addEventListener('causerie:send', () => document.querySelector('causerie-chat').setInput('And next?'), { once: true }));
  await chat.say('Anybody there?');
  await expect(chat.answers).toHaveText('Here.');
  await expect(chat.field).toHaveValue('And next?');
});

test('what is stopped while the page looks for a token is not sent', async ({ page, visit, chat, asked }) => {
  await visit({});
  await page.evaluate(() => {
    document.querySelector('causerie-chat').getToken = () => new Promise((go) => { globalThis.token = go; });
  });
  await chat.say('My password is 1234');
  await expect.poll(() => page.evaluate(() => Boolean(globalThis.token))).toBe(true);
  await chat.stop.click();
  await chat.rest();
  await page.evaluate(async () => {
    globalThis.token('t');
    document.querySelector('causerie-chat').getToken = undefined;
    await new Promise((go) => setTimeout(go, 50));
  });
  await chat.ask('Hello?');
  expect(asked).toHaveLength(1);
  expect(asked[0].messages.at(-1).content).toContain('Hello?');
});

test('handler answers in the place of an endpoint: with texts, deltas and chunks', async ({ page, visit, chat, asked }) => {
  await visit({ endpoint: '', model: 'on-device' });
  await expect(chat.log).toContainText('no endpoint');
  await put(page, () => ({
    handler: async function* ({ body }) {
      globalThis.request = body;
      yield 'Hello ';
      yield { reasoning_content: 'thinking' };
      yield { content: '**there**' };
      yield { choices: [{ index: 0, delta: { content: '!' }, finish_reason: 'stop' }] };
      yield { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }, choices: [] };
    },
  }));
  await expect(chat.log).not.toContainText('no endpoint');
  await chat.ask('Anyone?');
  await expect(chat.answers).toHaveText('Hello there!');
  await expect(chat.reasoning).toBeVisible();
  expect((await heard(page, 'message')).at(-1)).toMatchObject({ content: 'Hello **there**!', finish_reason: 'stop', usage: { total_tokens: 5 } });
  expect(await page.evaluate(() => globalThis.request)).toMatchObject({ model: 'on-device', messages: [{ role: 'user', content: 'Anyone?' }] });
  expect(asked).toHaveLength(0);
});

for (const [what, make, answer] of [
  ['a response', () => ({ handler: () => Response.json({ choices: [{ message: { role: 'assistant', content: 'As JSON' } }] }) }), 'As JSON'],
  ['a text', () => ({ handler: () => Promise.resolve('All at once') }), 'All at once'],
  ['a document', () => ({ handler: () => ({ choices: [{ message: { role: 'assistant', content: 'A document' } }] }) }), 'A document'],
  ['a stream of bytes', () => ({ handler: () => new Blob(['data: {"choices":[{"delta":{"content":"Bytes"}}]}\n\ndata: [DONE]\n\n']).stream() }), 'Bytes'],
  ['an array', () => ({ handler: () => ['One ', 'two'] }), 'One two'],
]) {
  test(`handler may give ${what}`, async ({ page, visit, chat }) => {
    await visit({});
    await put(page, make);
    await chat.ask('Well?');
    await expect(chat.answers).toHaveText(answer);
    await expect(chat.notice).toHaveCount(0);
  });
}

test('handler that fails: at once, in the middle, or with nothing', async ({ page, visit, chat }) => {
  await visit({ retries: 0 });
  await put(page, () => ({ handler: () => { throw new Error('The model is not loaded'); } }));
  await chat.say('One');
  await expect(chat.notice).toContainText('The model is not loaded');
  await put(page, () => ({ handler: async function* () { yield 'Half of'; throw new Error('gone'); } }));
  await chat.ask('Two');
  await expect(chat.answers.last()).toHaveText('Half of');
  await expect(chat.goOn).toBeVisible();
  await expect(chat.details.last()).toHaveText(/gone/);
  await put(page, () => ({ handler: () => {} }));
  await chat.say('Three');
  await expect(chat.notice.last()).toContainText('handler gave no answer');
  await put(page, () => ({ handler: async () => { const reply = new Response('Hello'); await reply.text(); return reply; } }));
  await chat.say('Four');
  await expect(chat.notice.last()).toContainText('handler gave a response that was read already');
});

test('handler that goes silent in the middle is given up, told so, and what came stays', async ({ page, visit, chat }) => {
  await visit({ idle_timeout: 1, retries: 0 });
  await put(page, () => ({
    handler: () => {
      const pieces = ['So far'];
      return {
        [Symbol.asyncIterator]() { return this; },
        next: () => pieces.length ? Promise.resolve({ value: pieces.shift(), done: false }) : new Promise(() => {}),
        return: () => { globalThis.returned = (globalThis.returned ?? 0) + 1; return Promise.reject(new Error('too late')); },
      };
    },
  }));
  await chat.say('Go');
  await expect(chat.answers).toHaveText('So far');
  await expect(chat.notice).toContainText('took too long');
  await chat.rest();
  expect(await page.evaluate(() => globalThis.returned)).toBe(1);
});

test('stop ends a handler: its signal is aborted, its iterator returns, and what came stays', async ({ page, visit, chat }) => {
  await visit({});
  await put(page, () => ({
    handler: async function* (_, { signal }) {
      signal.onabort = () => { globalThis.aborted = true; };
      try {
        yield 'So far';
        await new Promise((go) => { globalThis.go = go; });
        yield ' and further';
      } finally {
        globalThis.returned = true;
      }
    },
  }));
  await chat.say('Go');
  await expect(chat.answers).toHaveText('So far');
  await chat.stop.click();
  await chat.rest();
  expect(await page.evaluate(() => globalThis.aborted)).toBe(true);
  await page.evaluate(() => globalThis.go());
  await expect.poll(() => page.evaluate(() => globalThis.returned)).toBe(true);
  await expect(chat.answers).toHaveText('So far');
});

test('addMessage: a message of the page stands in the log, after an answer that is arriving, and is sent back', async ({ page, visit, chat, asked }) => {
  await visit({});
  const add = (message) => page.evaluate((message) => document.querySelector('causerie-chat').addMessage(message), message);
  await chat.ask('Hello?');
  await add({ role: 'assistant', content: 'Your order **has left**.' });
  await expect(chat.answers.last()).toHaveText('Your order has left.');
  await chat.say('Show markdown');
  await expect(chat.answers.last()).toContainText('Everything');
  await add({ role: 'assistant', content: 'One' });
  await add({ role: 'user', content: 'Two' });
  await expect(chat.answers).toHaveCount(3);
  await chat.rest();
  await expect(chat.questions.last()).toHaveText('Two');
  await expect(chat.answers.last()).toHaveText('One');
  await chat.ask('And now?');
  expect(asked[2].messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
  expect(asked[2].messages[1].content).toContain('Your order **has left**.');
  await page.reload();
  await expect(chat.answers.filter({ hasText: 'Your order has left.' })).toHaveCount(1);
});

test('addMessage: what was meant for a conversation goes with it', async ({ page, visit, chat }) => {
  await visit({});
  await chat.say('Show markdown');
  await expect(chat.answers.last()).toContainText('Everything');
  await page.evaluate(() => {
    const widget = document.querySelector('causerie-chat');
    widget.addMessage({ role: 'assistant', content: 'Your order has left.' });
    widget.newThread();
  });
  await expect(chat.questions).toHaveCount(0);
  await chat.ask('Hello?');
  await expect(chat.answers).toHaveCount(1);
  await expect(chat.log).not.toContainText('Your order');
  // An answer that is asked for again, and stopped before its first word, gives its place back.
  await put(page, () => ({ handler: () => new Promise(() => {}) }));
  await page.locator('[part=regenerate]').click();
  await page.evaluate(() => document.querySelector('causerie-chat').addMessage({ role: 'assistant', content: 'It is on its way.' }));
  await chat.stop.click();
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.answers.last()).toHaveText('It is on its way.');
  // Nor is it lost where the element goes before the answer has ended.
  await chat.say('And when?');
  await page.evaluate(() => {
    const widget = document.querySelector('causerie-chat');
    widget.addMessage({ role: 'assistant', content: 'Tomorrow.' });
    const place = widget.parentNode;
    widget.remove();
    setTimeout(() => place.append(widget), 50);
  });
  await expect(chat.answers.last()).toHaveText('Tomorrow.');
});

test('getContext: what the visitor looks at is shown before it is sent, goes with the question, and can be left out', async ({ page, visit, chat, asked }) => {
  await visit({});
  await put(page, () => ({ getContext: async () => ({ title: 'Shoes', url: location.pathname, price: 80 }) }));
  await chat.field.focus();
  const row = page.locator('[part=page-context]').first();
  await expect(row).toContainText('Sent with your question: Shoes');
  await row.locator('summary').click();
  await expect(row.locator('pre')).toContainText('"price": 80');
  await chat.ask('Do they fit?');
  expect(asked[0].messages).toHaveLength(1);
  expect(asked[0].messages[0].content).toBe(`<page_context>\n{"title":"Shoes","url":"/protocol/","price":80}\n</page_context>\n\nDo they fit?`);
  await expect(chat.questions).toHaveText(['Do they fit?']);
  const sent = page.locator('[part~=user] [part=page-context]');
  await expect(sent).toContainText('Sent with it: Shoes');
  await page.getByRole('button', { name: 'Leave out' }).click();
  await expect(page.locator('[part=page-context]').filter({ hasText: 'Not sent: Shoes' })).toBeVisible();
  await chat.ask('And these?');
  expect(asked[1].messages.at(-1).content).toBe('And these?');
  expect(asked[1].messages[0].content).toContain('<page_context>');
  await expect(sent).toHaveCount(1);
  await page.reload();
  await expect(sent).toContainText('Sent with it: Shoes');
});

test('getContext is asked anew as the visitor comes back to the composer, and nothing is shown where it has nothing to say', async ({ page, visit, chat, asked }) => {
  await visit({});
  await put(page, () => { globalThis.looked = 'One'; return { getContext: () => globalThis.looked }; });
  await chat.field.focus();
  const row = page.locator('[part=page-context]').first();
  await expect(row).toContainText('Sent with your question: One');
  await chat.field.blur();
  await page.evaluate(() => { globalThis.looked = null; });
  await chat.field.focus();
  await expect(row).toBeHidden();
  await chat.ask('Hello?');
  expect(asked[0].messages[0].content).toBe('Hello?');
});

test('hooks of a Leptos app are functions in Rust: a refusal, what the visitor looks at, and an answer without a server', async ({ page, demo, asked }) => {
  await page.goto(`${demo.url}/examples/leptos-app/`);
  const porter = new Chat(page, page.locator('.porter'), asked);
  await porter.field.focus();
  await expect(page.locator('.porter [part=page-context]').last()).toContainText('Sent with your question: The front desk');
  const sent = '<page_context>\n{"title":"The front desk"}\n</page_context>\n\nHello?';
  await porter.ask('Hello?');
  await expect(porter.answers.last()).toHaveText(`Good evening. I heard ${sent.length} letters.`);
  await porter.say('Give me the master key');
  await expect(porter.notice).toContainText('Nobody gets the master key.');
  await porter.rest();
  expect(asked).toHaveLength(0);
});

test('causerie:usage tells the tokens of an answer', async ({ page, visit, chat }) => {
  await visit({});
  await page.evaluate(() => addEventListener('causerie:usage', ({ detail }) => { globalThis.used = detail; }));
  await put(page, () => ({ handler: () => ({ choices: [{ message: { role: 'assistant', content: 'Yes.' } }], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }) }));
  await chat.ask('Well?');
  await expect.poll(() => page.evaluate(() => globalThis.used)).toEqual({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 });
});
