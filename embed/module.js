// What causerie.js imports: the wasm's glue, and the loader of the extras beside it.
import { finish, imports, mount as mountWith } from 'causerie-glue';
import { extra } from './extras.js';
import { starter } from './start.js';

/** Starts the wasm, once, with the response that has its bytes. */
export default starter({ finish, imports });

export const mount = (host, options) => mountWith(host, options, extra);
