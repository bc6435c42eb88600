(window.causerie ||= []).push(['open']);
window.causerie.push(['send', 'I was early']);
window.heard = [];
for (const name of ['ready', 'open', 'close', 'send', 'response-start', 'response-end', 'message', 'error']) {
  document.addEventListener(`causerie:${name}`, (event) => window.heard.push([name, event.detail]));
}
