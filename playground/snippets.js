// The widget as HTML to copy: the script tag and the custom element. Pure.
//
// **Invariant:** what a browser reads out of the snippet is what the settings say, whatever stands in them; only what
// differs from the default is in it, and no secret.
import { dashed } from './settings.js';

const ESCAPES = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;', '\0': '\uFFFD' };

/** A value between quotes, single ones if there are double ones in it, as in JSON. Line breaks and tabs are references, so
 * that no editor takes them for layout. */
export function quoted(text) {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  const inner = text.toWellFormed().replace(/[&"<>\n\r\t\0]/g, (letter) => (letter === '"' && quote === "'" ? letter : ESCAPES[letter]));
  return quote + inner + quote;
}

/** A value as an attribute has it. */
export function attribute(row, value) {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (row.kind.endsWith('texts')) {
    const joined = value.join(' | ');
    const isPlain = value.every((one) => one && one === one.trim() && !/[|\n\r]/.test(one)) && !isJsonOr(row.words, joined);
    if (isPlain) return joined;
  }
  return JSON.stringify(value);
}

/** What would not be read as texts. */
const isJsonOr = (words = [], text) => /^[[{"]/.test(text) || words.includes(text.toLowerCase());

/** The attributes, in the table's order. */
const attributes = (table, settings, prefix) =>
  table
    .filter((row) => settings[row.name] !== undefined)
    .map((row) => `${prefix}${dashed(row.name)}=${quoted(attribute(row, settings[row.name]))}`);

/** In one line if it is short, else a line each. */
function tag(name, parts) {
  const line = `<${[name, ...parts].join(' ')}>`;
  return line.length <= 90 ? line : `<${name}\n${parts.map((part) => `  ${part}`).join('\n')}>`;
}

/** `<script src="causerie.js" data-…></script>`. Without any option the tag would only define the element, so it has one. */
export function scriptTag(table, settings) {
  const given = attributes(table, settings, 'data-');
  return `${tag('script', ['src="causerie.js"', ...(given.length ? given : ['data-mode="floating"'])])}</script>\n`;
}

/** `<causerie-chat …>` and the script that defines it. A box in the page, if the settings do not say where it lives. */
export function customElement(table, settings) {
  const all = { ...settings, mode: settings.mode ?? 'inline' };
  return `${tag('causerie-chat', attributes(table, all, ''))}</causerie-chat>\n<script src="causerie.js"></script>\n`;
}
