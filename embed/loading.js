// What is the same wherever the glue and the wasm come from: they are loaded once, and a failed load can be tried again.

let loading;

/** What the first call that succeeds gives: the module, with `mount(host, options)`. An error's `label` names the text to show. */
export function once(start) {
  loading ??= start().catch((error) => {
    loading = undefined;
    error.label = typeof WebAssembly === 'object' ? (error.label ?? 'not_loaded') : 'no_wasm';
    throw error;
  });
  return loading;
}

/** The module, running. */
export async function run(module, wasm) {
  try {
    await module.default(wasm);
  } catch (error) {
    if (/unsafe-eval|Security Policy|CSP/i.test(error)) error.label = 'blocked';
    throw error;
  }
  return module;
}
