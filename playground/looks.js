// The custom properties for looks: what may stand in each. Pure; whether a value is CSS is asked of the browser.
//
// **Invariant:** a value that is accepted names no other thing: no address, no variable, no end of a declaration. So a
// stranger's link can make a widget ugly, and nothing else.

/** What is said of a bad link at most. */
export const LIMIT = 20;

/** The properties by which a value is tried, the strictest first; nearly everything is the name of a font. */
const AS = ['color', 'width', 'z-index', 'box-shadow', 'font-family'];
const FORBIDDEN = /[;{}\\<>]|\/\*|\b(var|env|attr|url|src|element|paint|[-\w]*image[-\w]*|cross-fade)\s*\(/i;

/** The CSS property whose values a look takes, by its default; `undefined` if the browser knows not even that. */
export const kindOf = (row, supports) => AS.find((property) => supports(property, row.default));

/** `{value}`, with `undefined` for the default; or `{error}`. */
export function readLook(row, given, supports) {
  if (given === undefined || given === null || (typeof given === 'string' && !given.trim())) return { value: undefined };
  const value = typeof given === 'string' ? given.trim() : undefined;
  const kind = kindOf(row, supports);
  const fits = value !== undefined && value.length < 500 && !FORBIDDEN.test(value) && (!kind || supports(kind, value));
  if (!fits) return { error: `Not used. Allowed is a value such as ${row.default}.` };
  return { value: value === row.default ? undefined : value };
}

/** The looks of an object: `{looks, problems}`. */
export function readLooks(table, given, supports) {
  const looks = {};
  const problems = [];
  const rest = new Map(Object.entries(given));
  for (const row of table) {
    const { value, error } = readLook(row, rest.get(row.name), supports);
    if (error) problems.push({ name: `--causerie-${row.name}`, error });
    if (value !== undefined) looks[row.name] = value;
    rest.delete(row.name);
  }
  for (const name of rest.keys()) problems.push({ name: `--causerie-${name}`, error: 'There is no such property.' });
  return { looks, problems };
}

/** The rule for a site's style sheet; empty if nothing is set. */
export function styleSheet(looks) {
  const lines = Object.entries(looks).map(([name, value]) => `  --causerie-${name}: ${value};\n`);
  return lines.length ? `:root {\n${lines.join('')}}\n` : '';
}
