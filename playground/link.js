// Settings as a link: one JSON object behind the `#`, in base64url. Pure.
//
// **Invariant:** what is written holds no secret. What is read is a stranger's: it is total, unknown names are dropped, and
// nothing of it is more than a value of an option or of a custom property.
import { LIMIT, readLooks } from './looks.js';
import { withoutSecrets } from './secrets.js';
import { readAll } from './settings.js';

/** The longest fragment that is read; far longer than what a browser's address bar takes well. */
const LONGEST = 100_000;

/** The fragment, without `#`, and the names of what was left out of it: `{fragment, left}`. */
export function write(settings, looks) {
  const { settings: open, left } = withoutSecrets(settings);
  const all = { ...open, ...Object.fromEntries(Object.entries(looks).map(([name, value]) => [`--causerie-${name}`, value])) };
  const bytes = new TextEncoder().encode(JSON.stringify(all));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { fragment: btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''), left };
}

/**
 * What a fragment says: `{settings, looks, problems}`. `supports(property, value)` is the browser's `CSS.supports`.
 * Nothing in it may be a secret: what is one by its name is dropped, as no link of ours has it.
 */
export function read(fragment, { options, looks }, supports) {
  const nothing = (error) => ({ settings: {}, looks: {}, problems: [{ name: 'link', error }] });
  const given = fragment.length > LONGEST ? undefined : decoded(fragment);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return nothing('This link cannot be read.');
  const isLook = ([name]) => name.startsWith('--causerie-');
  const entries = Object.entries(given);
  const ofLooks = entries.filter(isLook).map(([name, value]) => [name.slice('--causerie-'.length), value]);
  const found = readAll(options, Object.fromEntries(entries.filter((entry) => !isLook(entry))));
  const drawn = readLooks(looks, Object.fromEntries(ofLooks), supports);
  const { settings, left } = withoutSecrets(found.settings);
  const secrets = left.map((name) => ({ name, error: 'Left out: a link must not hold it.' }));
  return { settings, looks: drawn.looks, problems: [...found.problems, ...drawn.problems, ...secrets].slice(0, LIMIT) };
}

function decoded(fragment) {
  try {
    const binary = atob(fragment.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    return tame(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), 0);
  } catch {
    return undefined;
  }
}

/** No deeper than settings are, and without the one name that is more than a name. */
function tame(value, depth) {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 30) throw new Error('too deep');
  if (Array.isArray(value)) return value.map((one) => tame(one, depth + 1));
  const members = Object.entries(value).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(members.map(([name, one]) => [name, tame(one, depth + 1)]));
}

/** Where a widget with these settings sends what is said: `[{what, origin}]`. `here` is the address of the page. */
export function destinations(settings, here) {
  const list = (what, values) => values.filter((value) => typeof value === 'string').map((value) => ({ what, value }));
  const fallback = Array.isArray(settings.fallback) ? settings.fallback : [];
  const all = [
    ...list('endpoint', [settings.endpoint]),
    ...list('fallback', fallback.map((one) => one?.endpoint)),
    ...list('embeddings', [settings.embeddings_endpoint]),
    ...list('feedback', [settings.feedback_url]),
    ...list('images', settings.image_origins ?? []),
  ];
  return all.filter(({ value }) => URL.canParse(value, here)).map(({ what, value }) => ({ what, origin: new URL(value, here).origin }));
}
