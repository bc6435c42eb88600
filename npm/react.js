// <CauserieChat> for React: options, hooks and rich values as props, events as `onMessage` and the like, and the element
// by `ref`. It renders on a server as an empty element.
import { createElement, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import './causerie.mjs';
import { apply, handlerOf, handlers, listen, sorted } from './wrapped.js';

// On a server there is no layout, and React says so.
const useEffectNow = typeof document === 'undefined' ? useEffect : useLayoutEffect;

export function CauserieChat({ ref, ...props }) {
  const element = useRef(null);
  const latest = useRef(props);
  const told = useRef({});
  const [ours, others] = sorted(props);
  for (const name of handlers) delete others[name];
  // The file is read when the element comes into the page, which is before any effect.
  if (ours.config) others.config = ours.config;

  useImperativeHandle(ref, () => element.current, []);
  useEffectNow(() => {
    latest.current = props;
    apply(element.current, told.current, ours);
    told.current = ours;
  });
  useEffectNow(() => listen(element.current, (name, event) => latest.current[handlerOf(name)]?.(event.detail, event)), []);

  // The element says its mode as an attribute, which no server has rendered.
  return createElement('causerie-chat', { suppressHydrationWarning: true, ...others, ref: element });
}
