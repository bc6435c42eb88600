// The wrapper for Vue, as render functions and templates use it.
import { h } from 'vue';
import type { GlobalComponents } from 'vue';
import { CauserieChat } from 'causerie/vue';
import type { CauserieChatInstance, CauserieProps } from 'causerie/vue';

h(CauserieChat, { endpoint: '/v1', maxTokens: 500, headers: { 'x-example': 'yes' }, onMessage: (answer) => answer.content });
h(CauserieChat, { id: 'chat', class: 'chat', onToolCall: (call) => call.state });

type Props = InstanceType<typeof CauserieChat>['$props'];
const right: Props = { mode: 'inline', labels: { send: 'Senden' }, onError: (error) => error.retryable };
// @ts-expect-error no such option
const misspelt: Props = { endpiont: '/v1' };
// @ts-expect-error no such word
const inlined: Props = { mode: 'inlined' };
// @ts-expect-error an answer has no such field
const heard: Props = { onMessage: (answer) => answer.text };
const props: CauserieProps = { stop: 'END', getToken: () => 'token' };

declare const chat: CauserieChatInstance;
chat.send('Hello');
chat.element?.messages.length;
// @ts-expect-error no such method
chat.say('Hello');

declare const instance: InstanceType<GlobalComponents['CauserieChat']>;
instance.$emit('message', { role: 'assistant', content: 'Hello' }, new CustomEvent('causerie:message'));
// @ts-expect-error no such event
instance.$emit('massage');

export { heard, inlined, misspelt, props, right };
