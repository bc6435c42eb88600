// Colours code blocks: a worker finds the parts, idle time draws them.
//
// Drawn with elements and not with the CSS Custom Highlight API: Chromium places every range of a page anew at each
// change of the DOM, which made each frame of a streamed answer four to eleven milliseconds dearer
// (docs/architecture.md). The text of a block never changes, and a block that the reader has selected text in waits.
import css from './highlight.css';
import { whenIdle } from './idle.js';
import { whenNear } from './near.js';
import { whenFree } from './selected.js';

/** In the order of grammars.js. */
const CLASSES = ['hk', 'hs', 'hn', 'hc', 'ht', 'ha', 'hm', 'hi', 'hd'];
/** Characters of a block beyond which it stays plain; without a worker. */
const LONGEST = 32 * 1024;
const LONGEST_HERE = 16 * 1024;
/** Parts that are drawn at once. */
const SLICE = 300;

let sheet;
let engine;

/** Colours the code in an element, some time. The language is a name that grammars.js knows. */
export default function highlight(code, language) {
  whenNear(code, async () => {
    const text = code.textContent;
    if (text.length > LONGEST) return;
    const parts = await (await (engine ??= start()))(language, text);
    if (parts.length) whenIdle(() => whenFree(code, () => draw(code, text, parts)));
  });
}

/** What finds the parts: a worker, else this thread. */
function start() {
  return inWorker().catch(async () => {
    const { parts } = await grammars();
    return (language, text) => new Promise((done) => {
      whenIdle(() => done(text.length > LONGEST_HERE ? [] : parts(language, text)));
    });
  });
}

async function grammars() {
  const url = new URL(BUILD_GRAMMARS, import.meta.url).href;
  // `import()` takes no digest; it finds in the cache what was checked here.
  await fetch(url, { integrity: BUILD_GRAMMARS_INTEGRITY });
  return import(url);
}

/** The worker is this very file, whose digest was checked; it loads the grammars itself. */
async function inWorker() {
  const url = import.meta.url;
  if (new URL(url).origin !== location.origin) throw new Error('another origin');
  const policy = globalThis.trustedTypes?.createPolicy('causerie', { createScriptURL: () => url });
  const worker = new Worker(policy ? policy.createScriptURL('') : url, { type: 'module' });
  await new Promise((ready, failed) => {
    worker.onmessage = ({ data }) => (data ? ready() : failed());
    worker.onerror = failed;
  });
  let asked = [];
  const waiting = [];
  worker.onmessage = ({ data }) => {
    for (const parts of data) waiting.shift()(parts);
  };
  // What is asked for at one time goes in one message.
  return (language, text) => new Promise((done) => {
    waiting.push(done);
    if (asked.push([language, text]) > 1) return;
    queueMicrotask(() => {
      worker.postMessage(asked);
      asked = [];
    });
  });
}

if (typeof WorkerGlobalScope === 'function' && self instanceof WorkerGlobalScope) {
  grammars().then(({ parts }) => {
    self.onmessage = ({ data }) => self.postMessage(data.map((asked) => parts(...asked)));
    self.postMessage(true);
  }, () => self.postMessage(false));
}

function draw(code, text, parts) {
  // Gone meanwhile, or taken by somebody else.
  if (!code.isConnected || code.childElementCount || code.textContent !== text) return;
  const root = code.getRootNode();
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const rest = document.createTextNode(text);
  let [drawn, next] = [0, 0];
  const slice = () => {
    const fragment = document.createDocumentFragment();
    for (const stop = Math.min(next + 3 * SLICE, parts.length); next < stop; next += 3) {
      const span = document.createElement('span');
      span.className = CLASSES[parts[next + 2]];
      span.append(text.slice(parts[next], parts[next + 1]));
      fragment.append(text.slice(drawn, parts[next]), span);
      drawn = parts[next + 1];
    }
    rest.data = text.slice(drawn);
    return fragment;
  };
  code.replaceChildren(slice(), rest);
  // A long block is drawn in several idle times.
  if (next < parts.length) {
    whenIdle(() => {
      rest.before(slice());
      return next < parts.length;
    });
  }
}
