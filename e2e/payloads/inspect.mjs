// What may stand in an answer. `inspect` runs in the page, over every answer and question of a widget's shadow root, and
// says what else is there.

/** Elements of an answer, each with the attributes that only it may have. */
const HTML = {
  a: 'href target rel data-host', blockquote: '', br: '', button: 'type data-src data-failed data-now data-note aria-pressed disabled', code: '',
  del: '', details: 'open', div: 'tabindex data-note', em: '', h2: '', h3: '', h4: '', h5: '', h6: '', hr: '', img: 'alt src loading decoding referrerpolicy',
  input: 'type disabled checked', li: '', ol: 'start', p: '', pre: 'tabindex', section: '', span: 'tabindex data-tex', strong: '', summary: '', sup: '',
  table: '', tbody: '', td: '', th: 'scope', thead: '', tr: '', ul: '',
};
const EVERYWHERE = 'class part role title hidden dir lang aria-label aria-hidden aria-describedby';

/** What a formula is made of: nothing of it links, fetches or listens. */
const MATHML = 'math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub '
  + 'msubsup msup mtable mtd mtext mtr munder munderover none';
const MATHML_ATTRIBUTES = 'class style accent accentunder align columnalign columnlines columnspacing columnspan depth dir display displaystyle fence form '
  + 'frame height largeop linethickness lquote lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines '
  + 'rowspacing rowspan rquote rspace scriptlevel separator side stretchy symmetric voffset width';

export const ALLOWED = { HTML, EVERYWHERE, MATHML, MATHML_ATTRIBUTES, SCHEMES: ['http:', 'https:', 'mailto:', 'tel:'] };

/** Gives a line for each thing that may not be there. In the page: it sees its arguments and nothing else. */
export function inspect(root, allowed) {
  const found = new Set();
  const words = (text) => new Set(text.split(' '));
  const everywhere = words(allowed.EVERYWHERE);
  const math = words(allowed.MATHML);
  const mathAttributes = words(allowed.MATHML_ATTRIBUTES);
  const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
  const contents = [...root.querySelectorAll('[part~=content]')];

  function inspectElement(element) {
    const name = element.localName;
    const isMath = element.namespaceURI.endsWith('/MathML');
    const isHtml = element.namespaceURI.endsWith('/xhtml');
    if (isMath ? !math.has(name) : !isHtml || !(name in allowed.HTML)) found.add(`<${name}> of ${element.namespaceURI}`);
    const own = isMath ? mathAttributes : words(allowed.HTML[name] ?? '');
    for (const attribute of element.attributes) {
      const isAllowed = own.has(attribute.name) || (!isMath && everywhere.has(attribute.name));
      if (!isAllowed) found.add(`<${name} ${attribute.name}="${attribute.value.slice(0, 60)}">`);
    }
    if (/url|image|expression|fixed/i.test(element.getAttribute('style') ?? '')) found.add(`style of <${name}>: ${element.getAttribute('style')}`);
    if (name === 'a') inspectLink(element);
    if (name === 'img') found.add(`an image was fetched: ${element.src}`);
  }

  function inspectLink(link) {
    // An address that is none has no scheme, and leads nowhere.
    if (link.protocol !== ':' && !allowed.SCHEMES.includes(link.protocol)) found.add(`a link to ${link.href}`);
    if (link.target === '_blank' && !/\bnoopener\b.*\bnoreferrer\b/.test(link.rel)) found.add(`a link with rel="${link.rel}"`);
  }

  /** Turned text turns its line: up to the block it stands in, or to what isolates it. That must be a message's own. */
  function inspectDirection(text) {
    let around = text.parentElement;
    const isOpen = ({ display, unicodeBidi }) => /^(inline|contents)$/.test(display) && !/isolate|plaintext/.test(unicodeBidi);
    while (around && isOpen(getComputedStyle(around))) around = around.parentElement;
    const isOwn = around && (around.closest('[part~=content]') || around.textContent === text.data);
    if (!isOwn) found.add(`turned text in the line of <${around?.localName} class="${around?.className}">`);
    // Where an image would come from is our word to the reader.
    if (around?.querySelector('.from') && !text.parentElement.closest('.from')) found.add('turned text in the line of a host');
  }

  for (const content of contents) content.querySelectorAll('*').forEach(inspectElement);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let turned = 0;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!bidi.test(text.data)) continue;
    turned++;
    inspectDirection(text);
  }
  return { found: [...found], elements: contents.reduce((sum, content) => sum + content.querySelectorAll('*').length, 0), turned };
}
