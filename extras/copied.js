// What is copied by selection has its formulas as they were written: browsers copy a symbol a line.
import { selection } from './selected.js';

/** The words of a formula in answers, as Causerie reads them. */
const written = ({ dataset, classList }) => classList.contains('display') ? `$$${dataset.tex}$$` : `$${dataset.tex}$`;

/** Puts the TeX of formulas in their place in what is copied from `root`, from now on. */
export function copiesAsWritten(root) {
  root.addEventListener('copy', (event) => {
    const range = selection(root);
    const part = range && whole(range).cloneContents();
    const formulas = part?.querySelectorAll('.formula[data-tex]');
    if (!formulas?.length || event.defaultPrevented) return;
    for (const formula of formulas) formula.replaceWith(written(formula));
    event.clipboardData.setData('text/plain', words(root, part));
    event.clipboardData.setData('text/html', new XMLSerializer().serializeToString(part));
    event.preventDefault();
  });
}

/** A formula that is selected in part goes along as a whole. */
function whole(range) {
  const formula = (node) => (node.closest ? node : node.parentElement)?.closest('.formula[data-tex]');
  const [first, last] = [formula(range.startContainer), formula(range.endContainer)];
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  return range;
}

/** As text, with its lines, which only what is laid out has; without what cannot be selected, as browsers have it. */
function words(root, part) {
  const place = document.createElement('div');
  Object.assign(place.style, { position: 'fixed', opacity: 0, pointerEvents: 'none', insetInlineStart: 0, width: '60rem' });
  place.ariaHidden = true;
  place.append(part);
  root.append(place);
  // Items that stand close have no empty line between them.
  for (const line of place.querySelectorAll('.tight > li > p')) line.replaceWith(...line.childNodes);
  for (const element of place.querySelectorAll('*')) if (getComputedStyle(element).userSelect === 'none') element.remove();
  const text = place.innerText;
  part.append(...place.childNodes);
  place.remove();
  return text;
}
