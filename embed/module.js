// What causerie.js imports: the wasm's glue, the half of the wasm that is loaded later, and the loader of the extras.
import { finish, helpers, imports, mount as mountWith } from 'causerie-glue';
import { extra, load } from './extras.js';
import { beside, instantiate, starter } from './start.js';

let first;
let loading;

/** Starts the wasm, once, with the response that has its bytes. */
export default starter({
  finish(instance, module) {
    first = instance.exports;
    finish(instance, module);
  },
  imports,
});

/** What JSON cannot write is said and left out: it would take all options along. */
const writable = ([name, value]) => {
  try {
    JSON.stringify(value);
    return true;
  } catch (error) {
    console.warn(`causerie: ${name}: ${error.message}`);
  }
};

export const mount = (host, options) => mountWith(host, Object.fromEntries(Object.entries(options).filter(writable)), (what, ...rest) => (what === 'rest' ? loadRest() : extra(what, ...rest)));

/** Loads the other half, which fills the slots of the first one's table; it may be empty. */
function loadRest() {
  loading ??= Promise.all([beside(BUILD_REST, BUILD_REST_INTEGRITY), load(BUILD_REST_GLUE, BUILD_REST_GLUE_INTEGRITY)])
    .then(([response, glue]) => {
      const all = imports();
      Object.assign(all['./causerie_bg.js'], glue.default(...helpers()));
      return instantiate(response, { ...all, first });
    })
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}
