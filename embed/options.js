// Which options a page has set. Nothing is checked here: values go to Rust as they were written, and only
// those that were written, so that each default stands in one place (src/config.rs).

/** Option names as attributes write them; put in by the build from src/config.rs. */
export const NAMES = BUILD_OPTIONS;

/** Texts for what is drawn before the wasm is there; put in by the build from src/config/labels.rs. */
const LABELS = BUILD_LABELS;

export const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
export const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `max_tokens`, `max-tokens` and `maxTokens` in one object would fight; all become `maxTokens`. */
const renamed = (object) =>
  Object.fromEntries(Object.entries(object ?? {}).map(([name, value]) => [camel(name.replaceAll('_', '-')), value]));

/** JSON of a file, of a `<script type="application/json">` inside the element, or nothing. */
export async function fromJson(element) {
  const inside = element.querySelector(':scope > script[type="application/json"]');
  const file = element.getAttribute('config');
  const loaded = file ? await (await ok(await fetch(new URL(file, document.baseURI)))).json() : {};
  return { ...renamed(loaded), ...renamed(inside ? JSON.parse(inside.textContent) : {}) };
}

export function fromAttributes(element) {
  const set = NAMES.filter((name) => element.hasAttribute(name));
  return Object.fromEntries(set.map((name) => [camel(name), element.getAttribute(name)]));
}

/** A text in the site's language, as far as it gave one. */
export function label(options, name) {
  let { labels } = options;
  try {
    labels = typeof labels === 'string' ? JSON.parse(labels) : labels;
  } catch {
    // Said on the console when the widget reads its options.
  }
  return labels?.[name] ?? labels?.[camel(name.replaceAll('_', '-'))] ?? LABELS[name];
}

/** A response with status 2xx, or an error that names the file. */
export function ok(response) {
  if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
  return response;
}
