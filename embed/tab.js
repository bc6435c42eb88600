// What a tab has beside the store: its session, its voice to other tabs, its locks. Nothing here throws; a browser
// that lacks something says no or stays silent.

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const quietly = (work) => {
  try {
    return work() ?? undefined;
  } catch {
    return undefined;
  }
};

/** A timed lock is renewed so often, and void when it was not for so long: a hidden tab's timers run once a minute. */
const RENEWED = 20_000;
const VOID = 150_000;

export class Tab {
  #me = random();
  #channel = quietly(() => new BroadcastChannel('causerie'));
  /** What gives a lock up, by its name. */
  #held = new Map();
  /** Those that are asked for now. */
  #asked = new Map();
  #isClosed = false;

  session() {
    return quietly(() => {
      const id = sessionStorage.getItem('causerie session') ?? random();
      sessionStorage.setItem('causerie session', id);
      return id;
    });
  }

  get(name) {
    return quietly(() => sessionStorage.getItem(`causerie ${name}`));
  }

  set(name, text) {
    quietly(() => (text ? sessionStorage.setItem(`causerie ${name}`, text) : sessionStorage.removeItem(`causerie ${name}`)));
  }

  tell(text) {
    quietly(() => this.#channel?.postMessage(text));
  }

  hear(listener) {
    if (this.#channel) this.#channel.onmessage = ({ data }) => typeof data === 'string' && listener(data);
  }

  /** Asked for twice at once, it is one lock. */
  hold(name, shared) {
    if (!this.#asked.has(name)) this.#asked.set(name, this.#take(name, shared).finally(() => this.#asked.delete(name)));
    return this.#asked.get(name);
  }

  async #take(name, shared) {
    if (this.#held.has(name)) return true;
    // One that is shared stands there for the first who has it; the others have it, too.
    const timed = async () => (await timedLock(name, this.#me)) ?? shared;
    // Without a secure context there are no Web Locks, and where storage is refused they are, too.
    const free = await (navigator.locks ? webLock(name, shared).catch(timed) : timed());
    if (!free) return false;
    this.#held.set(name, free);
    // The widget may have gone while the browser was asked.
    if (this.#isClosed) this.release(name);
    return !this.#isClosed;
  }

  release(name) {
    const free = this.#held.get(name);
    this.#held.delete(name);
    if (typeof free === 'function') free();
  }

  close() {
    this.#isClosed = true;
    [...this.#held.keys()].forEach((name) => this.release(name));
    this.#channel?.close();
    this.#channel = undefined;
  }
}

/** What frees the lock, or nothing, if someone else has it; fails where there are none. The browser frees it with the page. */
function webLock(name, shared) {
  return new Promise((resolve, reject) => {
    const take = (lock) => (lock ? new Promise((free) => resolve(free)) : resolve());
    navigator.locks.request(name, { ifAvailable: true, mode: shared ? 'shared' : 'exclusive' }, take).catch(reject);
  });
}

/** The same with a record that says who and when. */
async function timedLock(name, me) {
  const key = `causerie lock ${name}`;
  const read = () => quietly(() => JSON.parse(localStorage.getItem(key)));
  const write = () => quietly(() => localStorage.setItem(key, JSON.stringify([me, Date.now()])));
  const isOther = () => {
    const [owner, time] = read() ?? [];
    return owner && owner !== me && time > Date.now() - VOID && time <= Date.now();
  };
  if (isOther()) return;
  write();
  // Of two that write at once the later one has it.
  await new Promise((go) => setTimeout(go, 50));
  if (isOther()) return;
  const renewing = setInterval(write, RENEWED);
  const free = () => {
    clearInterval(renewing);
    removeEventListener('pagehide', free);
    if (read()?.[0] === me) quietly(() => localStorage.removeItem(key));
  };
  addEventListener('pagehide', free);
  return free;
}
