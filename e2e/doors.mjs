// Every way to give options to the widget, and a page for each.

/** Pages have these two, apps have not: they say where options are, and when to load. */
export const OF_PAGES = { config: '/every/more.json', load: 'eager' };

export const kebab = (name) => name.replaceAll('_', '-');
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const written = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const attributes = (options, prefix) => Object.entries(options).map(([name, value]) => `${prefix}${kebab(name)}="${escaped(written(value))}"`).join(' ');
const LOADED = '<script src="/causerie.js"></script>';

export const DOORS = [
  { name: 'the script tag', page: (options) => `<script src="/causerie.js" ${attributes(options, 'data-')}></script>` },
  { name: 'attributes', page: (options) => `<causerie-chat ${attributes(options, '')}></causerie-chat>${LOADED}` },
  {
    name: 'JSON in the element',
    page: ({ config, ...options }) => `<causerie-chat ${attributes(config ? { config } : {}, '')}><script type="application/json">${JSON.stringify(options)}</script></causerie-chat>${LOADED}`,
  },
  { name: 'properties', page: () => `<causerie-chat></causerie-chat>${LOADED}`, late: true },
  { name: 'props of the Leptos component', app: true },
];

/** Opens a page with these options at this door. */
export async function visit(page, demo, door, options, set) {
  const given = door.late || door.app ? options : { ...options, ...OF_PAGES };
  await page.route('**/every/more.json', (route) => route.fulfill({ json: { heading: 'From a file', greeting: 'From a file' } }));
  await page.route('**/every/page', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Every option</title><body>${door.page(given)}` }));
  await page.goto(door.app ? `${demo.url}/examples/leptos-app/?every=${set}` : `${demo.url}/every/page`);
  if (!door.late) return;
  await page.locator('causerie-chat').evaluate((host, all) => Object.entries(all).forEach(([name, value]) => {
    if (name === 'stop') host.update({ stop: value });
    else host[name] = value;
  }), Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value])));
}
