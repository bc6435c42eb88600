// What the wrappers for React and Vue share: options go to the element as properties, events come back as calls.
//
// Only what is another value than before is set, so that drawing anew changes nothing; what is no longer given goes back
// to its default. `stop` is a method of the element, so the option of that name goes by `update`.
import { events, flags, options, properties } from './options.js';

const isFlag = new Set(flags);
/** The props that hear of events. */
export const handlers = events.map((name) => handlerOf(name));
const isSet = new Set([...options, ...properties].filter((name) => !handlers.includes(name)));

/** `response-end` → `onResponseEnd`. */
export function handlerOf(event) {
  return `on-${event}`.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** What of the given values is for the element, as `[options, others]`; names may be written `max-tokens`, too. */
export function sorted(given) {
  const ours = {};
  const others = {};
  for (const [written, value] of Object.entries(given)) {
    const name = camel(written);
    if (!isSet.has(name)) others[written] = value;
    // As templates write a switch that is on.
    else ours[name] = isFlag.has(name) && value === '' ? true : value;
  }
  return [ours, others];
}

/** Sets what is new on the element, and takes back what is gone. */
export function apply(element, before, now) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (Object.is(before[name], now[name])) continue;
    // Another conversation is set; the same one, written out anew by a template, would end what was said since.
    if (name === 'messages' && (now.messages == null || JSON.stringify(before.messages) === JSON.stringify(now.messages))) continue;
    if (name === 'stop') element.update({ stop: now.stop ?? null });
    else element[name] = now[name] ?? null;
  }
}

/** Calls `tell(name, event)` for each event of the element; gives what ends that. */
export function listen(element, tell) {
  const heard = (event) => event.target === element && tell(event.type.slice('causerie:'.length), event);
  for (const name of events) element.addEventListener(`causerie:${name}`, heard);
  return () => events.forEach((name) => element.removeEventListener(`causerie:${name}`, heard));
}
