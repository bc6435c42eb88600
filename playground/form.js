// The form: every option of the table as a field, in groups, and the custom properties among the looks.
//
// **Invariant:** made from the tables alone, so an option that is added is there. The form holds no settings: it shows
// them, and tells of each text that was typed.
import { h } from './dom.js';
import { Field } from './field.js';
import { GROUPS, groupOf, rowsOf } from './groups.js';
import { kindOf } from './looks.js';
import { shown } from './settings.js';

/** A custom property as a field has it. */
const lookRow = (row, supports) => ({
  name: `--causerie-${row.name}`,
  title: `--causerie-${row.name}`,
  kind: kindOf(row, supports) === 'color' ? 'colour' : 'text',
  default: row.default,
  doc: '',
});

export class Form {
  /** `told(name, text)` and `toldLook(name, text)` give a sentence if the text is wrong. */
  constructor({ options, looks }, supports, told, toldLook) {
    this.options = options;
    this.fields = new Map(options.map((row) => [row.name, new Field(row, (text) => told(row.name, text))]));
    this.looks = new Map(looks.map((row) => [row.name, new Field(lookRow(row, supports), (text) => toldLook(row.name, text))]));
    this.counts = new Map();
    const groups = GROUPS.map(([title, words], at) => this.#group(title, words, at === 0));
    this.node = h('form', { autocomplete: 'off', submit: (event) => event.preventDefault() }, ...groups);
  }

  show(settings, looks) {
    for (const row of this.options) this.fields.get(row.name).show(shown(row, settings[row.name]));
    for (const [name, field] of this.looks) field.show(looks[name] ?? '');
    this.count(settings, looks);
  }

  /** Shows one option anew. */
  showOne(name, value) {
    const row = this.options.find((row) => row.name === name);
    this.fields.get(name).show(shown(row, value));
  }

  /** Says which fields are wrong. */
  complain(sentences) {
    for (const [name, sentence] of Object.entries(sentences)) this.fields.get(name)?.complain(sentence);
  }

  /** How many fields of each group are set. */
  count(settings, looks) {
    for (const [group, node] of this.counts) {
      const set = this.options.filter((row) => groupOf(row) === group && settings[row.name] !== undefined).length;
      const all = set + (group === 'Looks' ? Object.keys(looks).length : 0);
      node.textContent = all ? `${all} set` : '';
    }
  }

  #group(title, words, open) {
    const fields = rowsOf(title, this.options).map((row) => this.fields.get(row.name).node);
    const looks = title === 'Looks' ? [...this.looks.values()].map((field) => field.node) : [];
    const count = h('span', { class: 'count' });
    this.counts.set(title, count);
    return h('details', { open },
      h('summary', {}, h('span', {}, title), count),
      h('fieldset', { 'aria-label': title }, words && h('p', { class: 'doc' }, words), ...fields, ...looks));
  }
}
