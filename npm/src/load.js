// In the place of embed/load.js in the ES module: loads the glue and the wasm, once for all widgets of a page.
//
// What a bundler reads as files of this package is written as it knows it: `import('./…')` for scripts and
// `new URL('./…', import.meta.url)` for the wasm. Scripts have no digests, as bundlers change them; the wasm has.
import { ok } from './options.js';

let folder;
let loading;

/** Where the files of this package are, if a build does not bring them along. */
export function setFiles(url) {
  folder = new URL(String(url).replace(/\/?$/, '/'), document.baseURI);
}

/** The module, with `mount(host, options)`. Rejects with an error whose `label` names the text to show. */
export function load() {
  loading ??= start().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start() {
  if (typeof WebAssembly !== 'object') throw labelled('no_wasm');
  const core = folder ? import(new URL(BUILD_CORE, folder).href) : import(BUILD_CORE);
  const wasm = folder ? new URL(BUILD_WASM, folder) : new URL(BUILD_WASM, import.meta.url);
  const [module, response] = await Promise.all([core, fetch(wasm, { integrity: BUILD_WASM_INTEGRITY }).then(ok)]).catch((error) => {
    throw labelled('not_loaded', error);
  });
  try {
    await module.default(response);
  } catch (error) {
    throw labelled(/unsafe-eval|Security Policy|CSP/i.test(error) ? 'blocked' : 'not_loaded', error);
  }
  return module;
}

function labelled(label, cause) {
  return Object.assign(new Error(cause?.message ?? label, { cause }), { label });
}
