// The module defines the element; rich values are properties of it, and its events bubble.
import { CauserieChat } from 'causerie';

const chat = document.querySelector('causerie-chat');
if (!(chat instanceof CauserieChat)) throw new Error('the element is not defined');

chat.headers = { 'x-example': 'npm-html' };
chat.labels = { composer: 'Message' };

let answers = 0;
chat.addEventListener('causerie:message', ({ detail }) => {
  answers += 1;
  document.querySelector('#answers').value = answers;
  document.querySelector('#model').value = detail.model;
});

document.querySelector('#again').addEventListener('click', () => {
  chat.heading = 'Another heading';
});
