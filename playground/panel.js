// The settings beside the standalone page's chat, loaded with `?settings`.
//
// What the site has in its chat.json is where they begin. They stand in the fragment of the address, so that a reload has
// them again; a key only stands in its field. **Invariant:** a link is a stranger's. Its address gets neither the site's key
// nor one that was typed for another, and no conversation that was not begun with it; where it leads is said.
import { LOOKS, OPTIONS } from 'causerie-table';
import { debounced, h } from './dom.js';
import { Form } from './form.js';
import { ONLY_IN_SNIPPETS } from './groups.js';
import { destinations, read as readLink } from './link.js';
import { readLook } from './looks.js';
import { Output } from './output.js';
import sheet from './panel.css';
import { dashed, read, readAll } from './settings.js';
import { Widget } from './widget.js';

// For the tests, that nothing is missing.
export { LOOKS, OPTIONS };

const TABLES = { options: OPTIONS, looks: LOOKS };
const supports = (property, value) => CSS.supports(property, value);
const originOf = (address) => new URL(address ?? '', document.baseURI).origin;
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The origins that would hear of what is said, and that neither this page nor the site's settings know. */
function strangersIn(settings, site) {
  const origins = (all) => destinations(all, document.baseURI).map(({ origin }) => origin);
  const known = new Set([location.origin, ...origins(site)]);
  return new Set(origins(settings).filter((origin) => !known.has(origin)));
}

class Panel {
  constructor(element, site) {
    this.site = site;
    this.settings = { ...site };
    this.looks = {};
    this.widget = new Widget(element, { ...site });
    this.form = new Form(TABLES, supports, (name, text) => this.#set(name, text), (name, text) => this.#setLook(name, text));
    this.status = h('p', { role: 'status', class: 'status' });
    this.output = new Output(OPTIONS, (text) => this.#say(text));
    this.talks = h('p', { 'aria-live': 'polite', class: 'note', id: 'settings-talks' });
    this.found = h('ul', { class: 'note problems', hidden: true });
    this.keep = debounced(() => this.#keep(), 250);
    const copy = h('button', { type: 'button', click: () => this.output.reveal() }, 'Copy and share');
    const reset = h('button', { type: 'button', click: () => this.#reset() }, 'Reset');
    this.node = h('aside', { id: 'settings', 'aria-label': 'Settings' },
      h('div', { class: 'head' }, h('h1', {}, 'Settings'), copy, reset),
      this.talks, this.found, this.form.node, this.output.node, this.status);
  }

  /** What was set before the widget was there is told once more, to hear what it thinks. */
  #hearWidget() {
    this.widget.element.addEventListener('causerie:ready', () => {
      const refused = this.widget.apply({ ...this.settings });
      for (const name of Object.keys(refused)) delete this.settings[name];
      this.form.complain(refused);
      if (Object.keys(refused).length) this.#changed();
    });
  }

  /** Takes what the address says; `state` is what we have left with it, if it is from here. */
  open(fragment, state) {
    const link = fragment ? readLink(fragment, TABLES, supports) : { settings: this.site, looks: {}, problems: [] };
    const settings = { ...link.settings };
    this.strangers = strangersIn(settings, this.site);
    const isElsewhere = this.strangers.size > 0 || !isSame(settings.endpoint, this.site.endpoint);
    // The site's own key and headers are for the site's own address, in company that the site knows.
    if (!isElsewhere) for (const name of ['api_key', 'headers']) if (this.site[name]) settings[name] = this.site[name];
    this.isStrange = isElsewhere && (state?.settings !== fragment || state.isStrange);
    if (this.isStrange) {
      this.settings = {};
      this.widget.startApart(settings.endpoint ?? '');
    }
    this.#hearWidget();
    this.#take(settings, link.looks);
    this.found.replaceChildren(...link.problems.map(({ name, error }) => h('li', {}, `${name}: ${error}`)));
    this.found.hidden = !link.problems.length;
    this.#changed();
  }

  /** Puts all settings in the place of those that there are. */
  #take(settings, looks) {
    const changed = OPTIONS.map(({ name }) => name).filter((name) => !isSame(settings[name], this.settings[name]));
    const refused = this.widget.apply(Object.fromEntries(changed.map((name) => [name, settings[name]])));
    for (const { name } of LOOKS) this.widget.look(name, looks[name]);
    this.settings = { ...settings };
    for (const name of Object.keys(refused)) delete this.settings[name];
    this.looks = { ...looks };
    this.form.show(this.settings, this.looks);
    this.form.complain(refused);
  }

  #set(name, text) {
    const { value, error } = read(OPTIONS.find((row) => row.name === name), text);
    if (error) return error;
    const changes = { [name]: value };
    const isMoved = name === 'endpoint' && originOf(value) !== originOf(this.settings.endpoint);
    const lost = isMoved ? ['api_key', 'headers'].filter((name) => this.settings[name] !== undefined) : [];
    for (const name of lost) changes[name] = undefined;
    const refused = this.widget.apply(changes)[name];
    if (refused) return refused;
    Object.assign(this.settings, changes);
    for (const name of lost) this.form.showOne(name, undefined);
    if (lost.length) this.#say('The address is another site’s, so the key and the headers for the one before were taken out.');
    this.#changed();
  }

  #setLook(name, text) {
    const { value, error } = readLook(LOOKS.find((row) => row.name === name), text, supports);
    if (error) return error;
    this.looks[name] = value;
    if (value === undefined) delete this.looks[name];
    this.widget.look(name, value);
    this.#changed();
  }

  #changed() {
    for (const name of Object.keys(this.settings)) if (this.settings[name] === undefined) delete this.settings[name];
    this.fragment = this.output.show(this.settings, this.looks);
    this.form.count(this.settings, this.looks);
    this.#tellWhere();
    this.keep();
  }

