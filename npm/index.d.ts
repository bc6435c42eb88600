// The element <causerie-chat>. Made by `cargo xtask dist` of src/config.rs and npm/surface.json.

import type {
  Answer, ApiTool, ChatError, ChatMessage, ChatRequest, Fallback, Feedback, Flag, Handed, Json, JsonObject, PageContext, Prices, SentRequest, Tool,
  ToolCall, Usage,
} from './types.js';

export type {
  Answer, ApiTool, ApiToolCall, ChatError, ChatMessage, ChatRequest, Delta, EmbeddingsBody, Fallback, Feedback, Flag, Handed, Json, JsonObject,
  PageContext, Prices, SentRequest, Tool, ToolCall, Usage,
} from './types.js';

/** The widget's own words, by what they are for. */
export type LabelName =
/* LABELS */;

export type Labels = Partial<Record<LabelName, string>>;

/** The options as properties. Nothing and null mean the default. */
export interface CauserieOptions {
/* OPTIONS */
}

/** The options whose attributes are written otherwise than their properties. */
export interface CauserieAttributes {
/* ATTRIBUTES */
}

/** Functions of the page that the widget asks or tells. */
export interface CauserieHooks {
/* HOOKS */
}

/** The events by their names; all bubble, and leave shadow roots. */
export interface CauserieEventMap {
/* EVENTS */
}

/** The events as the wrappers for React and Vue tell them. */
export interface CauserieHandlers {
/* HANDLERS */
}

export interface CauserieMethods {
/* METHODS */
}

export interface CauserieChat extends CauserieOptions, CauserieHooks, CauserieMethods {
/* FIELDS */
}

/** The class of `<causerie-chat>`, which the import defines. */
export declare class CauserieChat extends HTMLElement {
  /** The names of all options as attributes. */
  static readonly observedAttributes: readonly string[];
}

/**
 * Where the files of this package are served, for builds that do not know `new URL(…, import.meta.url)`: the address of a
 * folder with all of them. To be called before a widget loads.
 */
export declare function setFiles(folder: string | URL): void;

/** A call for the queue: a method and what it is given. */
export type CauserieCall =
/* CALLS */;

declare global {
  interface HTMLElementTagNameMap {
    'causerie-chat': CauserieChat;
  }
  /** Widgets' events arrive at the elements around them, too. */
  interface HTMLElementEventMap extends CauserieEventMap {}
  interface DocumentEventMap extends CauserieEventMap {}
  interface WindowEventMap extends CauserieEventMap {}
  interface Window {
    /** Calls for the first widget of the page, also before it is there: `(window.causerie ||= []).push(['open'])`. */
    causerie?: { push(...calls: CauserieCall[]): unknown };
  }
}
