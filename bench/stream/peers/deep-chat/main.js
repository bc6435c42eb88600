// deep-chat as its documentation begins, with the format of its messages turned into the API's.
import 'deep-chat/dist/deepChat.bundle.js'; // the CDN file: smaller than the package's main entry
import { earlier } from '../openai.js';

const role = { ai: 'assistant', user: 'user' };
const chat = document.createElement('deep-chat');
chat.connect = { url: '/v1/chat/completions', stream: true };
chat.requestInterceptor = (d) => ({ ...d, body: { model: 'bench', stream: true,
  messages: d.body.messages.map((m) => ({ role: role[m.role], content: m.text })) } });
chat.responseInterceptor = (r) => ({ text: r.choices[0].delta.content ?? '' });
const old = await earlier();
if (old.length) chat.history = old.map((m) => ({ role: m.role === 'user' ? 'user' : 'ai', text: m.content }));
document.body.append(chat);
