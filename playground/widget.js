// The running widget: gives it settings, and hears what it thinks of them.
//
// **Invariant:** the conversation stays, but a stranger's address never gets one that was not begun with it. Keys and headers are taken away before an address changes and given after it, so
// that no key meets an address it was not typed for. A value that the widget refuses is taken back.
import { OPTIONS } from 'causerie-table';
import { ONLY_IN_SNIPPETS } from './groups.js';

const SECRETS = ['api_key', 'headers'];
const rank = ([name]) => (SECRETS.includes(name) ? 1 : 0);

export class Widget {
  constructor(element, current) {
    this.element = element;
    /** What it was given, by the site at first, and did not refuse. */
    this.current = current;
  }

  /** Changes options (`undefined`: the default). Gives the sentences on those that are refused, by name. */
  apply(changes) {
    const refused = {};
    if ('endpoint' in changes) {
      for (const name of SECRETS) {
        changes = { [name]: this.current[name], ...changes };
        this.#update(name, undefined);
      }
    }
    const known = Object.entries(changes).filter(([name]) => !ONLY_IN_SNIPPETS.includes(name));
    for (const [name, value] of known.sort((one, other) => rank(one) - rank(other))) {
      const said = this.#update(name, value);
      if (said) {
        refused[name] = said;
        this.#update(name, this.current[name]);
      } else {
        this.current[name] = value;
      }
    }
    return refused;
  }

  /** A custom property; `undefined` takes it away. */
  look(name, value) {
    this.element.style.setProperty(`--causerie-${name}`, value ?? '');
  }

  /**
   * Another widget in the place of this one, which knows nothing: no options, no key, and none of the conversations that
   * are kept, as its own are kept apart. To take them away from the running one would be too late: it may still be reading
   * them.
   */
  startApart(name) {
    const fresh = document.createElement('causerie-chat');
    fresh.setAttribute('mode', 'page');
    fresh.setAttribute('load', 'eager');
    this.element.replaceWith(fresh);
    this.element = fresh;
    this.current = {};
    this.apart = name;
    this.#update('storage_key', undefined);
  }

  #storageKey(key) {
    return this.apart === undefined ? key : `${key ?? ''} at ${this.apart}`;
  }

  /** The sentence on a value that the widget does not use. Before it is loaded it says nothing. */
  #update(name, value) {
    const given = (name === 'storage_key' ? this.#storageKey(value) : value) ?? null;
    const [refused] = this.element.update({ [name]: given }) ?? [];
    if (refused === undefined) return undefined;
    const row = OPTIONS.find((row) => row.name === refused);
    return row ? `${row.name} is not used; allowed is ${row.allowed}.` : `There is no option “${refused}”.`;
  }
}
