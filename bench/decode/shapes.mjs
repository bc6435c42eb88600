// The replies that are measured, as bytes, and the reads they come in. All of it is the same in every run.

const KILO = 1024;
const SEED = 1966;

// Words as models stream them: with their space before them, some with marks, escapes or accents.
const WORDS = [
  ' the', ' of', ' a', ' model', ' stream', 's', ',', '.', ' that', ' **', '**', ' is', ' read', ' as', ' it', ' comes',
  ' answer', ' token', ' by', 'ing', ' with', ' "', '"', ' `', 'let', '`', '\n', '\n\n', ' café', ' déjà', ' –', ' :',
  ' questions', ' browser', '\n- ', ' in', ' to', ' and', ' conversation', ' 42', ' \u{1f600}', ' reply', ' for', ' be',
];

function random(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function* words(seed) {
  const next = random(seed);
  while (true) yield WORDS[Math.floor(next() * WORDS.length)];
}

function event(fields) {
  const head = { id: 'chatcmpl-7f3kq0Zr2LwXn', object: 'chat.completion.chunk', created: 1760000000, model: 'demo-model' };
  return `data: ${JSON.stringify({ ...head, ...fields })}\n\n`;
}

function choice(delta, finish_reason = null) {
  return { choices: [{ index: 0, delta, logprobs: null, finish_reason }] };
}

// A reply of these deltas, with what each reply has before and behind them.
function reply(deltas) {
  const usage = { prompt_tokens: 9, completion_tokens: deltas.length, total_tokens: 9 + deltas.length };
  const events = [
    event(choice({ role: 'assistant', content: '' })),
    ...deltas.map((content) => event(choice({ content }))),
    event(choice({}, 'stop')),
    event({ choices: [], usage }),
    'data: [DONE]\n\n',
  ];
  const encoder = new TextEncoder();
  return {
    body: encoder.encode(events.join('')),
    events: events.map((text) => encoder.encode(text)),
    sum: Buffer.byteLength(deltas.join('')),
  };
}

function chat(tokens) {
  const source = words(SEED);
  return reply(Array.from({ length: tokens }, () => source.next().value));
}

function hugeLine(bytes) {
  const parts = [];
  let length = 0;
  for (const word of words(SEED)) {
    if (length >= bytes) break;
    parts.push(word);
    length += Buffer.byteLength(word);
  }
  return reply([parts.join('')]);
}

function cut({ body }, length) {
  const pieces = [];
  for (let at = 0; at < body.length; at += length) pieces.push(body.subarray(at, at + length));
  return pieces;
}

// Each shape: a name, the reply, and its reads (`read` is what the native program is told).
export function shapes() {
  const stream = chat(10_000);
  const lines = [['512 KB', hugeLine(512 * KILO)], ['4 MB', hugeLine(4096 * KILO)]];
  const reads = [['1 KB', KILO], ['1,460 B', 1460], ['10 KB', 10 * KILO], ['100 KB', 100 * KILO]];
  return [
    { file: 'chat', name: 'chat, 10,000 tokens', reads: 'an event', reply: stream, pieces: stream.events, read: 'events' },
    ...reads.map(([name, read]) => (
      { file: 'chat', name: 'chat, 10,000 tokens', reads: name, reply: stream, pieces: cut(stream, read), read }
    )),
    ...[['64 B', 64], ['1 KB', KILO], ['64 KB', 64 * KILO]].flatMap(([name, read]) => lines.map(([size, line]) => (
      { file: size.replace(' ', ''), name: `one line of ${size}`, size, reads: name, reply: line, pieces: cut(line, read), read }
    ))),
  ];
}
