// The two servers of the tests: the demo (pages, widget and API on one origin), and a stranger's site on
// another one, with the headers that such a site sends.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';

const HOSTS = join(import.meta.dirname, 'hosts');
const SITE = process.env.CAUSERIE_SITE ?? join(import.meta.dirname, '../target/site');
const DEMO = process.env.CAUSERIE_DEMO ?? join(import.meta.dirname, '../target/debug/causerie-demo');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };

/** Starts the demo server; `pace` is the time between two tokens in milliseconds, `more` are further arguments. */
export async function startDemo(pace = 10, ...more) {
  const child = spawn(DEMO, ['--port', '0', '--pace', `${pace}`, '--site', SITE, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (found) return { url: found[0], stop: () => child.kill() };
  }
  throw new Error(`${DEMO} did not start; \`cargo xtask test\` builds it`);
}

/**
 * Starts the stranger's site. `/CASE/` is a folder of hosts/, with `{{api}}` and `{{what the query names}}` in it
 * replaced, and with the headers of its headers.json; `/causerie/` has the widget's files. `/no-wasm-file/`, `/no-glue/` and `/tampered/` have
 * them too, but one is missing, or was changed on the way; `page.html` in each is a page with the script tag.
 */
export async function startStranger(api) {
  const reports = [];
  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (pathname === '/csp-report') {
      let body = '';
      for await (const piece of request) body += piece;
      reports.push(body);
      return response.writeHead(204).end();
    }
    const [, first, ...rest] = pathname.split('/');
    const isWidget = ['causerie', 'no-wasm-file', 'no-glue', 'tampered'].includes(first);
    const path = isWidget && rest[0] === 'page.html' ? join(HOSTS, 'loading/index.html')
      : isWidget ? join(SITE, ...rest) : join(HOSTS, first, rest.join('/') || 'index.html');
    const headers = isWidget ? {} : await headersOf(first, api);
    let content = path === normalize(path) && !isMissing(first, path) && (await readFile(path).catch(() => null));
    if (!content) return response.writeHead(404, headers).end('not here');
    if (first === 'tampered' && /causerie-.*\.js$/.test(path)) content = Buffer.concat([content, Buffer.from('\n// changed')]);
    if (path.endsWith('.html')) {
      content = content.toString().replaceAll('{{api}}', api);
      for (const [name, value] of searchParams) content = content.replaceAll(`{{${name}}}`, () => value);
    }
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', ...headers });
    response.end(content);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, reports, stop: () => server.close() };
}

/** Starts a server on an origin of its own that answers as a test wants, or not at all. */
export async function startApi(answer) {
  const server = http.createServer(answer);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

/** An address at which nothing listens. */
export async function deadUrl() {
  const { url, stop } = await startApi();
  stop();
  return url;
}

const isMissing = (first, path) =>
  (first === 'no-wasm-file' && path.endsWith('.wasm')) || (first === 'no-glue' && /causerie-.*\.js$/.test(path));

async function headersOf(name, api) {
  const text = await readFile(join(HOSTS, name, 'headers.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text.replaceAll('{{api}}', api));
}
