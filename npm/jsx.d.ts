// <causerie-chat> itself in React 19: `import 'causerie'` and `import type {} from 'causerie/jsx'` once in an app.
//
// React sets what is a property of the element as a property, so rich values work; the others are attributes. What begins
// with `on` is an event for it: `{...{'oncauserie:message': heard}}`.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CauserieAttributes, CauserieChat, CauserieEventMap, CauserieHooks, CauserieOptions, ChatMessage } from './index.js';

type Handlers = { [K in keyof CauserieEventMap as `on${K}`]?: (event: CauserieEventMap[K]) => void };

export interface CauserieJsx
  extends Omit<DetailedHTMLProps<HTMLAttributes<CauserieChat>, CauserieChat>, keyof CauserieOptions | keyof CauserieHooks>,
    CauserieOptions, CauserieAttributes, Omit<CauserieHooks, 'onError' | 'onFeedback'>, Handlers {
  messages?: readonly ChatMessage[];
  /** As React writes `class` on custom elements. */
  class?: string;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'causerie-chat': CauserieJsx;
    }
  }
}
