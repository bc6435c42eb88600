// Starts a wasm module, once, with the response that has its bytes. wasm-bindgen's own start takes whatever there is,
// and is a tenth of its glue.

/** The module in a response, instantiated. */
export async function instantiate(response, imports) {
  // Some hosts do not know the type, and then a browser does not compile what is still coming.
  const isStreamed = response.headers.get('content-type') === 'application/wasm';
  const source = isStreamed ? response : await response.arrayBuffer();
  return WebAssembly[isStreamed ? 'instantiateStreaming' : 'instantiate'](source, imports);
}

/** In milliseconds: a file that is not there then is given up, so that it can be tried again. */
export const PATIENCE = 30_000;

/** The response with a file that stands beside this one. */
export async function beside(name, integrity) {
  const signal = AbortSignal.timeout?.(PATIENCE);
  const response = await fetch(new URL(name, import.meta.url), { integrity, signal });
  if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
  return response;
}

export const starter = ({ finish, imports }) => {
  let isReady = false;
  return async (response) => {
    const { instance, module } = await instantiate(response, imports());
    if (!isReady) finish(instance, module);
    isReady = true;
  };
};
