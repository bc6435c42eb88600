// The widget as Rust to copy: a component for a Leptos app. Pure.
//
// Each prop is written by its type, which the table has from the component's source; an option whose type is not known
// here stands in `config`, as JSON. **Invariant:** it compiles, whatever the settings say, and holds no secret.

/** What rustc refuses or nobody can see: controls, marks that turn the direction of text, and line separators. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/** A text as a literal. */
export function literal(text) {
  const plain = text.toWellFormed().replace(/[\\"]/g, '\\$&');
  return `"${plain.replace(UNSEEN, (letter) => SHORT[letter] ?? `\\u{${letter.charCodeAt(0).toString(16)}}`)}"`;
}

/** JSON as a raw literal, with as many `#` as it needs. */
function rawLiteral(value) {
  const json = JSON.stringify(value).replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const most = Math.max(-1, ...[...json.matchAll(/"(#*)/g)].map(([, hashes]) => hashes.length));
  const hashes = '#'.repeat(most + 1);
  return `r${hashes}"${json}"${hashes}`;
}

const owned = (text) => `${literal(text)}.to_owned()`;
const json = (value) => `Json::parse(${rawLiteral(value)}).unwrap_or_default()`;
const list = (items) => `vec![${items.join(', ')}]`;
const pascal = (word) => word.replace(/(^|[-_])(.)/g, (all, dash, letter) => letter.toUpperCase());
/** A number with a point. */
const float = (value) => (Number.isInteger(value) && !/e/.test(String(value)) ? `${value}.0` : String(value));

/** How a value is written, by the type of its prop. A list in place of a word is one of `Models`. */
const AS = {
  String: (value) => (typeof value === 'string' ? literal(value) : undefined),
  bool: String,
  f64: float,
  u64: (value) => `${BigInt(value)}u64`,
  i64: (value) => `${BigInt(value)}i64`,
  'Vec<String>': (value) => list(value.map(owned)),
  'Vec<(String, String)>': (value) => list(Object.entries(value).map(([name, text]) => `(${owned(name)}, ${owned(String(text))})`)),
  Models: (value) => (Array.isArray(value) ? `Models::List(${list(value.map(owned))})` : 'Models::Auto'),
  Json: json,
  ToolSet: json,
};

/** The prop's text, or `undefined` where it has to go into `config`. */
function written(row, value) {
  const as = AS[row.prop] ?? (row.kind === 'words' && row.prop ? (word) => `${row.prop}::${pascal(word)}` : undefined);
  return as?.(value);
}

/** What an app sets by itself: where to load the options from, and when to load the widget. */
const OF_THE_PAGE = ['load', 'config'];

/** A component with this widget. */
export function leptos(table, settings) {
  const rows = table.filter((row) => settings[row.name] !== undefined && !OF_THE_PAGE.includes(row.name));
  const props = rows.map((row) => [row, written(row, settings[row.name])]);
  const rest = props.filter(([, text]) => text === undefined).map(([row]) => [row.name, settings[row.name]]);
  const lines = props.filter(([, text]) => text !== undefined).map(([row, text]) => `${row.name}=${isBare(text) ? text : `{${text}}`}`);
  if (rest.length) lines.unshift(`config={Config::from_json(&${json(Object.fromEntries(rest))}).0}`);
  lines.push('extras="/causerie-extras.js"');
  return `${uses(lines.join('\n'), rows)}
#[component]
pub fn Chat() -> impl IntoView {
    view! {
        <ChatWidget
${lines.map((line) => `            ${line}\n`).join('')}        />
    }
}
`;
}

/** A literal or a path stands without braces. */
const isBare = (text) => /^"|^[A-Za-z:]+$|^\d+u64$/.test(text);

function uses(lines, rows) {
  const enums = rows.filter((row) => row.kind === 'words' && row.prop && !AS[row.prop]).map((row) => row.prop);
  if (/=\{?Models::/.test(lines)) enums.push('Models');
  const names = [...new Set(enums)].sort();
  const config = names.length === 1 ? `use causerie::config::${names[0]};\n` : `use causerie::config::{${names.join(', ')}};\n`;
  return [
    names.length ? config : '',
    /Json::parse\(/.test(lines) ? 'use causerie::json::Json;\n' : '',
    /^config=/.test(lines) ? 'use causerie::{ChatWidget, Config};\n' : 'use causerie::ChatWidget;\n',
    'use leptos::prelude::*;\n',
  ].join('');
}
