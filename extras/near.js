// What is not near the visible part of the conversation waits until it is: nobody pays for what nobody sees.
//
// No IntersectionObserver: with some hundred code blocks it costs every frame of a streamed answer. The places are
// looked at only after scrolling, a few times a second, and only of what still waits.
import { whenIdle } from './idle.js';

const PAUSE = 150;
/** What an element stands in, from the outside in; the groups are not laid out while they are out of view. */
const BOXES = ['.groups', '.group', '.message', '*'];
/** For each conversation what waits: `[element, work]`. */
const lists = new WeakMap();

/** Calls `work` once, when `element` is at most a screen away from what is visible. */
export function whenNear(element, work) {
  const log = element.closest('.log');
  if (!log) return work();
  let list = lists.get(log);
  if (!list) {
    list = Object.assign([], { isAsked: false });
    lists.set(log, list);
    const look = () => ask(log, list);
    log.addEventListener('scroll', look, { passive: true });
    new ResizeObserver(look).observe(log);
  }
  list.push([element, work]);
  ask(log, list);
}

function ask(log, list) {
  if (list.isAsked || !list.length) return;
  list.isAsked = true;
  // A frame is made first: groups that have just come into view are skipped until then.
  setTimeout(() => requestAnimationFrame(() => whenIdle(() => look(log, list))), PAUSE);
}

function look(log, list) {
  list.isAsked = false;
  const { top, bottom, height } = log.getBoundingClientRect();
  const seen = new Map();
  const isNear = (element) => {
    if (!seen.has(element)) {
      const box = element.getBoundingClientRect();
      seen.set(element, box.height > 0 && box.bottom > top - height && box.top < bottom + height);
    }
    return seen.get(element);
  };
  const waiting = [];
  const due = [];
  for (const item of list.splice(0)) {
    const [element] = item;
    if (!element.isConnected) continue;
    // From the outside in: to ask where something is in a group that is out of view has the browser lay out the group.
    const boxes = BOXES.map((box) => element.closest(box) ?? element);
    (boxes.every(isNear) ? due : waiting).push(item);
  }
  list.push(...waiting);
  for (const [, work] of due) work();
}
