// Formulas: TeX becomes MathML, in idle time.
//
// Temml gives a tree of plain objects; the elements are made of it here, and only the elements, attributes and
// styles of the lists below, so that a formula can neither link, fetch, name nor script anything whatever its TeX
// says. A formula that cannot be read stays as it was written.
import temml from 'temml';
import css from './math.css';
import { copiesAsWritten } from './copied.js';
import { whenIdle } from './idle.js';
import { whenNear } from './near.js';
import { whenFree } from './selected.js';

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const ELEMENTS = new Set(('math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot '
  + 'mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none').split(' '));
const ATTRIBUTES = new Set(('accent accentunder align columnalign columnlines columnspacing columnspan depth dir display displaystyle fence form '
  + 'frame height largeop linethickness lquote lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation '
  + 'rowlines rowspacing rowspan rquote rspace scriptlevel separator side stretchy symmetric voffset width').split(' '));
/** No `background`, `content` or the like: nothing that takes an address. */
const STYLES = new Set(('backgroundColor border borderBottom borderBottomStyle borderBottomWidth borderColor borderLeft borderRight borderRadius '
  + 'borderStyle borderTop borderTopStyle borderTopWidth borderWidth color display fontFamily fontSize fontStyle fontWeight font-family font-style font-weight text-align height justifyContent lineHeight margin marginBottom '
  + 'marginLeft marginRight marginTop math-depth math-shift math-style mathDepth mathShift mathStyle minHeight minWidth padding '
  + 'paddingBottom paddingLeft paddingRight paddingTop textAlign textDecoration transform verticalAlign whiteSpace width').split(' '));
const UNSAFE = /url|image|expression|[\\@;{}]/i;
/** TeX beyond this many characters stays text. */
const LONGEST = 8192;
/** Macros that expand each other end here. */
const EXPANSIONS = 400;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Puts the formula that an element holds as TeX in its place, some time. */
export default function formula(element, isDisplay) {
  whenIdle(() => whenFree(element, () => draw(element, isDisplay)));
}

function draw(element, isDisplay) {
  const tex = element.textContent;
  if (!element.isConnected || element.querySelector('math') || tex.length > LONGEST) return;
  const root = element.getRootNode();
  if (!root.adoptedStyleSheets.includes(sheet)) {
    root.adoptedStyleSheets.push(sheet);
    copiesAsWritten(root);
  }
  try {
    const options = { displayMode: isDisplay, throwOnError: true, trust: false, maxExpand: EXPANSIONS, maxSize: [20, 200] };
    const math = build(temml.__renderToMathMLTree(tex, options));
    element.replaceChildren(math);
    element.classList.remove('source');
    // For what is copied: by selection (copied.js), and of a table (src/components/table/read.rs).
    element.dataset.tex = tex;
    if (math.querySelector('.tml-eqn')) number(element.closest('.markdown') ?? element);
    whenNear(element, () => reachable(element, isDisplay));
  } catch (error) {
    element.title = String(error?.message ?? error).slice(0, 300);
  }
}

/** Numbers the lines of an answer that TeX counts, in the order in which they stand. */
function number(answer) {
  answer.querySelectorAll('.tml-eqn').forEach((place, index) => {
    const text = `(${index + 1})`;
    if (place.textContent !== text) place.textContent = text;
    place.closest('mtd')?.classList.add('numbered');
  });
}

/** What scrolls must be reached by keyboard, where it needs a name. Within a line, what is wider than that scrolls, too. */
function reachable(element, isDisplay) {
  // A cell has as much room as it needs: its table scrolls.
  const line = !isDisplay && element.closest('p, li, td, th, h2, h3, h4, h5, h6');
  if (line && element.firstElementChild.getBoundingClientRect().width > line.clientWidth) element.classList.add('wide');
  if (element.scrollWidth <= element.clientWidth) return;
  element.tabIndex = 0;
  element.role = 'group';
  element.ariaLabel = element.dataset.tex;
}

function build(node) {
  if (!node.children) return document.createTextNode(node.text ?? '');
  const isKnown = ELEMENTS.has(node.type);
  const made = isKnown ? document.createElementNS(MATHML, node.type) : node.type || !node.classes?.length ? document.createDocumentFragment() : document.createElement('span');
  if (made.setAttribute) dress(made, node);
  for (const child of node.children) made.append(build(child));
  return made;
}

function dress(made, { attributes, classes, style }) {
  for (const [name, value] of Object.entries(attributes ?? {})) if (ATTRIBUTES.has(name)) made.setAttribute(name, value);
  const names = (classes ?? []).filter((name) => /^[a-z-]+[0-9]*$/.test(name));
  if (names.length) made.className = names.join(' ');
  // Two of Temml's elements come with an attribute in the place of a style.
  const [property, value] = attributes?.style?.split(/[:;] ?/) ?? [];
  const styles = property ? { ...style, [property]: value } : style;
  for (const [name, value] of Object.entries(styles ?? {})) if (STYLES.has(name) && !UNSAFE.test(value)) made.style[name] = value;
}
