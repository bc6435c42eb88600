// What causerie.js imports: the wasm's glue, and the loader of the extras beside it.
import { finish, imports, mount as mountWith } from 'causerie-glue';
import { extra } from './extras.js';

let isReady = false;

/** Starts the wasm, once, with the response that has its bytes. wasm-bindgen's own start takes whatever there is. */
export default async function init(response) {
  // Some hosts do not know the type, and then a browser does not compile what is still coming.
  const isStreamed = response.headers.get('content-type') === 'application/wasm';
  const source = isStreamed ? response : await response.arrayBuffer();
  const { instance, module } = await WebAssembly[isStreamed ? 'instantiateStreaming' : 'instantiate'](source, imports());
  if (!isReady) finish(instance, module);
  isReady = true;
}

export const mount = (host, options) => mountWith(host, options, extra);
