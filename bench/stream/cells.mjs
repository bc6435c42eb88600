// What is measured. Each cell takes a way to open the peer's page and gives plain numbers.

import { setTimeout as sleep } from 'node:timers/promises';

import { answer, history } from './answers.mjs';
import { cpu } from './visit.mjs';

const KEYS = 30;
/** Marks that a reader should not see, in the last characters of an answer. */
const RAW = [/\*\*/, /`/, /\]\(|\[\w[\w ]*\]?$/, /\|\s*-|\w \| \w/, /(^|\s)#{1,3}( |$)/];
const LOOKED_AT = 60;

const question = (tokens, pace) => `bench:tokens=${tokens},pace=${pace},seed=1`;

/** One answer: CPU milliseconds, and the tasks of 50 ms and longer. */
async function streamed(visit, tokens, pace) {
  const want = answer(tokens);
  const before = await visit.ask(question(tokens, pace));
  await visit.page.eval('__bench.long.length = 0');
  await visit.answered(want);
  const after = await visit.page.metrics();
  const long = await visit.page.eval('__bench.long');
  await visit.check(want);
  return { cpu: cpu(before, after), longest: Math.max(0, ...long), long: long.length };
}

const stream = (tokens, pace, { throttle } = {}) => async (open) => {
  const visit = await open({ throttle });
  return streamed(visit, tokens, pace);
};

/** All earlier messages are on the page. */
async function expectHistory(visit, earlier) {
  const text = (await visit.page.call('pageText')).replace(/\s+/g, '');
  const questions = history(earlier).filter(({ role }) => role === 'user');
  const shown = questions.filter(({ content }) => text.includes(content.replace(/\s+/g, '')));
  if (shown.length < questions.length) throw new Error(`${shown.length} of ${questions.length} earlier questions are shown`);
}

/** A 500-token answer at 200 a second after earlier messages, then keys, then memory. */
const after = (earlier) => async (open) => {
  const visit = await open({ earlier });
  if (earlier) await expectHistory(visit, earlier);
  const { cpu } = await streamed(visit, 500, 200);
  return { cpu, key: await visit.type(KEYS), memory: await visit.memory() };
};

/** How often raw marks are to be seen while an answer comes at 100 tokens a second. */
async function midstream(open) {
  const visit = await open({});
  const want = answer(1000);
  await visit.ask(question(1000, 100));
  let looks = 0;
  let raw = 0;
  for (;;) {
    await sleep(53);
    const last = await visit.last();
    if (last?.isDone) break;
    const tail = (await visit.page.call('textOf', visit.peer.answer)).slice(-LOOKED_AT);
    if (!last || !tail) continue;
    looks++;
    if (RAW.some((marks) => marks.test(tail))) raw++;
  }
  await visit.answered(want);
  return { raw: raw / looks, looks };
}

export const CELLS = {
  s500: stream(500, 0),
  s10k: stream(10_000, 0),
  p2k: stream(2_000, 200),
  p10k: stream(10_000, 1_000),
  slow: stream(10_000, 0, { throttle: 4 }),
  mid: midstream,
  h0: after(0),
  h1000: after(1000),
};
