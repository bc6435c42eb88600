// Who is measured. Each takes a shape and gives the milliseconds and the sum: the bytes of the text, if the reply came to
// its end with a token count and a reason. All of them read the same pieces.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { createParser } from 'eventsource-parser';

// eventsource-parser behind a streaming TextDecoder, and JSON.parse: what a careful page would do.
export function javascript({ pieces }) {
  const start = performance.now();
  let text = '';
  let usage = null;
  let finish = null;
  let done = false;
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') {
        done = true;
        return;
      }
      const chunk = JSON.parse(data);
      usage = chunk.usage ?? usage;
      const choice = chunk.choices?.[0];
      if (choice) {
        text += choice.delta?.content ?? '';
        finish = choice.finish_reason ?? finish;
      }
    },
  });
  const decoder = new TextDecoder();
  for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }));
  parser.feed(decoder.decode());
  const milliseconds = performance.now() - start;
  return { milliseconds, sum: done && usage && finish === 'stop' ? Buffer.byteLength(text) : 0 };
}

// The module as a browser would run it; a piece is copied into its memory, as the widget's glue does.
export async function wasm(path) {
  const { instance } = await WebAssembly.instantiate(await readFile(path));
  const { memory, input, feed, end } = instance.exports;
  let view = new Uint8Array(memory.buffer);
  return ({ pieces }) => {
    const start = performance.now();
    for (const piece of pieces) {
      const at = input(piece.length);
      // Growing the memory takes the old view away.
      if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
      view.set(piece, at);
      feed(piece.length);
    }
    const sum = end();
    return { milliseconds: performance.now() - start, sum };
  };
}

// The native program, asked by lines; `folder` has the bodies.
export function native(path, folder) {
  const child = spawn(path, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async ({ read, file }) => {
    child.stdin.write(`${read} ${folder}/${file}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the native program has ended');
    const [nanoseconds, sum] = value.split(' ').map(Number);
    return { milliseconds: nanoseconds / 1e6, sum };
  };
  return { ask, close: () => child.stdin.end() };
}
