// What replies can hold beside plain text: thinking, alternatives, limits, sources, counts.
import { STATUS_LINE, drawn, expect, expectAccessible, heard, test } from '../fixtures.mjs';
import { byHand, end, send, write } from '../hand.mjs';

const TWELVE = 'One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve.';

/** Answers every request with this document, or with these chunks of a stream. */
async function replyWith(page, reply) {
  const body = Array.isArray(reply) ? [...reply.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('') : JSON.stringify(reply);
  const contentType = Array.isArray(reply) ? 'text/event-stream' : 'application/json';
  await page.route('**/chat/completions', (route) => route.fulfill({ contentType, body, headers: { 'access-control-allow-origin': '*' } }));
}

const whole = (text, finish_reason = 'stop') => ({ object: 'chat.completion', model: 'eliza', choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason }] });

for (const model of ['reasoner', 'thinker']) {
  test(`${model}: thinking is folded away, timed, opened by mouse and keyboard, and never sent back`, async ({ page, chat, visit, asked }) => {
    await visit({ model });
    await chat.say('I like letters');
    const summary = chat.reasoning.locator('summary');
    const thoughts = chat.reasoning.locator('.thoughts');
    await expect(summary).toHaveText('Thinking');
    await expect(thoughts).toBeHidden();
    await expect(summary).toHaveText(/^Thought for [1-9]\d* s$/);
    await chat.rest();
    await expect(thoughts).toBeHidden();
    await summary.click();
    await expect(thoughts).toHaveText(/^\s*The visitor wrote something[^]*put the rest after it\.\s*$/);
    await expectAccessible(page);
    await expect(summary).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(thoughts).toBeHidden();
    await page.keyboard.press('Space');
    await expect(thoughts).toBeVisible();
    const answer = (await chat.answers.innerText()).trim();
    expect(answer).not.toMatch(/Rogers|think>/);
    await chat.ask('I like stamps');
    expect(drawn(asked[1].messages)).toEqual([
      { role: 'user', content: 'I like letters' }, { role: 'assistant', content: answer }, { role: 'user', content: 'I like stamps' },
    ]);
  });
}

test('thoughts that are opened while they come stay open', async ({ chat, visit }) => {
  await visit({ model: 'reasoner' });
  await chat.say('I like letters');
  await chat.reasoning.locator('summary').click();
  await chat.rest();
  await expect(chat.reasoning).toHaveAttribute('open');
  await expect(chat.reasoning.locator('.thoughts')).toContainText('put the rest after it.');
});

for (const [how, options] of [['that come unasked', { model: 'two' }], ['asked for with n', { n: 2 }]]) {
  test(`alternatives ${how}: stepped through by keyboard, and the one shown is sent`, async ({ page, chat, visit, asked }) => {
    await visit(options);
    const first = await chat.ask('I like letters');
    const position = page.locator('[part=alternatives] .position');
    const previous = page.getByRole('button', { name: 'Previous answer' });
    const next = page.getByRole('button', { name: 'Next answer' });
    await expect(position).toHaveText('1/2');
    await expect(previous).toHaveAttribute('aria-disabled', 'true');
    await expect(next).toHaveAttribute('aria-disabled', 'false');
    expect(first).not.toContain('Alternative');
    await next.focus();
    await page.keyboard.press('Enter');
    await expect(position).toHaveText('2/2');
    await expect(chat.answers).toHaveText(`Alternative 2: ${first}`);
    await expect(next).toBeFocused();
    await expect(next).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Enter');
    await expect(position).toHaveText('2/2');
    await previous.press('Space');
    await expect(position).toHaveText('1/2');
    await expect(chat.answers).toHaveText(first);
    await next.press('Space');
    await expectAccessible(page);
    await chat.ask('I like stamps');
    expect(drawn(asked[1].messages)[1]).toEqual({ role: 'assistant', content: `Alternative 2: ${first}` });
  });
}