  #tellWhere() {
    const others = destinations(this.settings, document.baseURI).filter(({ origin }) => origin !== location.origin);
    const names = (all) => [...new Set(all.map(({ what, origin }) => `${origin} (${what})`))].join(', ');
    const strange = this.isStrange ? others.filter(({ origin }) => this.strangers.has(origin)) : [];
    this.talks.classList.toggle('strange', strange.length > 0);
    const words = strange.length
      ? `This link has the chat talk to ${names(strange)}, which this site did not choose. What you write goes there, and so does a key that you type. Go on only if you trust it.`
      : `The chat talks to ${names(others) || 'this site'}.`;
    // Read aloud each time it is set.
    if (this.talks.textContent !== words) this.talks.textContent = words;
  }

  /** Writes the settings into the address. */
  #keep() {
    const isUntouched = isSame(this.settings, this.site) && !Object.keys(this.looks).length;
    const fragment = isUntouched ? '' : this.fragment;
    this.kept = fragment;
    try {
      history.replaceState({ settings: fragment, isStrange: this.isStrange }, '', `${location.pathname}${location.search}${fragment && `#${fragment}`}`);
    } catch {
      // Some browsers take only so many in a while; the next change is taken again.
    }
  }

  #reset() {
    // The widget of a stranger's link is not the site's.
    if (this.widget.apart !== undefined) return location.replace(`${location.pathname}${location.search}`);
    this.#take(this.site, {});
    this.found.hidden = true;
    this.#changed();
    this.#say('All settings are as this site has them.');
  }

  #say(text) {
    this.status.textContent = '';
    setTimeout(() => (this.status.textContent = text), 50);
  }
}

/** The buttons by which a narrow page changes between chat and settings. */
function views() {
  const show = (view) => {
    document.body.dataset.view = view;
    for (const button of bar.children) button.setAttribute('aria-pressed', button.value === view);
  };
  const button = (view, text) => h('button', { type: 'button', value: view, click: () => show(view) }, text);
  const bar = h('div', { role: 'group', 'aria-label': 'View' }, button('chat', 'Chat'), button('settings', 'Settings'));
  show('settings');
  return h('header', { class: 'views' }, bar);
}

/** What the site has set: attributes, and what chat.json says beside them, as far as it can be read. */
async function siteSettings(element) {
  const own = OPTIONS.filter(({ name }) => !ONLY_IN_SNIPPETS.includes(name) && element.hasAttribute(dashed(name)));
  const attributes = Object.fromEntries(own.map(({ name }) => [name, element.getAttribute(dashed(name))]));
  const file = element.getAttribute('config');
  const response = file && (await fetch(new URL(file, document.baseURI)).catch(() => undefined));
  const json = response?.ok ? await response.json().catch(() => ({})) : {};
  return { ...readAll(OPTIONS, json).settings, ...readAll(OPTIONS, attributes).settings };
}

async function start() {
  const element = document.querySelector('causerie-chat');
  if (!element) return;
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  document.adoptedStyleSheets.push(style);
  const panel = new Panel(element, await siteSettings(element));
  const fragment = location.hash.slice(1);
  panel.open(fragment, history.state);
  document.body.classList.add('with-settings');
  document.body.prepend(views());
  document.body.append(panel.node);
  // Another link in the same tab begins anew, so that nothing of what is here meets it.
  addEventListener('hashchange', () => location.hash.slice(1) !== panel.kept && location.reload());
}

start();
