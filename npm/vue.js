// <CauserieChat> for Vue: options, hooks and rich values as props, events as `@message` and the like, and the element's
// methods on the template's ref. It renders on a server as an empty element.
import { defineComponent, h, onBeforeUnmount, onMounted, shallowRef, watchEffect } from 'vue';
import './causerie.mjs';
import { events, flags, methods, options, properties } from './options.js';
import { apply, handlers, listen, sorted } from './wrapped.js';

const names = [...options, ...properties].filter((name) => !handlers.includes(name));
const prop = (name) => [name, { type: flags.includes(name) ? [Boolean, String] : null, default: undefined }];

export const CauserieChat = defineComponent({
  name: 'CauserieChat',
  props: Object.fromEntries(names.map(prop)),
  emits: events,
  setup(props, { emit, expose, slots }) {
    const element = shallowRef(null);
    let told = {};
    let end;
    onMounted(() => {
      end = listen(element.value, (name, event) => emit(name, event.detail, event));
    });
    onBeforeUnmount(() => end?.());
    // Behind the drawing, when the element is there; what is not given says nothing.
    watchEffect(() => {
      const given = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
      if (!element.value) return;
      const [ours] = sorted(given);
      apply(element.value, told, ours);
      told = ours;
    }, { flush: 'post' });

    const calls = methods.map((name) => [name, (...args) => element.value?.[name](...args)]);
    expose({ element, ...Object.fromEntries(calls) });
    // The file is read when the element comes into the page, which is before it is mounted.
    const config = () => props.config && { config: props.config };
    return () => h('causerie-chat', { ref: element, ...config() }, slots.default?.());
  },
});
