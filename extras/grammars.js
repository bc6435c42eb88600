// highlight.js with its grammars: a text in, a flat array out. A worker imports it, or the page where there is none.
//
// The array has three numbers for each coloured part of the text, in order and without overlap: start, end, and the
// index of a class in highlight.js.
import hljs from 'highlight.js/lib/core';
import { ALIASES } from './aliases.js';
import { LANGUAGES } from './languages.js';

for (const [name, grammar] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, grammar);
for (const [languageName, aliases] of Object.entries(ALIASES)) hljs.registerAliases(aliases, { languageName });

/** The class of each scope; what is not here is not coloured. */
const CLASSES = Object.fromEntries([
  'keyword selector-tag name',
  'string regexp char link',
  'number literal symbol bullet',
  'comment quote',
  'title section type built_in class',
  'attr attribute variable template-variable property selector-class selector-id selector-attr selector-pseudo',
  'meta doctag',
  'addition',
  'deletion',
].flatMap((scopes, index) => scopes.split(' ').map((scope) => [scope, index])));

/** Every name and alias, for the list in the core. */
export const names = () => hljs.listLanguages().flatMap((name) => [name, ...(hljs.getLanguage(name).aliases ?? []), ...(ALIASES[name] ?? [])]);

/** The coloured parts of a text; none, if the grammar fails on it. */
export function parts(language, text) {
  const found = [];
  let at = 0;
  const walk = (node, index) => {
    if (typeof node === 'string') {
      const end = at + node.length;
      if (index >= 0) {
        // Neighbours of one class are one part.
        if (found.at(-1) === index && found.at(-2) === at) found[found.length - 2] = end;
        else found.push(at, end, index);
      }
      at = end;
      return;
    }
    const scope = node.scope?.split('.')[0];
    const own = scope === 'subst' ? -1 : (CLASSES[scope] ?? index);
    for (const child of node.children) walk(child, own);
  };
  try {
    walk(hljs.highlight(text, { language, ignoreIllegals: true })._emitter.rootNode, -1);
  } catch {
    return new Uint32Array();
  }
  // The offsets are those of the text, or they are of no use.
  return new Uint32Array(at === text.length ? found : 0);
}
