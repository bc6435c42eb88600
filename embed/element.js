// <causerie-chat>. The class must be JavaScript, as a Rust struct cannot extend HTMLElement; it is a thin hull
// that gathers options, draws what is needed before the wasm is there, and hands calls on.
//
// A move in the page ends nothing; a removal stops a running answer, and coming back brings the conversation
// and the draft back. Calls may come at any time: before the options are read, before the wasm is loaded.
import { NAMES, camel, fromAttributes, fromJson, renamed, word } from './options.js';
import { load } from './load.js';
import { dress, frame, launcher, shell } from './shell.js';

// `stop` is a method, so the option of that name is no property.
const PROPERTIES = [...NAMES.map(camel), 'getToken', 'handler'].filter((name) => name !== 'stop');

export class CauserieChat extends HTMLElement {
  static observedAttributes = NAMES;
  #root = this.attachShadow({ mode: 'open' });
  /** Options by their source; later ones win. */
  #json = {};
  #set = {};
  /** Calls that wait for the widget. */
  #calls = [];
  /** What a removal keeps. */
  #kept = {};
  /** An object for each time in a page. */
  #stay;
  /** What is drawn here; nothing before the options are read. */
  #shell;
  #handle;
  #open = false;

  constructor() {
    super();
    this.addEventListener('causerie:open', () => this.#opened(true));
    this.addEventListener('causerie:close', () => this.#opened(false));
  }

  async connectedCallback() {
    if (this.#stay) return this.#handle?.moved();
    const stay = (this.#stay = {});
    this.#takeEarlyProperties();
    const json = await fromJson(this);
    // Gone again, or gone and back, while they were read.
    if (this.#stay !== stay) return;
    this.#json = json;
    this.#draw();
    if (this.#mode !== 'floating') this.#open = false;
    if (this.#open) this.#show();
    if (this.#calls.length) this.#widget().catch(() => {});
  }

  disconnectedCallback() {
    // A move disconnects and connects again before this runs.
    queueMicrotask(() => !this.isConnected && this.#leave());
  }

  connectedMoveCallback() {}

  attributeChangedCallback(name) {
    this.#changed(camel(name));
  }

  open() {
    if (this.#open || (this.#shell && this.#mode !== 'floating')) return;
    if (this.#handle) return this.#handle.open();
    this.#opened(true);
    if (this.#shell) this.#show();
  }

  close() {
    if (this.#handle) return this.#handle.close();
    this.#opened(false);
    this.#shell?.frame?.panel.remove();
  }

  toggle() {
    this.#open ? this.close() : this.open();
  }

  /** Changes options; gives the names of those whose values a running widget does not use. */
  update(options) {
    return Object.entries(renamed(options)).flatMap(([name, value]) => this.#put(name, value) || []);
  }

  /** Adds a function that the model may call. */
  tool(tool) {
    this.tools = [this.tools ?? [], tool].flat();
  }

  destroy() {
    this.remove();
  }

  get messages() {
    return (this.#handle ?? this.#kept).messages ?? [];
  }

  set messages(messages) {
    if (this.#handle) this.#handle.messages = messages;
    else this.#kept = { messages, input: this.#kept.input };
  }

  /** A call that needs the widget loads it, and waits for it. */
  #call(method, args) {
    if (this.#handle) return this.#handle[method](...args);
    this.#calls.push([method, args]);
    if (this.#shell) this.#widget().catch(() => {});
  }

  #put(name, value) {
    this.#set[name] = value;
    return this.#changed(name);
  }

  get #options() {
    return { ...this.#json, ...fromAttributes(this), ...this.#set };
  }

  get #mode() {
    const mode = word(this.#options.mode);
    return /^(inline|page)$/.test(mode) ? mode : 'floating';
  }

  /** Properties that a framework set before this class was there hide its accessors. */
  #takeEarlyProperties() {
    for (const name of [...PROPERTIES, 'messages']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  /** The widget changes by itself; what is drawn here is brought into line. */
  #changed(name) {
    if (!this.#shell || name === 'getToken') return;
    if (this.#shell.mode !== this.#mode) {
      this.#undraw();
      this.#draw();
    } else {
      dress(this.#shell.root, this.#options, this.#mode);
      this.#shell.launcher?.draw(this.#options, this.#open);
    }
    return this.#handle?.update({ [name]: this.#options[name] ?? null });
  }

  #draw() {
    const mode = this.#mode;
    const root = shell(this.#root, () => this.close());
    const isEager = word(this.#options.load) === 'eager';
    this.dataset.mode = mode;
    this.#shell = { root, mode };
    dress(root, this.#options, mode);
    if (mode === 'floating') {
      this.#drawLauncher();
      if (isEager) this.#widget().catch(() => {});
    } else if (this.#handle) {
      root.remove();
    } else if (isEager) {
      this.#show();
    } else {
      this.#showWhenSeen();
    }
  }

  #drawLauncher() {
    const drawn = launcher(() => {
      drawn.node.focus(); // Safari does not focus what is clicked; the panel takes the focus from here.
      this.toggle();
    });
    for (const need of ['pointerenter', 'focus']) drawn.node.addEventListener(need, () => load().catch(() => {}));
    drawn.draw(this.#options, this.#open);
    this.#shell.launcher = drawn;
    this.#shell.root.append(drawn.node);
  }

  #showWhenSeen() {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.at(-1).isIntersecting) return;
      seen.disconnect();
      this.#show();
    }, { rootMargin: '200px' });
    seen.observe(this);
    this.#shell.seen = seen;
  }

  /** Shows the panel: a frame at once, the widget in its place when it is loaded. */
  #show() {
    const { root, mode } = this.#shell;
    const shown = frame(this.#options, mode === 'floating', () => this.#fill(shown), () => this.close());
    this.#shell.frame = shown;
    root.append(shown.panel);
    root.classList.add('framed');
    this.#fill(shown);
  }

  async #fill(shown) {
    try {
      await this.#widget();
      if (shown.panel !== this.#shell?.frame?.panel) return;
      // The panel takes the focus from the launcher, so that is where it must be.
      if (shown.panel.contains(this.#root.activeElement)) this.#shell.launcher?.node.focus();
      shown.panel.remove();
      if (this.#open) this.#handle?.open();
      if (this.#shell.mode !== 'floating') this.#shell.root.remove();
    } catch (error) {
      console.warn(`causerie: not loaded: ${error.message}`);
      shown.fail(error.label ?? 'not_loaded', error.message);
    }
  }

  async #widget() {
    const stay = this.#stay;
    const { mount } = await load();
    if (this.#handle || this.#stay !== stay) return;
    this.#handle = mount(this, this.#options);
    const { messages, talk, input } = this.#kept;
    if (!(talk && this.#handle.restore(talk)) && messages) this.#handle.messages = messages;
    if (input) this.#handle.setInput(input);
    for (const [method, args] of this.#calls.splice(0)) this.#handle[method](...args);
    this.dispatchEvent(new CustomEvent('causerie:ready', { bubbles: true, composed: true }));
  }

  #opened(open) {
    const { launcher, root } = this.#shell ?? {};
    if (!open && this.#root.activeElement) launcher?.node.focus();
    if (!open) root?.classList.remove('framed');
    this.#open = open;
    launcher?.draw(this.#options, open);
  }

  #undraw() {
    this.#shell?.seen?.disconnect();
    this.#shell?.root.remove();
    this.#shell = undefined;
  }

  #leave() {
    // Whoever hears of the end of what is still arriving may put this back at once: that is another stay.
    this.#stay = undefined;
    // Taking the talk stops that, so it is first.
    if (this.#handle) this.#kept = { talk: this.#handle.kept, messages: this.#handle.messages, input: this.#handle.input };
    this.#handle?.free();
    this.#handle = undefined;
    this.#undraw();
    this.#open = false;
  }

  static {
    for (const method of ['send', 'stop', 'setInput', 'newThread', 'clear', 'addMessage']) {
      this.prototype[method] = function (...args) {
        return this.#call(method, args);
      };
    }
    for (const name of PROPERTIES) {
      Object.defineProperty(this.prototype, name, {
        get() {
          return this.#options[name];
        },
        set(value) {
          this.#put(name, value);
        },
        enumerable: true,
      });
    }
  }
}
