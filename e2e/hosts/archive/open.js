// What the widget does with the archive, for a test to do by hand.
import { extra } from '/causerie/causerie-extras.js';

globalThis.openArchive = async (key = '', persist = 'device') => {
  const heard = [];
  const it = await extra('archive', [key, persist, (news) => heard.push(JSON.parse(news))]);
  const ask = async (what, request = {}) => JSON.parse(await it.ask(what, JSON.stringify(request)));
  return { it, heard, ask, opened: JSON.parse(it.opened) };
};