test('an answer at its length limit says so, and Continue appends the rest to it', async ({ chat, visit, asked }) => {
  await visit({ model: 'length' });
  const half = await chat.ask('Count, please');
  expect(TWELVE.startsWith(half)).toBe(true);
  await expect(chat.notice).toHaveText(/^The answer reached its length limit\./);
  await expect(chat.retry).toHaveCount(0);
  await chat.goOn.click();
  await expect(chat.answers).toHaveText(TWELVE);
  await chat.rest();
  await expect(chat.notice).toHaveCount(0);
  expect(drawn(asked[1].messages)).toEqual([
    { role: 'user', content: 'Count, please' }, { role: 'assistant', content: half }, { role: 'user', content: 'Continue exactly where you stopped.' },
  ]);
  await expect(chat.questions).toHaveText(['Count, please']);
  await chat.ask('Thank you');
  expect(drawn(asked[2].messages).slice(0, 2)).toEqual([{ role: 'user', content: 'Count, please' }, { role: 'assistant', content: TWELVE }]);
});

test('the tokens of a limited answer still count once it was continued', async ({ page, chat, visit }) => {
  const usage = (total_tokens) => ({ prompt_tokens: 1, completion_tokens: total_tokens - 1, total_tokens });
  await replyWith(page, { ...whole('One,', 'length'), usage: usage(5) });
  await visit({});
  await chat.ask('Count, please');
  await replyWith(page, { ...whole(' two.'), usage: usage(7) });
  await chat.goOn.click();
  await expect(chat.answers).toHaveText('One, two.');
  await expect(chat.about).toContainText('This conversation: 12 tokens');
});

test('an answer that its server gave up says so, and can be gone on with; one of several is not gone on with', async ({ page, chat, visit }) => {
  const cut = whole('Half an', 'insufficient_system_resource');
  await replyWith(page, cut);
  await visit({});
  await chat.ask('Well?');
  await expect(chat.notice).toContainText('The connection ended before the answer was complete.');
  await expect(chat.retry).toBeVisible();
  await replyWith(page, whole(' answer.'));
  await chat.goOn.click();
  await expect(chat.answers).toHaveText('Half an answer.');
  await chat.rest();
  await expect(chat.notice).toHaveCount(0);
  const [choice] = whole('One,', 'length').choices;
  await replyWith(page, { ...cut, choices: [choice, { ...choice, index: 1 }] });
  await chat.ask('Count, please');
  await expect(chat.notice).toHaveText(/^The answer reached its length limit\./);
  await expect(chat.goOn).toHaveCount(0);
});

test('a sign of which half is there yet is whole in thoughts, too', async ({ page, chat, visit }) => {
  await byHand(page);
  await visit({});
  await chat.say('Well?');
  await write(page, { reasoning_content: 'So \ud83d' });
  const thoughts = chat.reasoning.locator('.thoughts');
  await expect(thoughts).toHaveText(/^So *$/);
  await write(page, { reasoning_content: '\ude00 far' });
  await expect(thoughts).toHaveText('So \u{1f600} far');
});

test('an answer that a filter ended says so', async ({ chat, visit }) => {
  await visit({ model: 'filtered' });
  await chat.ask('I like letters');
  await expect(chat.answers).not.toBeEmpty();
  await expect(chat.notice).toHaveText("The provider's content filter ended this answer.");
});

test('the sources of an answer are a list of links', async ({ page, chat, visit }) => {
  await visit({ model: 'cites' });
  await chat.ask('I like letters');
  const links = page.getByRole('list', { name: 'Sources' }).getByRole('link');
  await expect(links).toHaveText(['https://example.com/eliza', 'https://example.org/doctor?script=1']);
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute('href', await link.innerText());
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  }
  await expectAccessible(page);
});

/** What is marked in the text of the answers: the words, and where they lead. */
const marks = (chat) => chat.answers.locator('a').evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('href')]));

test('marks in the text lead to the sources, and look as they did', async ({ page, chat, visit }) => {
  await visit({ model: 'cites' });
  await chat.ask('I like letters');
  const text = await chat.answers.innerText();
  expect(text).toMatch(/\[1\]\[2\]$/);
  await expect.poll(() => marks(chat)).toEqual([['[1]', 'https://example.com/eliza'], ['[2]', 'https://example.org/doctor?script=1']]);
  expect(await chat.answers.innerText()).toBe(text);
  const link = chat.answers.getByRole('link', { name: '[2]' });
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await link.focus();
  await expect(link, 'the true host is said').toHaveAttribute('data-host', 'example.org');
  await expectAccessible(page);
});

