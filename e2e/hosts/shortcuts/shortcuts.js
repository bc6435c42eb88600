// As such pages do it: a key counts unless it was typed into a field, which a shadow root hides from here.
for (const type of ['keydown', 'keypress', 'keyup']) {
  document.addEventListener(type, (event) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    document.querySelector('#heard').value += `${type}:${event.ctrlKey ? 'ctrl+' : ''}${event.key} `;
    if (!event.ctrlKey) event.preventDefault();
  });
}
