// What stands in the shadow root before the widget: the launcher, and a panel frame that says "loading" or
// what went wrong. Built node by node: a page may require Trusted Types.
import { label, word } from './options.js';

const STYLES = BUILD_CSS;
const BUBBLE = 'M4 5.5h16v11H10l-4.5 3.5v-3.5H4z';
const CROSS = 'M6 6l12 12M18 6 6 18';
let sheet;

const maker = (namespace) => (tag, attributes, ...children) => {
  const element = document.createElementNS(namespace, tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
};
const make = maker('http://www.w3.org/1999/xhtml');
const svg = maker('http://www.w3.org/2000/svg');

const icon = (path) => svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': true }, svg('path', { d: path }));

const button = (attributes, ...children) => make('button', { type: 'button', ...attributes }, ...children);

/** The root of what is drawn here, before the widget's own. Keys in it are not the page's shortcuts. */
export function shell(root, onEscape) {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(STYLES);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.unshift(sheet);
  const element = make('div');
  for (const type of ['keydown', 'keypress', 'keyup']) {
    element.addEventListener(type, (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.stopPropagation();
      if (type === 'keydown' && event.key === 'Escape') onEscape();
    });
  }
  root.prepend(element);
  return element;
}

/** Corner, colours and accent, as the options say now. */
export function dress(element, { position, theme, accent }, mode) {
  const framed = element.classList.contains('framed') ? 'framed' : '';
  element.className = `root ${mode} ${word(position)} ${framed}`;
  element.dataset.theme = word(theme);
  element.style.setProperty('--causerie-accent', CSS.supports('color', accent) ? accent : '');
}

/** The launcher, and a function that draws it open or closed, in the words of the options. */
export function launcher(onClick) {
  const node = button({ class: 'launcher', part: 'launcher', 'aria-haspopup': 'dialog' });
  node.addEventListener('click', onClick);
  const draw = (options, open) => {
    node.setAttribute('aria-expanded', open);
    node.setAttribute('aria-label', label(options, open ? 'close' : 'open'));
    node.replaceChildren(open ? icon(CROSS) : make('slot', { name: 'launcher' }, icon(BUBBLE)));
  };
  return { node, draw };
}

/** The frame of a panel while the widget loads; `fail` makes it a notice with another try. */
export function frame(options, isFloating, onRetry, onClose) {
  const say = (name) => label(options, name);
  const text = make('p', { role: 'status' }, say('loading'));
  const spinner = make('div', { class: 'spinner' });
  const again = button({ class: 'button', hidden: '' }, say('retry'));
  const close = button({ class: 'dismiss', 'aria-label': say('close') }, icon(CROSS));
  const title = options.heading || say('heading');
  const attributes = { class: 'panel shell', part: 'panel', tabindex: '-1', 'aria-label': title, ...(isFloating && { open: '' }) };
  const panel = make(isFloating ? 'dialog' : 'section', attributes, spinner, text, again, ...(isFloating ? [close] : []));
  const show = (failed) => {
    again.hidden = !failed;
    spinner.hidden = failed;
    text.setAttribute('role', failed ? 'alert' : 'status');
  };
  again.addEventListener('click', () => {
    panel.focus();
    show(false);
    text.textContent = say('loading');
    onRetry();
  });
  close.addEventListener('click', onClose);
  const fail = (name, detail) => {
    show(true);
    text.textContent = say(name);
    text.title = detail;
  };
  return { panel, fail };
}
