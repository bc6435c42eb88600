// An answer that the test writes itself, piece by piece, by a `fetch` that stands in the page in the place of its own.

export const chunk = (delta) => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`;

/** To be called before the page is opened. */
export const byHand = (page) => page.addInitScript(() => {
  const own = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    if (!`${url}`.endsWith('/chat/completions')) return own(url, init);
    let given;
    const body = new ReadableStream({ start(controller) { given = globalThis.answer = controller; } });
    init.signal?.addEventListener('abort', () => given.error(init.signal.reason));
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
});

/** So many frames of the page. */
export const frames = (page, count = 3) => page.evaluate((count) => new Promise((done) => {
  const next = (left) => left ? requestAnimationFrame(() => next(left - 1)) : done();
  next(count);
}), count);

export const write = (page, delta) => send(page, chunk(delta));

/** Writes what stands in the stream. */
export const send = async (page, bytes) => {
  await page.waitForFunction(() => globalThis.answer);
  await page.evaluate((bytes) => globalThis.answer.enqueue(new TextEncoder().encode(bytes)), bytes);
};

/** Writes a text, up to when its last line is drawn: a slow page takes several frames. */
export const piece = async (page, content) => {
  await write(page, { content });
  await page.waitForFunction((end) => {
    const messages = document.querySelector('causerie-chat').shadowRoot.querySelectorAll('[part~=message]');
    return messages[messages.length - 1].textContent.includes(end);
  }, content.trimEnd().split('\n').at(-1));
  await frames(page);
};

/** Writes a text in pieces of so many characters, one a frame, up to when all of them are written. */
export const stream = async (page, text, size) => {
  await page.waitForFunction(() => globalThis.answer);
  const characters = Array.from(text);
  const pieces = Array.from({ length: Math.ceil(characters.length / size) }, (_, i) => characters.slice(i * size, (i + 1) * size).join(''));
  await page.evaluate((pieces) => new Promise((done) => {
    const next = () => {
      const piece = pieces.shift();
      if (piece === undefined) return done();
      globalThis.answer.enqueue(new TextEncoder().encode(piece));
      requestAnimationFrame(next);
    };
    next();
  }), pieces.map((content) => chunk({ content })));
};

/** Ends the answer, in a hidden tab, too, which has no frames. */
export const close = (page) => page.evaluate(() => {
  globalThis.answer.enqueue(new TextEncoder().encode('data: [DONE]\n\n'));
  globalThis.answer.close();
  globalThis.answer = undefined;
});

export const end = async (page) => {
  await close(page);
  await frames(page);
};
