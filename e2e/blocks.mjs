// What the tests of blocks share: an answer whose text the test gives, and what was copied of it.

/** Answers every request with this text, streamed in pieces. */
export async function answerWith(page, text) {
  const pieces = text.match(/[^]{1,7}/g).map((content) => ({ choices: [{ index: 0, delta: { content } }] }));
  const body = [...pieces.map((piece) => JSON.stringify(piece)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
  await page.route('**/chat/completions', (route) => route.fulfill({ contentType: 'text/event-stream', body, headers: { 'access-control-allow-origin': '*' } }));
}

/** What was copied last. */
export const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Shows this text as an answer on the page of this case. */
export const show = async ({ page, stranger, chat, context }, text, host = 'blocks', options = {}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await answerWith(page, text);
  await page.goto(`${stranger.url}/${host}/?${new URLSearchParams({ options: JSON.stringify(options) })}`);
  await chat.ask('Show it');
};

/** An image of one point. */
export const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
