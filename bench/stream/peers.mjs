// Who is measured: what a page is called, where its input and its answers are, and what it is.

const own = { input: 'textarea', answer: '.assistant' };

export const PEERS = {
  floor: { ...own, about: 'plain text, one write a frame into small blocks: no page can be cheaper', isPlain: true },
  causerie: {
    about: 'the whole widget, mode="page"',
    input: 'textarea', answer: '[part~="assistant"] [part~="content"]',
  },
  streamdown: { ...own, about: 'in a minimal React chat, without its code highlighting', package: 'streamdown' },
  'deep-chat': { about: 'as its documentation begins', input: '#text-input', answer: '.ai-message-text', package: 'deep-chat' },
};
