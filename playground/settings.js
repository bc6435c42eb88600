// What may stand in an option: reading, checking and showing values. Pure, and led by the table that the build makes of
// src/config.rs: an option is a row `{name, kind, words, least, most, whole, default, doc, prop}`.
//
// **Invariant:** total: any value gives a value in one form or a sentence that says what is allowed. What is in a
// settings object is in that form, differs from the default, and is named by the table.

/** How an attribute writes the name. */
export const dashed = (name) => name.replaceAll('_', '-');

const YES = ['on', 'true', 'yes'];
const NO = ['off', 'false', 'no'];

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === 'string';
/** Numbers and flags are texts, too, where a text is wanted. */
const text = (value) => (['string', 'number', 'boolean'].includes(typeof value) ? String(value).toWellFormed() : undefined);

/** JSON that stands in a text. */
function parsed(value) {
  if (!isText(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** An array of texts, such an array as JSON, or texts with a bar or line between them. */
function texts(value) {
  if (isText(value)) {
    const array = parsed(value);
    if (Array.isArray(array)) return texts(array);
    return value.split(/[|\n]/).map((part) => part.trim().toWellFormed()).filter(Boolean);
  }
  const all = Array.isArray(value) ? value.map(text) : [];
  return all.length && all.every((one) => one !== undefined) ? all : undefined;
}

function number(row, value) {
  const read = isText(value) ? Number(value.trim() || NaN) : value;
  const fits = Number.isFinite(read) && read >= (row.least ?? -Infinity) && read <= (row.most ?? Infinity);
  return typeof read === 'number' && fits && (!row.whole || Number.isSafeInteger(read)) ? read : undefined;
}

function flag(value) {
  const said = text(value)?.trim();
  return YES.includes(said) || (NO.includes(said) ? false : undefined);
}

function url(value) {
  const address = text(value)?.trim();
  if (address === undefined || !URL.canParse(address, 'https://site.example')) return undefined;
  return /^https?:$/.test(new URL(address, 'https://site.example').protocol) ? address : undefined;
}

const wordOf = (row, value) => (isText(value) ? row.words.find((word) => word === value.trim().toLowerCase()) : undefined);
const object = (value) => (isObject(parsed(value)) ? parsed(value) : undefined);
const array = (value) => (Array.isArray(parsed(value)) ? parsed(value) : undefined);

const READ = {
  flag: (row, value) => flag(value),
  text: (row, value) => text(value),
  markdown: (row, value) => text(value),
  colour: (row, value) => text(value)?.trim(),
  url: (row, value) => url(value),
  words: wordOf,
  number,
  texts: (row, value) => texts(value),
  'words-or-texts': (row, value) => wordOf(row, value) ?? texts(value),
  'words-or-object': (row, value) => wordOf(row, value) ?? object(value),
  object: (row, value) => object(value),
  // Names with bars between them, where the table allows that, are read by the widget; here they become an array.
  array: (row, value) => array(value) ?? (isText(value) && / names/.test(row.allowed) && !/^\s*[[{"]/.test(value) ? texts(value) : undefined),
};

/** A value nothing stands in: it means the default. */
export const isAbsent = (value) => value === null || value === undefined || (isText(value) && !value.trim());

/** A value in its one form: `{value}`, with `undefined` for the default; or `{error}`, a sentence. */
export function read(row, value) {
  if (isAbsent(value)) return { value: undefined };
  const found = READ[row.kind](row, value);
  if (found === undefined) return { error: `Not used${noJson(row, value)}. Allowed is ${row.allowed}.` };
  const isEmpty = typeof found === 'object' && !Object.keys(found).length;
  return { value: isEmpty || isDefault(row, found) ? undefined : found };
}

/** What the engine says of a text that was to be JSON. */
function noJson(row, value) {
  if (!/object|array/.test(row.kind) || !isText(value)) return '';
  try {
    return JSON.parse(value) && '';
  } catch (error) {
    return `, as it is no JSON (${error.message})`;
  }
}

function isDefault(row, value) {
  return row.kind === 'flag' ? flag(row.default) === value : text(value) === row.default;
}

/** A value as the field of its option shows it. */
export function shown(row, value) {
  if (value === undefined) return '';
  if (row.kind === 'flag') return value ? 'on' : 'off';
  if (isText(value) || typeof value === 'number') return String(value);
  const isPlain = row.kind.endsWith('texts') && value.every((one) => one && one === one.trim() && !/[|\r\n]|^[[{"]/.test(one));
  return isPlain && !row.words?.includes(value.join().toLowerCase()) ? value.join('\n') : JSON.stringify(value, null, 2);
}

/** The settings that an object holds: those of the table, in its order, each in its form; and what was wrong. */
export function readAll(table, given) {
  const settings = {};
  const problems = [];
  const named = new Map(isObject(given) ? Object.entries(given).map(([name, value]) => [snake(name), value]) : []);
  for (const row of table) {
    const { value, error } = read(row, named.get(row.name));
    if (error) problems.push({ name: row.name, error });
    if (value !== undefined) settings[row.name] = value;
    named.delete(row.name);
  }
  for (const name of named.keys()) problems.push({ name, error: 'There is no such option.' });
  return { settings, problems };
}

/** `max-tokens` and `maxTokens` are `max_tokens`. */
const snake = (name) => name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
