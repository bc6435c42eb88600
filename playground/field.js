// One option as a native, labelled field, with what it means and what is wrong below it.
//
// **Invariant:** what was typed stays, also if it is not used; the sentence below says why, and the field names it.
import { debounced, h, withCode } from './dom.js';

/** How long typing rests before it counts, in milliseconds. */
const REST = 350;

/** `max_tokens` as a reader's words. */
const words = (name) => name.replaceAll('_', ' ').replace(/\b(api|url)\b/g, (short) => short.toUpperCase()).replace(/^./, (letter) => letter.toUpperCase());

/**
 * `row` has `{name, kind, default, doc}`; `told(text)` is called with each new text and gives a sentence if it is wrong.
 * Addresses and keys count when they are whole: half an address is another's address.
 */
export class Field {
  constructor(row, told) {
    this.row = row;
    this.id = `setting-${row.name}`;
    this.told = told;
    this.control = control(row, this.id);
    this.error = h('p', { role: 'alert', class: 'error', id: `${this.id}-error`, hidden: true });
    const isWhole = row.kind === 'url' || row.name === 'api_key' || /object|array/.test(row.kind);
    const later = debounced(() => this.#tell(), REST);
    this.control.addEventListener('input', () => !isWhole && later());
    this.control.addEventListener('change', () => {
      later();
      later.now();
    });
    this.node = h('div', { class: 'field' },
      h('label', { for: this.id }, row.title ?? words(row.name)),
      row.kind === 'colour' ? h('div', { class: 'colour' }, this.control, this.#picker(later)) : this.control,
      this.error,
      h('p', { class: 'doc', id: `${this.id}-doc` }, ...hint(row)));
  }

  /** Puts a text in, without telling of it. */
  show(text) {
    this.control.value = text;
    this.told_text = this.control.value;
    this.#paint();
    this.complain();
  }

  /** Says what is wrong; nothing, if nothing is. */
  complain(sentence = '') {
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
    if (sentence) this.control.setAttribute('aria-invalid', 'true');
    else this.control.removeAttribute('aria-invalid');
  }

  #tell() {
    if (this.control.value === this.told_text && !this.control.validity.badInput) return;
    this.told_text = this.control.value;
    this.#paint();
    // A number's field has no text while what stands in it is none.
    const isNumber = !this.control.validity.badInput;
    this.complain(isNumber ? this.told(this.control.value) : `Not used. Allowed is ${this.row.allowed}.`);
  }

  #picker(later) {
    this.picker = h('input', { type: 'color', 'aria-label': `${words(this.row.name)}: choose a colour` });
    this.picker.addEventListener('input', () => {
      this.control.value = this.picker.value;
      later();
    });
    return this.picker;
  }

  /** The picker knows one form of colours; it shows the first of this in any other text. */
  #paint() {
    if (!this.picker) return;
    const [all, short] = /#([\da-f]{3})\b|#[\da-f]{6}\b/i.exec(`${this.control.value} ${this.row.default} #0c6b5e`);
    this.picker.value = short ? `#${[...short].map((digit) => digit + digit).join('')}` : all;
  }
}

function hint(row) {
  const said = /^(not sent|)$/.test(row.default ?? '') || /^(flag|words)$/.test(row.kind) ? [] : [' Default: ', h('code', {}, row.default), '.'];
  const lines = row.kind.endsWith('texts') ? [` ${row.words ? `${row.words.join(', ')}, or one` : 'One'} in a line.`] : [];
  const json = /object|array/.test(row.kind) ? [` Here: ${row.allowed}.`] : [];
  return [...withCode(row.doc), ...lines, ...json, ...said];
}

function control(row, id) {
  const all = { id, name: row.name, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': `${id}-error ${id}-doc` };
  const placeholder = /^(not sent|)$/.test(row.default ?? '') ? undefined : row.default;
  switch (row.kind) {
    case 'flag':
      return select(all, row.default, ['on', 'off']);
    case 'words':
      return select(all, row.default, row.words);
    case 'number':
      return h('input', { ...all, type: 'number', min: row.least ?? undefined, max: row.most ?? undefined, step: row.whole ? 1 : 'any', placeholder });
    case 'url':
      return h('input', { ...all, type: 'text', inputmode: 'url', placeholder });
    case 'text':
    case 'colour':
      if (row.name === 'api_key') return h('input', { ...all, type: 'password', autocomplete: 'new-password' });
      if (!/prompt/.test(row.name)) return h('input', { ...all, type: 'text', placeholder });
  }
  const isJson = /object|array/.test(row.kind);
  return h('textarea', { ...all, rows: 3, class: isJson && 'code', placeholder: isJson ? undefined : placeholder });
}

function select(all, standard, choices) {
  const options = choices.map((word) => h('option', { value: word }, word));
  return h('select', all, h('option', { value: '' }, `default${standard && standard !== 'not sent' ? ` (${standard})` : ''}`), ...options);
}
