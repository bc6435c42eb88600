// What the wrappers for React and Vue take: the options, the hooks, and a function for each event.
import type { CauserieHandlers, CauserieHooks, CauserieOptions, ChatMessage } from './index.js';

export interface CauserieProps extends CauserieOptions, Omit<CauserieHooks, keyof CauserieHandlers>, CauserieHandlers {
  /** Texts at which the answer ends. */
  stop?: string | readonly string[] | null;
  /** The conversation, to begin with; another one replaces it. */
  messages?: readonly ChatMessage[] | null;
}
