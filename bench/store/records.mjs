// What the archive is filled with: 1,000 conversations, of which one has 5,000 messages and one has 50, the others 5.

import { answer } from '../stream/answers.mjs';

const TIME = 1_700_000_000_000;
const TEXTS = 200;

export const LONG = 1;
export const SHORT = 2;
export const CONVERSATIONS = 1000;

const sizes = new Map([[LONG, 5000], [SHORT, 50]]);
const sizeOf = (number) => sizes.get(number) ?? 5;
export const messagesOf = (numbers) => numbers.reduce((sum, number) => sum + sizeOf(number), 0);
export const all = Array.from({ length: CONVERSATIONS }, (_, index) => index + 1);

export const id = (number) => number.toString(16);

export const conversation = (number) => ({
  version: 1, id: id(number), title: `Conversation ${number} about ${number % 7 ? 'rivers' : 'lighthouses'}`, title_at: TIME,
  created: TIME + number * 1e6, updated: TIME + number * 1e6,
});

/** The message at this place of a conversation; answers have about 400 characters. */
export const message = (number, at) => ({
  version: 1, id: id(number * 10_000 + at), conversation: id(number), created: TIME + number * 1e6 + at, changed: TIME + number * 1e6 + at,
  role: at % 2 ? 'assistant' : 'user', state: 'complete', ...(at && { parent: id(number * 10_000 + at - 1) }),
  choices: [{ text: at % 2 ? answer(100, (number * 31 + at) % TEXTS).text : `Question ${at} of ${number}: what of it?` }],
});

/** Records in parts of about this many messages, for one put each. */
export function* parts(numbers, most = 500) {
  let part = { conversations: [], messages: [] };
  for (const number of numbers) {
    part.conversations.push(conversation(number));
    for (let at = 0; at < sizeOf(number); at++) {
      part.messages.push(message(number, at));
      if (part.messages.length < most) continue;
      yield part;
      part = { conversations: [], messages: [] };
    }
  }
  yield part;
}
