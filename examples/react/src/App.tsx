// Causerie in React, twice: by the wrapper, and as the custom element that React 19 knows how to set up.
import { useRef, useState } from 'react';
import type { CauserieChat as Element, Tool } from 'causerie';
import type {} from 'causerie/jsx';
import { CauserieChat } from 'causerie/react';

const weather: Tool = {
  name: 'weather',
  description: 'Says what the weather is like in a town.',
  parameters: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
  execute: ({ town }: { town: string }) => `It rains in ${town}.`,
};

export function App() {
  const chat = useRef<Element>(null);
  const [answers, setAnswers] = useState(0);
  const [model, setModel] = useState('nobody');
  const [isNight, setNight] = useState(false);
  const [sent, setSent] = useState('');

  return (
    <main>
      <h1>A React app</h1>
      <p>Answers so far: <output id="answers">{answers}</output>, the last one of <output id="model">{model}</output></p>
      <button onClick={() => setNight(!isNight)}>Another heading</button>
      <button onClick={() => chat.current?.send('Men are all alike')}>Say it for me</button>
      <CauserieChat
        ref={chat}
        id="wrapped"
        mode="inline"
        endpoint="/v1"
        model="eliza"
        heading={isNight ? 'Another heading' : 'From npm'}
        headers={{ 'x-example': 'react' }}
        tools={[weather]}
        onMessage={(answer) => {
          setAnswers((count) => count + 1);
          setModel(answer.model ?? '');
        }}
      />
      <p>The box below has heard: <output id="sent">{sent}</output></p>
      <causerie-chat
        id="bare"
        suppressHydrationWarning
        mode="inline"
        endpoint="/v1"
        model="eliza"
        storage-key="bare"
        heading="The element"
        headers={{ 'x-example': 'react-bare' }}
        {...{ 'oncauserie:send': (event: CustomEvent<{ text: string }>) => setSent(event.detail.text) }}
      />
    </main>
  );
}
