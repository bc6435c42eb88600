// What is heavy and not always needed, loaded beside this file when it first is: highlighting with the first whole
// block of a known language, the typesetter with the first whole formula, the archive when conversations are kept.
//
// The digest of each is checked by a module preload, as `import()` takes none. What does not load leaves the code
// plain and the formula as TeX.
import { PATIENCE } from './start.js';

/** Names, digests and languages are put in by the build. */
const MODULES = {
  code: [BUILD_HIGHLIGHT, BUILD_HIGHLIGHT_INTEGRITY],
  math: [BUILD_MATH, BUILD_MATH_INTEGRITY],
};
const LANGUAGES = new Set(BUILD_LANGUAGES.split(' '));
const loading = {};

/** Opens the archive of a widget: a promise of an `Archive` (archive/src/lib.rs), rejected if it did not load. */
export function archive(key, persist, changed) {
  loading.archive ??= load(BUILD_ARCHIVE, BUILD_ARCHIVE_INTEGRITY).catch((error) => {
    loading.archive = undefined;
    throw error;
  });
  return loading.archive.then(({ open }) => open(key, persist, changed));
}

/** Called for each whole block of code (with its language) and each whole formula (with whether it is displayed). */
export function extra(what, element, detail) {
  if (what === 'archive') return archive(...element);
  // Behind the work of the painter, and before it is seen.
  queueMicrotask(() => {
    if (what === 'code') {
      if (rendered(element, detail)) return;
      detail = /^[^\s,:{]*/.exec(detail)[0].toLowerCase();
      if (!LANGUAGES.has(detail)) return;
    }
    // Not in the frame that draws.
    loading[what] ??= new Promise((later) => setTimeout(later)).then(() => load(...MODULES[what])).catch((error) => {
      console.warn(`causerie: ${error.message}`);
      return {};
    });
    loading[what].then((module) => module.default?.(element, detail));
  });
}

/** The page's own renderer of diagrams and the like: the element's property `renderCode(language, text)`. What it gives stands in the code's place. */
function rendered(code, language) {
  const { host } = code.getRootNode();
  if (typeof host?.renderCode !== 'function') return false;
  try {
    const node = host.renderCode(language, code.textContent);
    if (!(node instanceof Node)) return false;
    const box = document.createElement('div');
    box.className = 'rendered';
    box.part = 'rendered';
    box.append(node);
    const pre = code.parentElement;
    // The source stays, to be copied.
    pre.hidden = true;
    pre.after(box);
    return true;
  } catch (error) {
    console.error('causerie: renderCode failed', error);
    return false;
  }
}

export async function load(name, integrity) {
  const url = new URL(name, import.meta.url).href;
  await preload(url, integrity);
  return import(url);
}

function preload(url, integrity) {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    if (!link.relList.supports('modulepreload')) return resolve();
    Object.assign(link, { rel: 'modulepreload', integrity, crossOrigin: 'anonymous', href: url });
    link.onload = link.onerror = ({ type }) => {
      link.remove();
      type === 'load' ? resolve() : reject(new Error(`${url} did not load`));
    };
    // A line that is dead says nothing.
    setTimeout(link.onerror, PATIENCE, {});
    document.head.append(link);
  });
}