test('no mark is what names no source, and code, links and formulas stay as they are', async ({ page, chat, visit }) => {
  await visit();
  await replyWith(page, { choices: [{ finish_reason: 'stop', message: { role: 'assistant', content:
    'One[1], `a[1]`, **two[2]**, none[3], evil[4], [own[1]](https://own.example/), $x[1]$\n\n- three[1]\n\n  ```\n  b[2]\n  ```\n\n| four[2] |\n|---|\n| [1][1] |' } }],
  citations: ['https://a.example/', { url: 'https://b.example/', title: 'B' }, '', 'javascript:alert(1)'] });
  await chat.ask('Sources?');
  await expect.poll(() => marks(chat)).toEqual([
    ['[1]', 'https://a.example/'], ['[2]', 'https://b.example/'], ['own[1]', 'https://own.example/'],
    ['[1]', 'https://a.example/'], ['[2]', 'https://b.example/'], ['[1]', 'https://a.example/'], ['[1]', 'https://a.example/'],
  ]);
});

test('what the reader has selected and where the list stands is not moved by marks that become links', async ({ page, chat, visit }) => {
  await byHand(page);
  await visit();
  await chat.say('Sources?');
  await write(page, { content: 'Paris[1][2] is a town.\n\nSo is Rome[2].\n\n' });
  await expect(chat.answers).toContainText('Rome');
  await expect(chat.answers.locator('a'), 'there are no sources so far').toHaveCount(0);
  const select = () => page.evaluate(() => {
    const root = document.querySelector('causerie-chat').shadowRoot;
    const [first, last] = root.querySelectorAll('.assistant .content p');
    getSelection().setBaseAndExtent(first.firstChild, 2, last.firstChild, 5);
    globalThis.tops = () => [first, last].map((paragraph) => paragraph.getBoundingClientRect().toJSON());
    return globalThis.tops();
  });
  const before = await select();
  await send(page, `data: ${JSON.stringify({ citations: ['https://a.example/', 'https://b.example/'], choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\n`);
  await end(page);
  await expect.poll(() => marks(chat)).toHaveLength(3);
  expect(await page.evaluate(() => globalThis.tops())).toEqual(before);
  expect(await page.evaluate(() => getSelection().toString())).toBe('ris[1][2] is a town.\n\nSo is');
});

