// What is the same wherever the glue and the wasm come from: they are loaded once, and a failed load can be tried again.

let loading;

/** What the first call that succeeds gives: the module, with `mount(host, options)`. */
export function once(start) {
  loading ??= (typeof WebAssembly === 'object' ? start() : Promise.reject(labelled('no_wasm'))).catch((error) => {
    loading = undefined;
    throw error.label ? error : labelled('not_loaded', error);
  });
  return loading;
}

/** The module, running. */
export async function run(module, wasm) {
  try {
    await module.default(wasm);
  } catch (error) {
    throw labelled(/unsafe-eval|Security Policy|CSP/i.test(error) ? 'blocked' : 'not_loaded', error);
  }
  return module;
}

/** An error whose `label` names the text to show. */
function labelled(label, cause) {
  return Object.assign(new Error(cause?.message ?? label), { label });
}
