// `<script src="causerie.js" data-endpoint="/v1">` is a floating `<causerie-chat>` at the end of the page.
import { NAMES, kebab } from './options.js';

/** Makes the element, unless the tag has no `data-*` and so only defines it. */
export function elementFromScript(script) {
  const given = Object.entries(script?.dataset ?? {});
  if (!given.length) return;
  const element = document.createElement('causerie-chat');
  for (const [key, value] of given) {
    const name = kebab(key);
    if (NAMES.includes(name)) element.setAttribute(name, value);
    else console.warn(`causerie: there is no option "${name}".`);
  }
  const add = () => document.body.append(element);
  document.body ? add() : document.addEventListener('DOMContentLoaded', add);
}
