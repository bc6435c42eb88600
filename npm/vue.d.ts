import type { AllowedComponentProps, ComponentCustomProps, VNodeProps } from 'vue';
import type { CauserieChat as Element, CauserieEventMap, CauserieMethods } from './index.js';
import type { CauserieProps } from './wrapped.js';

export type { CauserieProps } from './wrapped.js';

type Emits = {
  [K in keyof CauserieEventMap as K extends `causerie:${infer Name}` ? Name : never]:
    (detail: CauserieEventMap[K]['detail'], event: CauserieEventMap[K]) => void;
};

/** What a template's ref has: the element, and its methods. */
export interface CauserieChatInstance extends CauserieMethods {
  element: Element | null;
}

/** `<CauserieChat endpoint="/v1" @message="…"/>` */
export declare const CauserieChat: {
  new (): {
    $props: CauserieProps & VNodeProps & AllowedComponentProps & ComponentCustomProps;
    $emit: <K extends keyof Emits>(event: K, ...args: Parameters<Emits[K]>) => void;
    $slots: { default?: () => unknown };
  } & CauserieChatInstance;
};

declare module 'vue' {
  interface GlobalComponents {
    CauserieChat: typeof CauserieChat;
  }
}
