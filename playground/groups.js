// Which group of the form an option stands in. Pure.
//
// **Invariant:** every option stands in exactly one, also one that is not known here: parameters of the request by their
// default, the others with what the widget does.

const NAMED = {
  Connection: 'endpoint model api_key ask_key models system_prompt system_role stream headers body fallback retries first_byte_timeout idle_timeout cache prices'.split(' '),
  Words: 'heading greeting placeholder suggestions labels'.split(' '),
  Looks: 'theme accent'.split(' '),
  'In your page': 'mode position load config'.split(' '),
};

/** What only the snippets have: here the chat is the page, and is there already. */
export const ONLY_IN_SNIPPETS = NAMED['In your page'];

/** The groups in their order, and what stands above the fields of some. */
export const GROUPS = [
  ['Connection'],
  ['Model parameters', 'Sent with each question. What is left empty is not sent, so that the server decides.'],
  ['Behaviour'],
  ['Words'],
  ['Looks', 'Colours, sizes and fonts below are custom properties of CSS, which go into your style sheet. Those of the launcher and the floating panel are not to be seen here.'],
  ['In your page', 'Only the snippets have these. Here the chat fills the page.'],
];

/** The rows of a group: those that are known in the order above, then the others in the table's. */
export function rowsOf(group, table) {
  const place = (row) => (NAMED[group] ?? []).indexOf(row.name) >>> 0;
  return table.filter((row) => groupOf(row) === group).sort((one, other) => place(one) - place(other));
}

export function groupOf(row) {
  const named = Object.keys(NAMED).find((group) => NAMED[group].includes(row.name));
  return named ?? (row.default === 'not sent' ? 'Model parameters' : 'Behaviour');
}
