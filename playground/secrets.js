// What must not leave the page: keys, tokens, values of headers, in whatever option they stand. Pure.
//
// **Invariant:** nothing that `withoutSecrets` gives holds the key, the value of a header, or a value whose name or form
// says that it is a secret; what was taken out is named. Better one value too many than one too few.

/** Names of members whose values are secrets; `max_tokens` and the like are not. */
const SECRET = /authori[sz]ation|api[-_]?key|secret|passw|credential|cookie|signature|^key$|^sig$|(^|[-_])(access|auth|bearer|id|refresh|session)?[-_]?token$/i;
/** Texts that are keys by their looks. */
const KEYLIKE = /\bbearer\s+\S|\bbasic\s+[a-z0-9+/=]{8}|\b(sk[-_]|pk_|rk_|gsk_|hf_|gh[pou]_|glpat-|xox[abp]-|xai-\w{12})[\w-]{8}|\beyJ[\w-]{8,}\.[\w-]{8,}/i;

/** The settings without their secrets, and the names of what was left out: `{settings, left}`. */
export function withoutSecrets(settings) {
  return cleaned(settings, () => undefined);
}

/** The settings with a placeholder where a secret stood: for snippets, in which its place is to be seen. */
export function withPlaceholders(settings) {
  return cleaned(settings, (name) => (/key/i.test(name) ? 'YOUR-KEY' : 'YOUR-VALUE'));
}

function cleaned(settings, instead) {
  const left = [];
  const keys = keysIn(settings);
  const clean = (name, value, path) => {
    if (isSecret(name, value, keys, path)) {
      left.push(path);
      return instead(name);
    }
    if (typeof value === 'string') return address(value, keys, () => left.push(path));
    if (Array.isArray(value)) return value.map((one, at) => clean('', one, `${path}[${at}]`)).filter((one) => one !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([inner, one]) => [inner, name === 'headers' ? hidden(inner, path) : clean(inner, one, `${path}.${inner}`)]);
    const kept = members.filter(([, one]) => one !== undefined);
    return members.length && !kept.length ? undefined : Object.fromEntries(kept);
  };
  const hidden = (header, path) => {
    left.push(`${path}.${header}`);
    return instead(header);
  };
  const entries = Object.entries(settings).map(([name, value]) => [name, clean(name, value, name)]);
  return { settings: Object.fromEntries(entries.filter(([, value]) => value !== undefined && !isEmpty(value))), left };
}

const isEmpty = (value) => Array.isArray(value) && !value.length;

/** The values that are secrets by their place, to be found wherever else they stand. */
function keysIn(settings) {
  const headers = Object.values(settings.headers ?? {});
  const fallback = Array.isArray(settings.fallback) ? settings.fallback : [];
  const further = fallback.flatMap((one) => [one?.api_key, ...Object.values(one?.headers ?? {})]);
  return [settings.api_key, ...headers, ...further].filter((key) => typeof key === 'string' && key.trim().length > 7);
}

function isSecret(name, value, keys, path) {
  if (typeof value === 'boolean' || value === null) return false;
  // Words of the widget, and what a schema says of an argument, are called so without being so.
  const isOnlyCalledSo = /^(labels\.|storage_key$)/.test(path) || (typeof value === 'object' && path.includes('.properties.'));
  if (SECRET.test(name) && !isOnlyCalledSo) return true;
  return typeof value === 'string' && (KEYLIKE.test(value) || keys.some((key) => value.includes(key.trim())));
}

/** An address without the name, the password and the keys that can stand in it; other texts as they are. */
function address(value, keys, leave) {
  if (!/^\s*(https?:)?\/\/|\?/.test(value) || /\s/.test(value.trim()) || !URL.canParse(value, 'https://site.example')) return value;
  const bare = value.replace(/^(\s*(?:https?:)?\/\/)[^/?#]*@/, '$1').replace(/([?&#])([^=&#]+)=[^&#]*/g, (all, before, name) =>
    SECRET.test(plain(name)) || /^(code|k|subscription-key)$/i.test(plain(name)) ? before : all);
  if (bare === value) return value;
  leave();
  return bare.replace(/([?&])&+/g, '$1').replace(/[?&]+(?=#|$)/, '');
}

function plain(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
