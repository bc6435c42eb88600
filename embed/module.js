// What causerie.js imports: the wasm's glue, and the loader of the extras beside it.
import init, { mount as mountWith } from 'causerie-glue';
import { extra } from './extras.js';

export default init;
export const mount = (host, options) => mountWith(host, options, extra);
