// One server for all that a measured page needs: the model's API, the pages' files, and the harness' own questions.

import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { answer, history, scenario } from './answers.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};
const PAGES = join(import.meta.dirname, 'peers');

/** The last stream: its times, and whether it was read to its end. */
let last = null;

const json = (response, value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Writes an event a token: at this pace (a second), or at 0 as fast as the socket takes them. */
async function write(response, tokens, pace, event) {
  const start = performance.now();
  for (let index = 0; index < tokens.length && !response.destroyed; index++) {
    const wait = pace ? start + (index * 1000) / pace - performance.now() : 0;
    if (wait > 0) await sleep(wait);
    else if (!pace && index % 16 === 0) await new Promise(setImmediate);
    if (response.write(event(tokens[index], index))) continue;
    await new Promise((done) => {
      response.once('drain', done);
      response.once('close', done);
    });
  }
}

async function complete(request, response) {
  const { messages, model } = JSON.parse(await bodyOf(request));
  const question = messages.filter(({ role }) => role === 'user').at(-1).content;
  const { tokens, pace, seed } = scenario(question) ?? { tokens: 200, pace: 0, seed: 1 };
  const head = { id: 'chatcmpl-bench', created: 1700000000, model, object: 'chat.completion.chunk' };
  const event = (delta, finish_reason = null) => `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const note = (last = { isDone: false, isAborted: false });
  response.on('close', () => {
    note.isAborted = !note.isDone;
    note.isDone = true;
  });
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  const first = (content) => ({ role: 'assistant', content });
  await write(response, answer(tokens, seed).tokens, pace, (content, index) => event(index ? { content } : first(content)));
  response.end(`${event({}, 'stop')}data: [DONE]\n\n`, () => { note.isDone = true; });
}

/** A peer's page, or a file that was built for it. */
async function file(response, built, name, path) {
  const root = path && built[name] ? built[name] : join(PAGES, name);
  const full = normalize(join(root, path || 'index.html'));
  const content = full.startsWith(root) && (await readFile(full).catch(() => null));
  if (!content) return response.writeHead(404).end();
  const type = TYPES[extname(full)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
}

/** `built` has the folder of each peer that is built. Gives the origin. */
export async function serve(built) {
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const [, name, path] = /^\/p\/([\w-]+)\/(.*)$/.exec(url.pathname) ?? [];
    try {
      if (url.pathname === '/bench/reset') json(response, (last = null));
      else if (url.pathname === '/bench/last') json(response, last);
      else if (url.pathname === '/bench/history') json(response, history(Number(url.searchParams.get('n'))));
      else if (url.pathname === '/v1/chat/completions') await complete(request, response);
      else if (name) await file(response, built, name, path);
      else response.writeHead(404).end();
    } catch (error) {
      console.error(request.method, request.url, error);
      response.destroy();
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${server.address().port}`;
}

// In a process of its own, so that what it does is not the harness' time.
if (process.send) {
  process.once('message', async (built) => process.send(await serve(built)));
  process.on('disconnect', () => process.exit());
}
