// <causerie-chat>. The class must be JavaScript, as a Rust struct cannot extend HTMLElement; it is a thin hull
// that gathers options, draws what is needed before the wasm is there, and hands calls on.
//
// A move in the page costs nothing, a removal stops a running answer, and coming back brings the
// conversation back.
import { NAMES, camel, fromAttributes, fromJson } from './options.js';
import { load } from './load.js';
import { dress, frame, launcher, shell } from './shell.js';

const RICH = ['getToken'];

export class CauserieChat extends HTMLElement {
  static observedAttributes = NAMES;
  #root = this.attachShadow({ mode: 'open' });
  #set = {};
  #json = {};
  #calls = [];
  #messages;
  #handle;
  #parts;
  #open = false;

  constructor() {
    super();
    this.addEventListener('causerie:open', () => this.#opened(true));
    this.addEventListener('causerie:close', () => this.#opened(false));
    // From the launcher and from the frame; an open panel handles its own.
    this.addEventListener('keydown', (event) => event.key === 'Escape' && this.#open && this.close());
  }

  async connectedCallback() {
    if (this.#parts) return;
    const parts = (this.#parts = {});
    this.#takeEarlyProperties();
    try {
      this.#json = await fromJson(this);
    } catch (error) {
      console.warn(`causerie: config could not be read: ${error.message}`);
    }
    // Gone again, or gone and back, while the file was read.
    if (this.#parts === parts) this.#draw();
  }

  disconnectedCallback() {
    // A move disconnects and connects again before this runs.
    queueMicrotask(() => !this.isConnected && this.#remove());
  }

  connectedMoveCallback() {}

  attributeChangedCallback(name) {
    this.#changed(camel(name), this.getAttribute(name));
  }

  open() {
    if (this.#open || this.#mode !== 'floating') return;
    if (this.#handle) return this.#handle.open();
    this.#opened(true);
    this.#show();
  }

  close() {
    if (this.#handle) return this.#handle.close();
    this.#parts?.frame?.panel.remove();
    this.#opened(false);
  }

  toggle() {
    this.#open ? this.close() : this.open();
  }

  destroy() {
    this.remove();
  }

  get messages() {
    return this.#handle ? this.#handle.messages : (this.#messages ?? []);
  }

  set messages(messages) {
    this.#messages = messages;
    if (this.#handle) this.#handle.messages = messages;
  }

  /** Calls that need the widget load it, and wait for it. */
  call(method, args) {
    if (this.#handle) return this.#handle[method](...args);
    this.#calls.push([method, args]);
    this.#widget().catch(() => {});
  }

  get #options() {
    return { ...this.#json, ...fromAttributes(this), ...this.#set };
  }

  get #mode() {
    const { mode } = this.#options;
    return /^(inline|page)$/.test(mode) ? mode : 'floating';
  }

  /** Properties that a framework set before this class was there hide its accessors. */
  #takeEarlyProperties() {
    for (const name of [...NAMES.map(camel), ...RICH, 'messages']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  setOption(name, value) {
    this.#set[name] = value;
    this.#changed(name, value);
  }

  /** The widget changes by itself; what is drawn here is brought into line, or drawn anew for another mode. */
  #changed(name, value) {
    if (!this.#parts?.root) return;
    if (name === 'mode') {
      this.#remove();
      this.connectedCallback();
    } else {
      this.#handle?.update({ [name]: value });
      dress(this.#parts.root, this.#options, this.#mode);
    }
  }

  option(name) {
    return this.#options[name];
  }

  #draw() {
    const mode = this.#mode;
    const options = this.#options;
    this.dataset.mode = mode;
    const root = shell(this.#root, options, mode);
    this.#parts = { root };
    if (mode === 'floating') {
      const { button, draw } = launcher(options, () => {
        button.focus(); // Safari does not focus what is clicked; the panel takes the focus from here.
        this.toggle();
      });
      for (const need of ['pointerenter', 'focus']) button.addEventListener(need, () => load().catch(() => {}), { once: true });
      root.append(button);
      Object.assign(this.#parts, { button, draw });
      if (options.load === 'eager' || this.#calls.length) this.#widget().catch(() => {});
    } else if (options.load === 'eager') {
      this.#show();
    } else {
      const seen = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        if (this.#parts?.root === root) this.#show();
      }, { rootMargin: '200px' });
      seen.observe(this);
      this.#parts.seen = seen;
    }
  }

  /** Shows the panel: a frame at once, the widget in its place when it is loaded. */
  async #show() {
    const { root } = this.#parts;
    const shown = frame(this.#options, this.#mode, () => this.#fill(shown));
    this.#parts.frame = shown;
    root.append(shown.panel);
    root.classList.add('framed');
    await this.#fill(shown);
  }

  async #fill(shown) {
    try {
      await this.#widget();
      shown.panel.remove();
      if (this.#open) this.#handle?.open();
      if (this.#mode !== 'floating') this.#parts?.root?.remove();
    } catch (error) {
      console.warn(`causerie: not loaded: ${error.message}`);
      shown.fail(error.label ?? 'not_loaded', error.message);
    }
  }

  async #widget() {
    const { mount } = await load();
    if (this.#handle || !this.isConnected) return;
    this.#handle = mount(this, this.#options);
    if (this.#messages) this.#handle.messages = this.#messages;
    for (const [method, args] of this.#calls.splice(0)) this.#handle[method](...args);
    this.dispatchEvent(new CustomEvent('causerie:ready', { bubbles: true, composed: true }));
  }

  #opened(open) {
    if (!open && this.#root.activeElement) this.#parts?.button?.focus();
    this.#open = open;
    this.#parts?.draw?.(open);
    if (!open) this.#parts?.root?.classList.remove('framed');
  }

  #remove() {
    this.#messages = this.messages;
    this.#handle?.free();
    this.#handle = undefined;
    this.#parts?.seen?.disconnect();
    this.#parts?.root?.remove();
    this.#parts = undefined;
    this.#open = false;
  }
}

for (const method of ['send', 'stop', 'setInput', 'newThread', 'update']) {
  CauserieChat.prototype[method] = function (...args) {
    return this.call(method, args);
  };
}
for (const name of [...NAMES.map(camel), ...RICH]) {
  Object.defineProperty(CauserieChat.prototype, name, {
    get() {
      return this.option(name);
    },
    set(value) {
      this.setOption(name, value);
    },
    enumerable: true,
  });
}
