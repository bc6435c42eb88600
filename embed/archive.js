// What embed/extras.js imports when conversations are kept: the glue of the archive, and its wasm beside it.
import { finish, imports, open as openWith } from 'causerie-glue';
import { beside, starter } from './start.js';
import { Tab } from './tab.js';

const start = starter({ finish, imports });
let started;

/** Opens the archive of a widget; see archive/src/lib.rs. A failed start can be tried again. */
export async function open(key, persist, changed) {
  started ??= beside(BUILD_ARCHIVE_WASM, BUILD_ARCHIVE_WASM_INTEGRITY)
    .then(start)
    .catch((error) => {
      started = undefined;
      throw error;
    });
  await started;
  return openWith(key, persist, new Tab(), changed);
}
