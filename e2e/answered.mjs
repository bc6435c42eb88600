// An answer of the test's own words, on a page of its own.

/** Visits, asks, and has this markdown for an answer. */
export const answered = async ({ page, chat, visit }, content) => {
  await page.route('**/chat/completions', (route) => route.fulfill({ json: { choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] } }));
  await visit({ mode: 'page' });
  await chat.ask('Tell me');
};
