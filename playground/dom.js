// Small hands for the document. **Invariant:** texts become text nodes, and nothing becomes HTML.

/** An element with these attributes (functions are listeners, `false` is left out) and children. */
export function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(key, value);
    else if (value !== false && value !== undefined) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== false));
  return node;
}

/** A text whose parts between backticks are code. */
export const withCode = (text) => text.split('`').map((part, at) => (at % 2 ? h('code', {}, part) : part));

/** Runs once nothing was asked of it for a while; `now` runs it at once, if it waits. */
export function debounced(run, wait) {
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(later.now, wait);
  };
  later.now = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    run();
  };
  return later;
}

/** Copies a text; `source` shows it and is selected where the browser lets no page copy. True if it is copied. */
export async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    return document.execCommand('copy');
  }
}
