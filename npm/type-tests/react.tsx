// The wrapper for React, and the element itself in JSX.
import { createRef } from 'react';
import type { CauserieChat as Element } from 'causerie';
import type {} from 'causerie/jsx';
import { CauserieChat } from 'causerie/react';

const ref = createRef<Element>();

export const right = (
  <>
    <CauserieChat
      ref={ref}
      endpoint="/v1"
      maxTokens={500}
      stop={['END']}
      headers={{ 'x-example': 'yes' }}
      tools={[{ name: 'now', execute: () => Date.now() }]}
      messages={[{ role: 'user', content: 'Hello' }]}
      getToken={async () => 'token'}
      onMessage={(answer, event) => answer.content + event.type}
      onToolCall={(call) => call.state === 'done'}
      onError={(error) => error.retryable}
      onFeedback={(feedback) => feedback.rating}
      className="chat"
      style={{ height: 400, '--causerie-accent': 'teal' }}
    />
    <causerie-chat
      ref={ref}
      mode="inline"
      endpoint="/v1"
      max-tokens={500}
      ask-key="on"
      askKey
      headers={{ 'x-example': 'yes' }}
      id="chat"
      {...{ 'oncauserie:message': (event: HTMLElementEventMap['causerie:message']) => event.detail.content }}
    />
  </>
);

export const wrong = (
  <>
    {/* @ts-expect-error no such option */}
    <CauserieChat endpiont="/v1" />
    {/* @ts-expect-error a number or digits */}
    <CauserieChat maxTokens="many" />
    {/* @ts-expect-error an answer has no such field */}
    <CauserieChat onMessage={(answer) => answer.text} />
    {/* @ts-expect-error no such event */}
    <CauserieChat onMassage={() => {}} />
    {/* @ts-expect-error the element it gives is a chat */}
    <CauserieChat ref={createRef<HTMLInputElement>()} />
    {/* @ts-expect-error no such word */}
    <causerie-chat mode="inlined" />
    {/* @ts-expect-error React would write an empty attribute, which means the default */}
    <causerie-chat ask-key={true} />
    {/* @ts-expect-error no such option; names with a dash are not looked at by TypeScript */}
    <causerie-chat maxToken={5} />
    {/* @ts-expect-error a method hides the option of this name */}
    <causerie-chat stop="END" />
  </>
);

ref.current?.send('Hello');
// @ts-expect-error no such method
ref.current?.say('Hello');
