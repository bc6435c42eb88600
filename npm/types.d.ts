// What travels between a page and the widget. Written by hand; index.d.ts, which has the options, is generated.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** A message as the API has it. */
export interface ChatMessage {
  role: 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function';
  content: string | null;
  tool_calls?: ApiToolCall[];
  tool_call_id?: string;
  name?: string;
  /** Of a question: what the page has added to it (`getContext`). */
  context?: string;
}

export interface ApiToolCall {
  id?: string;
  type?: 'function';
  function: { name: string; arguments: string };
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** The detail of `causerie:message` and `causerie:response-end`: an answer that has ended. */
export interface Answer extends ChatMessage {
  content: string;
  model?: string;
  finish_reason?: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'error' | 'other';
  reasoning?: string;
  usage?: Usage;
  citations?: { url: string; title?: string }[];
  logprobs?: Json[];
  /** All answers, where several were asked for. */
  choices?: string[];
  /** With `responseFormat`: the document, if it is one. */
  parsed?: any;
}

/** The detail of `causerie:error`. */
export interface ChatError {
  kind:
    | 'auth' | 'permission' | 'quota' | 'rate_limit' | 'model_not_found' | 'endpoint_not_found' | 'unsupported_param'
    | 'roles' | 'context_length' | 'content_filter' | 'bad_request' | 'payload_too_large' | 'timeout' | 'overloaded'
    | 'server' | 'truncated' | 'network' | 'cors' | 'offline' | 'aborted' | 'refused' | 'bad_response' | 'stream_error';
  message: string;
  status: number | null;
  code: string | null;
  param: string | null;
  retryable: boolean;
  retry_after_ms: number | null;
}

/** What a visitor thinks of an answer: the detail of `causerie:feedback`. */
export interface Feedback {
  rating: 'up' | 'down';
  comment: string;
  /** The answer. */
  message: string;
  question?: string;
  id: string;
}

/** A call of a tool: the detail of `causerie:tool-call`, and what `render` gets. */
export interface ToolCall {
  id?: string;
  name: string;
  arguments: any;
  state:
    | 'asked' | 'running' | 'done' | 'unknown_tool' | 'not_json' | 'misfit' | 'denied' | 'threw' | 'timed_out'
    | 'bad_result' | 'repeated' | 'too_many_rounds' | 'stopped' | 'interrupted';
  result?: any;
  /** How long it ran, in milliseconds. */
  ms?: number;
}

/** A function of the page that the model may call. */
export interface Tool {
  /** 1 to 64 letters, digits, `_` and `-`. */
  name: string;
  /** What it does and when to call it, for the model. */
  description?: string;
  /** The JSON Schema of its arguments. */
  parameters?: object;
  /** Gives what the model reads: a text or any JSON. */
  execute(args: any, context: { signal: AbortSignal }): unknown;
  /** Whether the visitor is asked first; a text, or a function that gives one, is the question. */
  confirm?: boolean | string | ((args: any) => string | boolean | null | undefined);
  /** In whole seconds, from 1; 60. */
  timeout?: number;
  /** A node that is shown for a call that is done. */
  render?(call: ToolCall): Node | null | void;
}

/** A tool in the API's own form, for those that the server runs. */
export interface ApiTool {
  type: string;
  [field: string]: unknown;
}

/** A further endpoint or model to ask. */
export interface Fallback {
  endpoint?: string;
  model?: string;
  api_key?: string;
  headers?: Record<string, string>;
}

/** What a million tokens cost. */
export interface Prices {
  input: number;
  output: number;
  currency?: string;
}

/** A request, as a handler gets it. */
export interface ChatRequest {
  url: string;
  headers: Record<string, string>;
  body: {
    model?: string;
    messages: ChatMessage[];
    [field: string]: any;
  };
}

/** A request before it is sent; a hook may change it. With `context="retrieve"` texts are sent for their embeddings as well. */
export interface SentRequest {
  url: string;
  headers: Record<string, string>;
  body: ChatRequest['body'] | EmbeddingsBody;
}

/** What is sent for embeddings: texts, and no messages. */
export interface EmbeddingsBody {
  model?: string;
  input: string[];
  messages?: undefined;
  [field: string]: any;
}

/** What a handler gives: a response, an answer, or its pieces, of which each is a text, a delta or a chunk of the API. */
export type Handed =
  | Response
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Delta | Uint8Array>
  | Iterable<string | Delta>
  | string
  | object;

/** A piece of an answer, as a chunk of the API's stream has it. */
export interface Delta {
  content?: string | null;
  reasoning_content?: string | null;
  tool_calls?: object[];
  [field: string]: unknown;
}

/** What the visitor is looking at, for the model. */
export interface PageContext {
  title?: string;
  [field: string]: Json | undefined;
}

/** `on` and `off` as attributes have them, or true and false. */
export type Flag = boolean | 'on' | 'off' | 'true' | 'false';
