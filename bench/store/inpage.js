// Put into the measured page before its own scripts: counts what is asked of IndexedDB, and says how long the archive
// takes to answer.

(() => {
  const counted = { requests: 0, read: 0, written: 0 };
  const store = IDBObjectStore.prototype;
  const spy = (name, count) => {
    const own = store[name];
    store[name] = function (...args) {
      const request = own.apply(this, args);
      counted.requests++;
      count(request);
      return request;
    };
  };
  spy('getAll', (request) => request.addEventListener('success', () => { counted.read += request.result.length; }));
  spy('getAllKeys', () => {});
  spy('put', () => { counted.written++; });
  spy('delete', () => {});

  let archive;
  const ask = async (what, request) => {
    const answer = JSON.parse(await archive.ask(what, JSON.stringify(request)));
    if (answer.storage !== 'ok' || answer.error) throw new Error(`${what}: ${JSON.stringify(answer).slice(0, 200)}`);
    return answer;
  };

  globalThis.__store = {
    ask,
    async open() {
      const { extra } = await import('/site/causerie-extras.js');
      archive = await extra('archive', ['bench', 'device', () => {}]);
    },
    /** Asks each in turn: the milliseconds of each, what was counted for the last, and how much came back. */
    async measure(what, requests) {
      const times = [];
      let size;
      for (const request of requests) {
        // What the last one left to be done is not this one's.
        await new Promise((done) => setTimeout(done, 5));
        Object.assign(counted, { requests: 0, read: 0, written: 0 });
        const start = performance.now();
        const answer = await ask(what, request);
        times.push(performance.now() - start);
        size = (answer.text ?? answer.hits ?? answer.messages ?? answer.conversations ?? []).length;
      }
      return { times, size, ...counted };
    },
  };
})();
