// In the place of embed/load.js in the ES module: loads the glue and the wasm, once for all widgets of a page.
//
// What a bundler reads as files of this package is written as it knows it: `import('./…')` for scripts and
// `new URL('./…', import.meta.url)` for the wasm. Scripts have no digests, as bundlers change them; the wasm has.
import { once, run } from './loading.js';
import { ok } from './options.js';

let folder;

/** Where the files of this package are, if a build does not bring them along. */
export function setFiles(url) {
  folder = new URL(String(url).replace(/\/?$/, '/'), document.baseURI);
}

/** The module, with `mount(host, options)`. Rejects with an error whose `label` names the text to show. */
export const load = () => once(async () => {
  const core = folder ? import(new URL(BUILD_CORE, folder).href) : import(BUILD_CORE);
  const wasm = folder ? new URL(BUILD_WASM, folder) : new URL(BUILD_WASM, import.meta.url);
  return run(...await Promise.all([core, fetch(wasm, { integrity: BUILD_WASM_INTEGRITY }).then(ok)]));
});
