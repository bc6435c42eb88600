// `<script src="causerie.js" data-endpoint="/v1">` is a floating `<causerie-chat>` at the end of the page.
import { NAMES, kebab } from './options.js';

/** Makes the element, unless the tag has no option and so only defines it: others put their `data-*` there, too. */
export function elementFromScript(script) {
  const given = Object.entries(script?.dataset ?? {}).map(([key, value]) => [kebab(key), value]);
  if (!given.some(([name]) => NAMES.includes(name))) return;
  const element = document.createElement('causerie-chat');
  for (const [name, value] of given) {
    if (NAMES.includes(name)) element.setAttribute(name, value);
    else console.warn(`causerie: there is no option "${name}".`);
  }
  const add = () => document.body.append(element);
  document.body ? add() : document.addEventListener('DOMContentLoaded', add);
}
