// A minimal chat as with useChat: one list of messages in state, a new list at each delta,
// earlier messages memoised, the answer shown by <Streamdown>.
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Streamdown } from 'streamdown';
import { ask, earlier } from '../openai.js';

const Message = memo(({ role, content, live }) => role === 'user'
  ? <div className="user my-3 font-semibold">{content}</div>
  : <div className="assistant my-3"><Streamdown isAnimating={live}>{content}</Streamdown></div>);

function Chat({ start }) {
  const [messages, setMessages] = useState(start);
  const [live, setLive] = useState(false);
  const [input, setInput] = useState('');
  const view = useRef(null);
  useLayoutEffect(() => { view.current.scrollTop = view.current.scrollHeight; }, [messages]);

  async function send() {
    const all = [...messages, { role: 'user', content: input }];
    let content = '';
    setInput('');
    setMessages([...all, { role: 'assistant', content }]);
    setLive(true);
    for await (const delta of ask(all)) {
      content += delta;
      setMessages([...all, { role: 'assistant', content }]);
    }
    setLive(false);
  }
  return (
    <div className="flex h-screen flex-col">
      <div ref={view} className="flex-1 overflow-auto p-4">
        {messages.map((m, i) => <Message key={i} {...m} live={live && i === messages.length - 1} />)}
      </div>
      <textarea className="m-2 h-12 border p-2" value={input} onChange={(e) => setInput(e.target.value)}
        onKeyDown={(e) => { if (e.key === 'Enter') { e.preventDefault(); send(); } }} />
    </div>
  );
}

createRoot(document.getElementById('root')).render(<Chat start={await earlier()} />);
