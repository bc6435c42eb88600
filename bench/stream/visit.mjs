// One visit of a peer's page: opened, asked, answered, checked; with the readings that the cells are made of.

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const IN_PAGE = await readFile(new URL('./inpage.js', import.meta.url), 'utf8');
/** Milliseconds without a change after which a page is at rest. */
const QUIET = 1200;
const USABLE_LIMIT = 60_000;
/** What takes three minutes of CPU may take many on a busy machine. */
const ANSWER_LIMIT = 900_000;

const KINDS = {
  table: 'table', li: 'li', pre: 'pre', code: 'code,pre:not(:has(code))', a: 'a[href],[data-streamdown="link"]',
  strong: 'strong,b,[data-streamdown="strong"]', em: 'em,i', h: 'h1,h2,h3,h4,h5,h6',
};
/** Kinds that must be there as elements; the tables also show what became of the others. */
const NEEDED = ['table', 'li', 'code'];

/** Main-thread CPU milliseconds between two readings, less what answering our own questions took. */
export function cpu(before, after) {
  const spent = (key) => (after[key] - before[key]) * 1000;
  return spent('TaskDuration') - spent('DevToolsCommandDuration');
}

export async function within(work, limit, what) {
  const late = sleep(limit, null, { ref: false }).then(() => {
    throw new Error(`${what}: more than ${limit / 1000} s`);
  });
  return Promise.race([work, late]);
}

export class Visit {
  /** Opens a peer's page with this many earlier messages and waits until its input is usable. */
  static async open(browser, origin, name, peer, { earlier = 0, throttle = 1 } = {}) {
    const visit = Object.assign(new Visit(), { origin, peer, page: await browser.page() });
    const { page } = visit;
    try {
      // Thread ticks: CPU time of the main thread, so that other work on the machine does not count.
      await page.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.send('Page.enable');
      await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
      const source = `${IN_PAGE}(${JSON.stringify({ input: peer.input })})`;
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source });
      const url = `${origin}/p/${name}/${earlier ? `?history=${earlier}` : ''}`;
      await within(page.send('Page.navigate', { url }), USABLE_LIMIT, 'navigation');
      await within(page.eval('__bench.usable'), USABLE_LIMIT, 'a usable input');
      await visit.rest();
      if (throttle > 1) await page.send('Emulation.setCPUThrottlingRate', { rate: throttle });
      return visit;
    } catch (error) {
      await page.close();
      throw error;
    }
  }

  /** Waits until nothing has changed for a while; a page that never rests has a minute. */
  async rest() {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const quiet = await this.page.call('quietFor');
      if (quiet > QUIET) return;
      await sleep(Math.max(60, QUIET - quiet));
    }
  }

  last = async () => (await fetch(`${this.origin}/bench/last`)).json();

  /** Types a question and sends it. Gives the reading before it was sent. */
  async ask(question) {
    const { page, peer } = this;
    await page.send('HeapProfiler.collectGarbage');
    await fetch(`${this.origin}/bench/reset`);
    if (!(await page.call('focus', peer.input))) throw new Error('the input takes no focus');
    await page.send('Input.insertText', { text: question });
    await sleep(150);
    const before = await page.metrics();
    await page.key('Enter', 'Enter', 13, '\r');
    return before;
  }

  /** Waits until the server has sent the answer and the page shows its end. */
  async answered({ words }) {
    const end = Date.now() + ANSWER_LIMIT;
    const started = Date.now();
    for (let last = null; !last?.isDone; last = await this.last()) {
      if (!last && Date.now() - started > 15_000) throw new Error('nothing was asked of the server');
      if (Date.now() > end) throw new Error('the answer was not read to its end');
      if (last?.isAborted) throw new Error('the page dropped the answer');
      await sleep(100);
    }
    const tail = words.slice(-9).join('');
    for (let looked = 0; Date.now() < end; await sleep(250)) {
      const quiet = await this.page.call('quietFor');
      // Reading the text costs time, so seldom.
      if (quiet < QUIET || Date.now() - looked < 1000) continue;
      looked = Date.now();
      const text = await this.page.call('textOf', this.peer.answer);
      if (quiet > 8000 || text.slice(-400).replace(/\s+/g, '').includes(tail)) return;
    }
    throw new Error(`the answer was not shown in ${ANSWER_LIMIT / 1000} s`);
  }

  /** Fails unless the answer's words are there in order, and its tables, items and code as elements. */
  async check({ words, count }) {
    const text = (await this.page.call('textOf', this.peer.answer)).replace(/\s+/g, '');
    let at = 0;
    const hits = words.filter((word) => {
      const found = text.indexOf(word, at);
      const isNear = found >= 0 && found - at < 600;
      if (isNear) at = found + word.length;
      return isNear;
    });
    const share = hits.length / words.length;
    if (share < 0.995) throw new Error(`${(100 * share).toFixed(1)} % of the words are shown`);
    if (this.peer.isPlain) return;
    const seen = await this.page.call('count', this.peer.answer, KINDS);
    const missing = NEEDED.filter((kind) => seen[kind] < 0.85 * count[kind]);
    if (missing.length) throw new Error(`too few elements: ${missing.map((kind) => `${kind} ${seen[kind]} of ${count[kind]}`).join(', ')}`);
  }

  /** Types this many letters, one each 100 ms; CPU milliseconds for each, less what the page takes at rest. */
  async type(keys) {
    await this.page.call('focus', this.peer.input);
    await sleep(500);
    const before = await this.page.metrics();
    await sleep(keys * 100);
    const idle = await this.page.metrics();
    for (let index = 0; index < keys; index++) {
      const key = 'abcdefghij'[index % 10];
      await this.page.key(key, `Key${key.toUpperCase()}`, key.toUpperCase().charCodeAt(0), key);
      await sleep(100);
    }
    const after = await this.page.metrics();
    return (cpu(idle, after) - cpu(before, idle)) / keys;
  }

  /** Megabytes, JavaScript's heap and wasm's memory. To be called last: it empties the browser's caches. */
  async memory() {
    await this.page.send('Memory.simulatePressureNotification', { level: 'critical' });
    await sleep(600);
    for (let round = 0; round < 2; round++) await this.page.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize } = await this.page.metrics();
    return (JSHeapUsedSize + (await this.page.call('wasmBytes'))) / 2 ** 20;
  }

  close() {
    return this.page.close();
  }
}
