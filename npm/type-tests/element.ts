// The element's types: what is right compiles, and each wrong line is wrong.
import { CauserieChat, setFiles } from 'causerie';
import type { Answer, CauserieOptions, ChatError, LabelName, Tool } from 'causerie';

const chat = document.createElement('causerie-chat');
const same: CauserieChat = chat;
const found: CauserieChat | null = document.querySelector('causerie-chat');
setFiles('/causerie/');
setFiles(new URL('/causerie/', location.href));
// @ts-expect-error an address is no number
setFiles(1);

// Options.
chat.model = 'eliza';
chat.maxTokens = 500;
chat.maxTokens = '500';
chat.temperature = null;
chat.stream = 'off';
chat.askKey = true;
chat.mode = 'inline';
chat.models = 'auto';
chat.models = ['a', 'b'];
chat.headers = { 'x-example': 'yes' };
chat.labels = { send: 'Senden', open: 'Öffnen' };
chat.fallback = ['other', { endpoint: 'https://host/v1', api_key: 'key' }];
chat.prices = { input: 0.15, output: 0.6 };
chat.responseFormat = { type: 'json_schema', json_schema: { name: 'x', schema: {} } };
chat.responseFormat = 'json_object';
chat.toolChoice = { type: 'function', function: { name: 'weather' } };
chat.suggestions = ['One', 'Two'];
chat.suggestions = 'One|Two';
chat.body = { top_a: 1, nested: [{ deep: true }], gone: null };
chat.logitBias = { '50256': -100 };
// @ts-expect-error no such word
chat.mode = 'inlined';
// @ts-expect-error a text that is no number
chat.maxTokens = 'many';
// @ts-expect-error a header is a text
chat.headers = { 'x-example': 1 };
// @ts-expect-error no such label
chat.labels = { sent: 'Gesendet' };
// @ts-expect-error a price is missing
chat.prices = { input: 1 };
// @ts-expect-error no such option
chat.maxToken = 5;
// @ts-expect-error a method hides the option of this name
chat.stop = ['.'];
const label: LabelName = 'retry';
const options: CauserieOptions = { endpoint: '/v1', contextTokens: 4096, context: 'summarize' };
// @ts-expect-error no such option
const wrong: CauserieOptions = { endpoints: '/v1' };

// Methods.
chat.open();
chat.toggle();
chat.setInput('Hello');
chat.update({ heading: 'Night desk', stop: ['END'] });
chat.update(options);
const sent: boolean | void = chat.send('Hello');
chat.addMessage({ role: 'assistant', content: 'Hello' });
chat.messages = [{ role: 'user', content: 'Hello' }];
const first: string | null | undefined = chat.messages[0]?.content;
// @ts-expect-error a text is missing
chat.send();
// @ts-expect-error no such role
chat.addMessage({ role: 'robot', content: 'Hello' });
// @ts-expect-error no such option
chat.update({ haeding: 'Night desk' });

// Tools and hooks.
const tool: Tool = { name: 'weather', parameters: { type: 'object' }, execute: async ({ town }, { signal }) => (await fetch(town, { signal })).json() };
chat.tools = [tool, { type: 'function', function: { name: 'own' } }];
chat.tool({ name: 'now', execute: () => Date.now(), confirm: ({ why }) => why, render: ({ result }) => document.createTextNode(result) });
chat.getToken = async () => 'token';
chat.beforeSend = (request, { signal }) => ({ ...request, body: { ...request.body, model: signal.aborted ? 'one' : 'other' } });
chat.beforeSend = ({ body }) => ((body.messages ?? body.input).length > 9 ? 'Too much for one day.' : undefined);
// @ts-expect-error embeddings have no messages
chat.beforeSend = ({ body }) => body.messages.length < 9;
chat.beforeSend = async () => false;
chat.beforeSend = () => {};
chat.afterReceive = (message: Answer) => message.content.toUpperCase();
chat.onError = ({ kind, retry_after_ms }: ChatError) => console.log(kind === 'rate_limit' && retry_after_ms);
chat.onFeedback = ({ rating }) => rating === 'up';
chat.renderCode = (language, text) => (language === 'mermaid' ? document.createElement('svg') : undefined);
chat.renderJson = (value, isComplete) => (isComplete ? document.createTextNode(String(value)) : null);
chat.linkPolicy = (url) => url.startsWith('https://') || '/out?to=' + encodeURIComponent(url);
chat.getContext = async () => ({ title: document.title, cart: [1, 2] });
chat.getContext = () => {};
window.addEventListener('causerie:usage', ({ detail }) => detail.total_tokens.toFixed());
chat.handler = async function* () { yield 'Hello'; };
chat.handler = async function* (request, { signal }) { if (!signal.aborted) yield { content: request.body.messages[0]?.content ?? '' }; };
chat.handler = (request, { signal }) => fetch(request.url, { method: 'POST', body: JSON.stringify(request.body), signal });
chat.handler = () => 'At once';
// @ts-expect-error a tool has a function
chat.tool({ name: 'nothing' });
// @ts-expect-error a token is a text
chat.getToken = () => 5;
// @ts-expect-error what is drawn is a node
chat.renderCode = () => '<svg/>';
// @ts-expect-error no such kind
chat.onError = ({ kind }) => kind === 'bad_luck';

// Events, at the element and around it.
chat.addEventListener('causerie:message', ({ detail }) => detail.content.length + (detail.usage?.total_tokens ?? 0));
document.addEventListener('causerie:error', ({ detail }) => detail.retryable);
document.body.addEventListener('causerie:tool-call', ({ detail }) => detail.state === 'running');
chat.addEventListener('click', ({ clientX }) => clientX);
// @ts-expect-error an answer has no such field
chat.addEventListener('causerie:message', ({ detail }) => detail.text);
// @ts-expect-error no such state
chat.addEventListener('causerie:tool-call', ({ detail }) => detail.state === 'ran');

// The queue before the script.
(window.causerie ||= []).push(['open']);
window.causerie?.push(['send', 'Hello'], ['tool', tool], ['update', { model: 'other' }]);
// @ts-expect-error no such method
window.causerie?.push(['opened']);
// @ts-expect-error a text is missing
window.causerie?.push(['send']);

export { found, first, label, same, sent, wrong };
