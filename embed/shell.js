// What stands in the shadow root before the widget: the launcher, and a panel frame that says "loading" or
// what went wrong. Built node by node: a page may require Trusted Types.
import { label } from './options.js';

const STYLES = BUILD_CSS;
const BUBBLE = 'M4 5.5h16v11H10l-4.5 3.5v-3.5H4z';
const CROSS = 'M6 6l12 12M18 6 6 18';
let sheet;

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [name, value] of [['viewBox', '0 0 24 24'], ['class', 'icon'], ['aria-hidden', 'true']]) svg.setAttribute(name, value);
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/** The root of what is drawn here, beside the widget's own. */
export function shell(root, options, mode) {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(STYLES);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.unshift(sheet);
  const element = make('div');
  dress(element, options, mode);
  root.prepend(element);
  return element;
}

/** Corner, colours and accent, as the options say now. */
export function dress(element, { position = '', theme = '', accent }, mode) {
  const framed = element.classList.contains('framed') ? 'framed' : '';
  element.className = `root ${mode} ${position} ${framed}`;
  element.dataset.theme = theme;
  element.style.setProperty('--causerie-accent', CSS.supports('color', accent) ? accent : '');
}

/** The launcher, and a function that draws it open or closed. */
export function launcher(options, onClick) {
  const button = make('button', { type: 'button', class: 'launcher', part: 'launcher', 'aria-haspopup': 'dialog' });
  button.addEventListener('click', onClick);
  const draw = (open) => {
    button.setAttribute('aria-expanded', open);
    button.setAttribute('aria-label', label(options, open ? 'close' : 'open'));
    button.replaceChildren(icon(open ? CROSS : BUBBLE));
  };
  draw(false);
  return { button, draw };
}

/** The frame of a panel while the widget loads; `fail` turns it into a notice with another try. */
export function frame(options, mode, onRetry) {
  const panel = mode === 'floating' ? make('dialog', { open: '' }) : make('section');
  const waiting = make('div', { class: 'spinner', role: 'status', 'aria-label': label(options, 'loading') });
  panel.className = 'panel shell';
  panel.part = 'panel';
  panel.setAttribute('aria-label', options.heading ?? label(options, 'composer'));
  panel.append(waiting);
  const fail = (name, detail) => {
    const again = make('button', { type: 'button', class: 'button' }, label(options, 'retry'));
    again.addEventListener('click', () => {
      panel.replaceChildren(waiting);
      onRetry();
    });
    panel.replaceChildren(make('div', { role: 'alert', title: detail }, label(options, name)), again);
  };
  return { panel, fail };
}
