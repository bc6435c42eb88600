// What the tests of the list of conversations share: the list as its visitor sees it, and conversations to put into the store.
import { keptTexts, plant } from './keep.mjs';
import { expect } from './fixtures.mjs';

const DAY = 24 * 60 * 60 * 1000;

/** The list of conversations of a widget. */
export class List {
  constructor({ page, scope }) {
    this.page = page;
    this.opener = scope.locator('[part=history-open]');
    this.section = scope.locator('[part=history]');
    this.find = this.section.getByRole('searchbox');
    this.groups = this.section.locator('.rows h3');
    this.names = this.section.locator('[part=conversation]');
    this.marks = this.section.locator('mark');
    this.line = this.section.locator('[part=history-line]');
    this.shown = this.section.locator('[aria-current]');
  }

  async open() {
    await this.opener.click();
    await this.section.waitFor();
  }

  row(title) {
    return this.section.locator('li').filter({ hasText: title });
  }

  /** Does something with a conversation. */
  async with(title, what) {
    await this.row(title).getByRole('button', { name: /^More/ }).click();
    await this.row(title).getByRole('button', { name: what, exact: true }).click();
  }

  /** Does something with all. */
  async withAll(what) {
    await this.section.locator('[part=files]').click();
    await this.section.locator('.menu').getByText(what, { exact: true }).click();
  }

  /** The download that something begins: its name and its text. */
  async saved(act) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), act()]);
    const parts = [];
    for await (const part of await download.createReadStream()) parts.push(part);
    return { name: download.suggestedFilename(), text: Buffer.concat(parts).toString() };
  }

  /** Takes a file in. */
  async take(name, buffer) {
    await this.section.locator('[part=files]').click();
    await this.section.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer });
  }
}

const hex = (number) => number.toString(16);
const key = (id) => `d//${id.padStart(16, '0')}`;

/** Puts conversations into the store of a device: `{title, days, texts}`, so many days ago, questions and answers in turn. The widget has to have kept an exchange. */
export const fill = async (page, all) => {
  // The widget makes the store.
  await expect.poll(() => keptTexts(page).then(({ length }) => length)).toBeGreaterThan(1);
  const conversations = [];
  const messages = [];
  all.forEach(({ title, days = 0, texts = [] }, at) => {
    const id = hex(at + 1);
    const time = Math.floor(Date.now() - days * DAY);
    conversations.push([key(id), JSON.stringify({ version: 1, id, title, title_at: time, created: time, updated: time })]);
    texts.forEach((text, place) => {
      const own = (at + 1) * 65536 + place;
      const record = { version: 1, id: hex(own), conversation: id, created: time + place, changed: time + place, role: place % 2 ? 'assistant' : 'user', state: 'complete', choices: [{ text }], ...(place && { parent: hex(own - 1) }) };
      messages.push([`${key(id)}/${(2 ** 52 - time - place).toString(16).padStart(14, '0')}/${hex(own).padStart(16, '0')}`, JSON.stringify(record)]);
    });
  });
  await plant(page, 'conversations', conversations);
  await plant(page, 'messages', messages);
};
