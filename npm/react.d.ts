import type { ReactElement, ReactNode, Ref } from 'react';
import type { CauserieChat as Element } from './index.js';
import type { CauserieProps } from './wrapped.js';

export type { CauserieProps } from './wrapped.js';

export interface CauserieChatProps extends CauserieProps {
  /** The element, with its methods. */
  ref?: Ref<Element>;
  id?: string;
  className?: string;
  style?: { [name: string]: string | number | undefined };
  hidden?: boolean;
  slot?: string;
  children?: ReactNode;
}

export declare function CauserieChat(props: CauserieChatProps): ReactElement;
