// Starts a wasm module, once, with the response that has its bytes. wasm-bindgen's own start takes whatever there is,
// and is a tenth of its glue.
export const starter = ({ finish, imports }) => {
  let isReady = false;
  return async (response) => {
    // Some hosts do not know the type, and then a browser does not compile what is still coming.
    const isStreamed = response.headers.get('content-type') === 'application/wasm';
    const source = isStreamed ? response : await response.arrayBuffer();
    const { instance, module } = await WebAssembly[isStreamed ? 'instantiateStreaming' : 'instantiate'](source, imports());
    if (!isReady) finish(instance, module);
    isReady = true;
  };
};
