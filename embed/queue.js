// `(window.causerie ||= []).push(['open'])`: calls made before this script was there run now, later ones at
// once. They go to the first widget of the page. A second script finds no calls that are waiting.

export function queue() {
  const earlier = Array.isArray(window.causerie) ? window.causerie : [];
  const run = (call) => {
    // What is no array is no call either, which is said; the others are run.
    const [method, ...args] = [].concat(call);
    const widget = document.querySelector('causerie-chat');
    if (typeof widget?.[method] === 'function') widget[method](...args);
    else console.warn(`causerie: there is no ${widget ? `method "${method}"` : 'widget'}.`);
  };
  window.causerie = { push: (...calls) => calls.forEach(run) };
  // The element of this very script tag is made right after this, or when the page is read; others are there.
  const flush = () => earlier.forEach(run);
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', flush) : queueMicrotask(flush);
}
