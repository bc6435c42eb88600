// The ES module: defines <causerie-chat> and gives its class. Made to be imported anywhere: where there is no browser,
// such as on a server that renders pages, it does nothing.
import { CauserieChat as Chat } from '../embed/element.js';
import { queue } from '../embed/queue.js';

export { setFiles } from '../embed/load.js';

const NAME = 'causerie-chat';

// A script tag or another copy of this package may have been first.
const isFirst = globalThis.customElements && !customElements.get(NAME);
if (isFirst) {
  customElements.define(NAME, Chat);
  queue();
}

export const CauserieChat = globalThis.customElements?.get(NAME) ?? Chat;
