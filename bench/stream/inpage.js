// Put into every measured page before its own scripts. It does as little as it can on the main thread: one observer
// that only notes the time of the last change, and a look a frame until the input is usable.

(({ input }) => {
  const roots = [document];
  const memories = new Set();
  const bench = (globalThis.__bench = { changed: 0, long: [] });

  const observer = new MutationObserver(() => { bench.changed = performance.now(); });
  const watch = (root) => observer.observe(root, { childList: true, characterData: true, subtree: true });
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...args) {
    const root = attach.apply(this, args);
    roots.push(root);
    watch(root);
    return root;
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const own = WebAssembly[name];
    WebAssembly[name] = async function (...args) {
      const made = await own.apply(this, args);
      for (const each of Object.values((made.instance ?? made).exports)) if (each instanceof WebAssembly.Memory) memories.add(each);
      return made;
    };
  }
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) bench.long.push(duration); }).observe({ type: 'longtask' });

  const all = (selector) => roots.flatMap((root) => (root === document || root.host.isConnected ? [...root.querySelectorAll(selector)] : []));
  const last = (selector) => all(selector).at(-1);
  const isUsable = (element) => {
    if (!element || element.disabled || element.readOnly || element.getAttribute('aria-disabled') === 'true') return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 20 && height > 8 && (element.isContentEditable || 'value' in element);
  };
  bench.usable = new Promise((done) => {
    const look = () => {
      if (!isUsable(last(input))) return requestAnimationFrame(look);
      // After this frame is made.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(true);
      port2.postMessage(0);
    };
    requestAnimationFrame(look);
  });
  bench.quietFor = () => performance.now() - bench.changed;
  bench.focus = (selector) => {
    const element = last(selector);
    element.focus();
    return element.matches(':focus');
  };
  bench.wasmBytes = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

  const unseen = new Set(['STYLE', 'SCRIPT', 'TEMPLATE', 'NOSCRIPT']);
  const text = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (unseen.has(node.nodeName)) return '';
    let out = '';
    for (const child of (node.shadowRoot ?? node).childNodes) out += text(child);
    return out;
  };
  bench.textOf = (selector) => text(last(selector) ?? document.createElement('p'));
  bench.pageText = () => text(document.body);

  /** How many elements of each kind the last answer has, shadow roots included. */
  bench.count = (selector, kinds) => {
    const inner = (root) => [root, ...[...root.querySelectorAll('*')].filter((each) => each.shadowRoot).map((each) => each.shadowRoot)];
    const answer = last(selector);
    const count = (query) => (answer ? inner(answer).reduce((sum, root) => sum + root.querySelectorAll(query).length, 0) : 0);
    return Object.fromEntries(Object.entries(kinds).map(([kind, query]) => [kind, count(query)]));
  };
})
