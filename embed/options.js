// Which options a page has set. Nothing is checked here: values go to Rust as they were written, and only
// those that were written, so that each default stands in one place (src/config.rs).

/** Option names as attributes write them; put in by the build from src/config.rs. */
export const NAMES = BUILD_OPTIONS.split(' ');

export const camel = (name) => name.replace(/[-_]+(.)/g, (_, letter) => letter.toUpperCase());
export const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** One of a few words, as Rust compares them. */
export const word = (value) => String(value ?? '').trim().toLowerCase();

/** `max_tokens`, `max-tokens` and `maxTokens` in one object would fight; all become `maxTokens`. */
export const renamed = (object) => Object.fromEntries(Object.entries(object ?? {}).map(([name, value]) => [camel(name), value]));

/** What the file that `config` names and the JSON inside the element say; what cannot be read is said and left out. */
export async function fromJson(element) {
  const read = async (what, get) => {
    try {
      return renamed(await get());
    } catch (error) {
      console.warn(`causerie: ${what}: ${error.message}`);
    }
  };
  const file = element.getAttribute('config') ?? element.config;
  const loaded = file && (await read(`config="${file}"`, async () => ok(await fetch(new URL(file, document.baseURI))).json()));
  if (!isParsed(element)) await new Promise((go) => document.addEventListener('DOMContentLoaded', go));
  const inside = element.querySelector(':scope>script[type="application/json"]');
  return { ...loaded, ...(inside && (await read('inner JSON', () => JSON.parse(inside.textContent)))) };
}

/** The parser calls an element before it has its children. */
function isParsed(element) {
  for (let node = element; node; node = node.parentNode) if (node.nextSibling) return true;
  return document.readyState !== 'loading';
}

export function fromAttributes(element) {
  const set = NAMES.filter((name) => element.hasAttribute(name));
  return Object.fromEntries(set.map((name) => [camel(name), element.getAttribute(name)]));
}

/** A text in the site's language, as far as it gave one; the others are put in by the build from src/config/labels/english.rs. */
export function label(options, name) {
  let { labels } = options;
  try {
    labels = renamed(typeof labels === 'string' ? JSON.parse(labels) : labels);
  } catch {
    // Said on the console when the widget reads its options.
  }
  return labels?.[camel(name)] ?? BUILD_LABELS[name];
}

/** A response with status 2xx, or an error that names the file. */
export function ok(response) {
  if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
  return response;
}
