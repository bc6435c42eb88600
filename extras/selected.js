// What the reader has selected stays as it is until they have let go of it.
import { whenIdle } from './idle.js';

/** Calls `work` at once, or in idle time once nothing in `element` is selected. */
export function whenFree(element, work) {
  if (!isSelected(element)) return work();
  document.addEventListener('selectionchange', () => whenIdle(() => whenFree(element, work)), { once: true });
}

/** True if a selection begins, ends or passes in an element. */
function isSelected(element) {
  // What is gone by now stands in no shadow.
  const shadowRoots = [element.getRootNode()].filter((root) => root instanceof ShadowRoot);
  const [found] = getSelection()?.getComposedRanges?.({ shadowRoots }) ?? [];
  if (!found || found.collapsed) return false;
  const range = document.createRange();
  try {
    range.setStart(found.startContainer, found.startOffset);
    range.setEnd(found.endContainer, found.endOffset);
  } catch {
    return false;
  }
  return range.intersectsNode(element);
}