test('a mark leads where linkPolicy says, what renderCode drew is left alone, and a table is copied with the mark as it was', async ({ page, chat, visit, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit();
  await page.evaluate(() => {
    Object.assign(document.querySelector('causerie-chat'), {
      linkPolicy: (url) => (url.includes('evil') ? false : `${url}?checked`),
      renderCode: () => {
        const drawn = document.createElement('p');
        drawn.append('Node [1]', ' of two');
        globalThis.drawn = drawn;
        return drawn;
      },
    });
  });
  await replyWith(page, { choices: [{ finish_reason: 'stop', message: { role: 'assistant', content:
    'One[1], two[2].\n\n| a |\n|---|\n| b[1] |\n\n```mermaid\nx[1]\n```\n' } }], citations: ['https://a.example/', 'https://evil.example/'] });
  await chat.ask('Sources?');
  await expect.poll(() => marks(chat)).toEqual([['[1]', 'https://a.example/?checked'], ['[2]', null], ['[1]', 'https://a.example/?checked']]);
  expect(await page.evaluate(() => [globalThis.drawn.isConnected, ...Array.from(globalThis.drawn.childNodes, (node) => node.data)])).toEqual([true, 'Node [1]', ' of two']);
  await chat.answers.locator('table').hover();
  await chat.answers.getByRole('button', { name: 'Markdown' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('| a |\n| --- |\n| b\\[1] |\n');
});

test('a conversation that is opened again has its marks', async ({ page, chat, visit }) => {
  await visit({ model: 'cites', persist: 'device' });
  await chat.ask('I like letters');
  await expect(chat.answers.locator('a')).toHaveCount(2);
  await page.reload();
  await expect(chat.answers.locator('a')).toHaveCount(2);
});

test('tokens are counted for each answer and for the conversation, with their cost', async ({ page, chat, visit }) => {
  await visit({ prices: { input: 500_000, output: '1000000', currency: '€' } });
  let total = 0;
  let cost = 0;
  for (const question of ['I like letters', 'I like stamps']) {
    await chat.ask(question);
    const { usage } = (await heard(page, 'response-end')).at(-1);
    const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: all } = usage;
    total += all;
    const price = prompt / 2 + completion;
    cost += price;
    const about = chat.about.last();
    await expect(about.locator('p').first()).toBeHidden();
    await expect(about.locator('summary')).toHaveText(`${all} tokens`);
    await about.locator('summary').press('Enter');
    await expect(about.locator('p')).toHaveText([
      'Model: eliza', `Question ${prompt}, answer ${completion} tokens · €${price.toFixed(2)}`, `This conversation: ${total} tokens, €${cost.toFixed(2)}`,
    ]);
  }
  await expect(chat.about.first(), 'an earlier answer counts the later one').toContainText(`This conversation: ${total} tokens`);
  await expectAccessible(page);
});

test('the page hears of an answer: model, usage, reason to stop, and how likely each token was', async ({ page, chat, visit, asked }) => {
  const logprob = (token) => ({ token, logprob: -0.5, bytes: null, top_logprobs: [] });
  const chunk = (token, more) => ({ object: 'chat.completion.chunk', model: 'likely-1', choices: [{ index: 0, delta: { content: token }, logprobs: { content: [logprob(token)] }, ...more }] });
  await replyWith(page, [chunk('Not'), chunk(' at all.', { finish_reason: 'stop' }), { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }]);
  await visit({ logprobs: true, top_logprobs: 0 });
  await chat.ask('Thank you');
  expect(asked[0]).toMatchObject({ logprobs: true, top_logprobs: 0 });
  expect(await heard(page, 'response-end')).toEqual([{
    role: 'assistant', content: 'Not at all.', model: 'likely-1', finish_reason: 'stop',
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }, logprobs: [logprob('Not'), logprob(' at all.')],
  }]);
  expect(await heard(page, 'error')).toEqual([]);
});

for (const [how, options] of [['in pieces', {}], ['as a whole', { stream: 'off' }]]) {
  test(`the page hears of the beginning and the end of an answer that comes ${how}`, async ({ page, chat, visit }) => {
    await visit(options);
    await chat.ask('I like letters');
    for (const name of ['send', 'response-start', 'response-end', 'message']) expect(await heard(page, name), name).toHaveLength(1);
  });
}

test('stream="off" asks for the answer as a whole and shows it', async ({ chat, visit, asked }) => {
  await visit({ stream: 'off' });
  await chat.ask('I like letters');
  expect(asked[0].stream).toBe(false);
  await expect(chat.answers).not.toBeEmpty();
  await expect(chat.notice).toHaveCount(0);
  await expect(chat.about.locator('summary')).toHaveText(/^\d+ tokens$/);
});

test('a whole answer in the place of a stream is shown', async ({ page, chat, visit, asked }) => {
  await replyWith(page, whole('**All** at once.'));
  await visit({});
  expect(await chat.ask('I like letters')).toBe('All at once.');
  await expect(chat.answers.locator('strong')).toHaveText('All');
  expect(asked[0].stream).toBe(true);
  await expect(chat.notice).toHaveCount(0);
});

test('a web page in the place of an answer is not shown as one', async ({ page, chat, visit, log }) => {
  log.expected.push(STATUS_LINE);
  await visit({ model: 'html' });
  await chat.say('I like letters');
  await expect(chat.notice).toContainText('The reply was not one that a chat service sends.');
  await expect(chat.answers).toBeEmpty();
  expect(await heard(page, 'error')).toMatchObject([{ kind: 'bad_response', status: 200 }]);
});
