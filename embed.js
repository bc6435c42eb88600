// The script tag. Built into causerie.js: classic, small, and the only name that never changes. It defines
// <causerie-chat>, draws the launcher, and loads the glue and the wasm on the first need.
// `document.currentScript` is only there while this line runs, which is why it must be a classic script.
import { CauserieChat } from './embed/element.js';
import { script } from './embed/load.js';
import { queue } from './embed/queue.js';
import { elementFromScript } from './embed/script-tag.js';

// A second script tag on the page is another widget, not another definition.
customElements.get('causerie-chat') || customElements.define('causerie-chat', CauserieChat);
elementFromScript(script);
// Behind the element, which both may have to wait for.
queue();
