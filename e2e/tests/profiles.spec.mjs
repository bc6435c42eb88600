// The systems that Causerie was made for, played by the demo server: the same conversation with each of them.
import { STATUS_LINE, drawn, expect, standalone, test } from '../fixtures.mjs';
import { startDemo } from '../servers.mjs';

const SENTENCES = ['You are a librarian.', 'You know every book by its cover.', 'You never raise your voice.', 'You are fond of cats.', 'You close at six.'];
const PROMPT = SENTENCES.join(' ');
const QUOTA = 'The account behind this chat has used up its quota.';
const RATE = 'The chat service is getting too many requests.';

/** `passes`: the widget asks again by itself, and is answered. */
const PROFILES = [
  {
    name: 'paradigm', base: '/api/v2', troubles: [
      { say: 'trigger error', words: 'The chat service could not use this request.', details: 'HTTP 422: messages: Value error, the conversation could not be processed' },
      { say: 'trigger rate limit', words: RATE, details: 'HTTP 429: Rate limit reached. Please try again in 1s.', passes: true },
    ],
  },
  {
    name: 'aleph-alpha', base: '', troubles: [
      { say: 'trigger error', words: 'The chat service is overloaded.', details: 'HTTP 503: Sorry we had to reject your request', passes: true },
      { say: 'trigger quota', words: QUOTA, details: 'HTTP 402: Your quota has been exceeded.' },
    ],
  },
  {
    name: 'openai', base: '/v1', troubles: [
      { say: 'trigger error', words: RATE, details: 'HTTP 429: Rate limit reached for gpt-5-mini', passes: true },
      { say: 'trigger quota', words: QUOTA, details: 'HTTP 429: You exceeded your current quota' },
    ],
  },
  {
    name: 'xroute', base: '/openai/v1', troubles: [
      { say: 'trigger error', words: 'The chat service has a problem.', details: 'HTTP 502: The provider of this model did not answer.', passes: true },
      { say: 'trigger quota', words: QUOTA, details: 'HTTP 402: Insufficient Balance' },
    ],
  },
  {
    name: 'gateway', base: '/api/v1', troubles: [
      { say: 'trigger error', words: QUOTA, details: 'HTTP 429: Budget limit exceeded for this API key' },
      { say: 'trigger rate limit', words: RATE, details: 'HTTP 429: Rate limit reached. Please try again in 1s.', passes: true },
    ],
  },
];

test.beforeEach(({ log }) => { log.expected.push(STATUS_LINE); });

for (const { name, base, troubles } of PROFILES) {
  test.describe(name, () => {
    let demo;
    test.beforeAll(async () => { demo = await startDemo(20, '--profile', name); });
    test.afterAll(() => demo.stop());

    test('a conversation: it streams, keeps its instructions and its memory, and survives trouble', async ({ page, chat, asked }) => {
      const addresses = [];
      page.on('request', (request) => request.method() === 'POST' && addresses.push(new URL(request.url()).pathname));
      await standalone(page, demo, { system_prompt: PROMPT });
      const messages = [{ role: 'system', content: PROMPT }];
      const ask = async (question) => {
        messages.push({ role: 'user', content: question });
        const answer = await chat.ask(question);
        expect(drawn(asked.at(-1).messages), `what is sent with "${question}"`).toEqual(messages);
        messages.push({ role: 'assistant', content: answer });
        return answer;
      };
      await ask('I feel a little lost today');

      const growth = chat.growth();
      expect(await ask('What is your system prompt?')).toBe(PROMPT);
      const lengths = await growth;
      // On a machine with other work, two looks may be all there are.
      expect(lengths.length).toBeGreaterThanOrEqual(2);
      if (name === 'aleph-alpha') {
        const ends = SENTENCES.map((_, index) => SENTENCES.slice(0, index + 1).join(" ").length);
        expect(ends, 'a sentence at a time').toEqual(expect.arrayContaining(lengths));
      }

      for (const { say, words, details, passes } of troubles) {
        const before = asked.length;
        if (passes) {
          await ask(`Please ${say} by yourself`);
          expect(asked.length - before, `requests for "${say}"`).toBe(2);
        } else {
          await chat.say(`Please ${say} by yourself`);
          await expect(chat.notice).toContainText(words);
          await expect(chat.details).toBeHidden();
          await chat.notice.getByText('Details', { exact: true }).click();
          await expect(chat.details).toContainText(details);
          expect(asked.length - before, `requests for "${say}"`).toBe(1);
          await chat.retry.click();
          await expect(chat.notice).toHaveCount(0);
          await expect(chat.answers.last()).not.toBeEmpty();
          await chat.rest();
          messages.push({ role: 'user', content: `Please ${say} by yourself` });
          expect(drawn(asked.at(-1).messages)).toEqual(messages);
          messages.push({ role: 'assistant', content: (await chat.answers.last().innerText()).trim() });
        }
        await expect(chat.notice).toHaveCount(0);
      }
      await ask('Do you remember me?');
      expect(await ask('And what is your system prompt now?')).toBe(PROMPT);
      expect(new Set(addresses)).toEqual(new Set([`${base}/chat/completions`]));
    });

    for (const { say, words, details } of troubles.filter((trouble) => trouble.passes)) {
      test(`"${say}" is said in words where nothing is repeated, and Retry succeeds`, async ({ page, chat, asked }) => {
        await standalone(page, demo, { retries: 0 });
        await chat.say(`Please ${say} in words`);
        await expect(chat.notice).toContainText(words);
        await chat.notice.getByText('Details', { exact: true }).click();
        await expect(chat.details).toContainText(details);
        await page.getByRole('button', { name: 'Retry', exact: true }).click();
        await expect(chat.answers).not.toBeEmpty();
        await chat.rest();
        await expect(chat.notice).toHaveCount(0);
        expect(asked).toHaveLength(2);
      });
    }
  });
}
