// Loads the glue and the wasm, once for all widgets of a page.
//
// The names carry content hashes and the bytes are checked against sha256 digests that the build wrote in
// here, so a half-deployed or tampered file is refused.
import { once, run } from './loading.js';
import { ok } from './options.js';

/** The tag that this stands in. */
export const script = document.currentScript;
const base = script?.src || document.baseURI;
let tries = 0;

/** The module, with `mount(host, options)`. Rejects with an error whose `label` names the text to show. */
export const load = () => once(async () => {
  // A browser remembers that a module failed to load, so another try needs another address.
  const glue = new URL(BUILD_GLUE + (tries++ ? `?${tries}` : ''), base);
  return run(...await Promise.all([
    preload(glue).then(() => import(glue)),
    fetch(new URL(BUILD_WASM, base), { integrity: BUILD_WASM_INTEGRITY }).then(ok),
  ]));
});

/** `import()` takes no digest, a module preload does, and the import is then served from it. */
function preload(url) {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    if (!link.relList.supports('modulepreload')) return resolve();
    link.rel = 'modulepreload';
    link.integrity = BUILD_GLUE_INTEGRITY;
    link.crossOrigin = 'anonymous';
    link.href = url;
    link.onload = link.onerror = ({ type }) => {
      link.remove();
      type === 'load' ? resolve() : reject(new Error(`${url} did not load`));
    };
    document.head.append(link);
  });
}
