// A very small client of Chromium's debugging protocol, over its pipe. No Playwright on purpose: it turns on domains
// (Network, Page, Runtime) that cost the page main-thread time for every piece of a stream.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = [
  '--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run', '--mute-audio', '--window-size=1280,900',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-extensions',
  '--disable-features=Translate,OptimizationHints,MediaRouter,SpareRendererForSitePerProcess',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
  '--remote-debugging-pipe',
];

export class Browser {
  static async launch(program) {
    const browser = new Browser();
    browser.folder = await mkdtemp(join(tmpdir(), 'causerie-bench-'));
    const flags = [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${browser.folder}`];
    browser.child = spawn(program, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    browser.pending = new Map();
    browser.id = 0;
    let rest = '';
    browser.child.stdio[4].setEncoding('utf8').on('data', (text) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop();
      for (const part of parts) browser.#take(JSON.parse(part));
    });
    const failAll = (why) => {
      for (const { fail } of browser.pending.values()) fail(new Error(why));
      browser.pending.clear();
    };
    browser.child.stdio[3].on('error', () => {});
    browser.child.on('error', (error) => failAll(`${program}: ${error.message}`));
    browser.child.on('exit', () => failAll('the browser has ended'));
    browser.version = (await browser.send('Browser.getVersion')).product;
    return browser;
  }

  #take({ id, error, result }) {
    const waiting = this.pending.get(id);
    if (!waiting) return;
    this.pending.delete(id);
    if (error) waiting.fail(new Error(`${waiting.method}: ${error.message}`));
    else waiting.done(result);
  }

  send(method, params = {}, sessionId) {
    const id = ++this.id;
    return new Promise((done, fail) => {
      this.pending.set(id, { done, fail, method });
      this.child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** A page in a context of its own: no cookies, cache or storage of another one. */
  async page() {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return new Page(this, sessionId, browserContextId);
  }

  async close() {
    const gone = new Promise((done) => this.child.once('exit', done));
    this.send('Browser.close').catch(() => {});
    const killer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(killer);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}

class Page {
  constructor(browser, session, context) {
    Object.assign(this, { browser, session, context });
  }

  send(method, params) {
    return this.browser.send(method, params, this.session);
  }

  async eval(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Calls a function of the harness in the page (inpage.js). */
  call(name, ...args) {
    return this.eval(`__bench.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
  }

  async metrics() {
    const { metrics } = await this.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }

  async key(key, code, keyCode, text) {
    const both = { key, code, windowsVirtualKeyCode: keyCode };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...both, text, unmodifiedText: text });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...both });
  }

  close() {
    return this.browser.send('Target.disposeBrowserContext', { browserContextId: this.context }).catch(() => {});
  }
}
