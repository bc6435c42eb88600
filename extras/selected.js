// What the reader has selected stays as it is until they have let go of it.
import { whenIdle } from './idle.js';

/** Calls `work` at once, or in idle time once nothing in `element` is selected. */
export function whenFree(element, work) {
  if (!isSelected(element)) return work();
  document.addEventListener('selectionchange', () => whenIdle(() => whenFree(element, work)), { once: true });
}

/** True if a selection begins, ends or passes in an element. */
function isSelected(element) {
  return Boolean(selection(element.getRootNode())?.intersectsNode(element));
}

/** What is selected in a document or a shadow, as a range of its own; none if nothing is, or nothing that can be told. */
export function selection(root) {
  // What is gone by now stands in no shadow.
  const shadowRoots = [root].filter((root) => root instanceof ShadowRoot);
  const [found] = getSelection()?.getComposedRanges?.({ shadowRoots }) ?? [];
  if (!found || found.collapsed) return undefined;
  const range = document.createRange();
  try {
    range.setStart(found.startContainer, found.startOffset);
    range.setEnd(found.endContainer, found.endOffset);
  } catch {
    return undefined;
  }
  return range;
}
