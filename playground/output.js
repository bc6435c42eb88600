// What is taken away from here: the snippets, and the link.
//
// **Invariant:** texts only, and without a secret: what is shown comes from `snippets.js`, `leptos.js` and `link.js`.
import { copy, h, withCode } from './dom.js';
import { leptos } from './leptos.js';
import { write } from './link.js';
import { styleSheet } from './looks.js';
import { withPlaceholders } from './secrets.js';
import { customElement, scriptTag } from './snippets.js';

const KEYS = 'A key does not belong into a page: everybody who opens it can read it. Leave the placeholder out, let `endpoint` be an address of your own site, and have your server add the key to each request. Or switch `ask-key` on, and each visitor types their own.';
const FILES = 'The files of this site (`causerie.js` and what is beside it) go beside your page.';

export class Output {
  /** `say(text)` is heard by screen readers. */
  constructor(table, say) {
    this.table = table;
    this.say = say;
    this.script = this.#snippet('Script tag', 'Copy the script tag');
    this.element = this.#snippet('Custom element', 'Copy the custom element');
    this.css = this.#snippet('Style sheet', 'Copy the style sheet');
    this.rust = this.#snippet('Leptos', 'Copy the Leptos component');
    this.key = h('p', { class: 'note', hidden: true }, ...withCode(KEYS));
    this.url = h('input', { id: 'settings-link', type: 'text', readonly: true, 'aria-describedby': 'settings-left' });
    this.left = h('p', { class: 'doc', id: 'settings-left' });
    const copyLink = h('button', { type: 'button', click: () => this.#copy(this.url.value, this.url, 'The link') }, 'Copy the link');
    this.node = h('div', { class: 'output' },
      (this.heading = h('h2', { tabindex: -1 }, 'Put it on your site')),
      h('p', { class: 'doc' }, ...withCode(FILES)),
      this.key,
      ...[this.script, this.element, this.css, this.rust].map(({ node }) => node),
      h('h2', {}, 'Share these settings'),
      h('div', { class: 'field' }, h('label', { for: 'settings-link' }, 'Link'), this.url, copyLink, this.left));
  }

  /** Goes to it. */
  reveal() {
    this.heading.focus();
    this.heading.scrollIntoView();
  }

  /** Shows what these settings are as text. Gives the fragment of the link. */
  show(settings, looks) {
    const { settings: open, left } = withPlaceholders(settings);
    this.script.show(scriptTag(this.table, open));
    this.element.show(customElement(this.table, open));
    this.rust.show(leptos(this.table, open));
    this.css.show(styleSheet(looks));
    this.key.hidden = !left.length;
    const link = write(settings, looks);
    const { origin, pathname } = location;
    this.url.value = `${origin}${pathname}?settings#${link.fragment}`;
    const names = [...new Set(link.left)].join(', ');
    this.left.textContent = names
      ? `Left out, as it is for nobody else: ${names}. Whoever opens the link types their own.`
      : 'A link never holds a key, nor the value of a header.';
    return link.fragment;
  }

  #snippet(title, action) {
    const code = h('code', {});
    const pre = h('pre', { tabindex: 0, role: 'region', 'aria-label': title }, code);
    const button = h('button', { type: 'button', 'aria-label': action, click: () => this.#copy(code.textContent, code, title) }, 'Copy');
    const node = h('section', { class: 'snippet' }, h('div', { class: 'head' }, h('h3', {}, title), button), pre);
    const show = (text) => {
      node.hidden = !text;
      code.textContent = text;
    };
    return { node, show };
  }

  async #copy(text, source, what) {
    this.say((await copy(text, source)) ? `${what}: copied.` : `${what}: the browser does not let this page copy; it is selected.`);
  }
}
