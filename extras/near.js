// What is not near the visible part of the conversation waits until it is: nobody pays for what nobody sees.
//
// No IntersectionObserver: with some hundred code blocks it costs every frame of a streamed answer. The places are
// looked at only after scrolling, a few times a second, and only of what still waits.
import { whenIdle } from './idle.js';

const PAUSE = 150;
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
  setTimeout(() => whenIdle(() => look(log, list)), PAUSE);
}

function look(log, list) {
  list.isAsked = false;
  const { top, bottom, height } = log.getBoundingClientRect();
  const isNear = (element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > top - height && box.top < bottom + height;
  };
  const waiting = [];
  const due = [];
  for (const item of list.splice(0)) {
    if (!item[0].isConnected) continue;
    // The message first: it is laid out even if what is in it is not.
    (isNear(item[0].closest('.message') ?? item[0]) && isNear(item[0]) ? due : waiting).push(item);
  }
  list.push(...waiting);
  for (const [, work] of due) work();
}
