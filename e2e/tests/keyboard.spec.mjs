// A conversation with nothing but the keyboard, and what a screen reader is told.
import { STATUS_LINE, expect, focused, test, withModel } from '../fixtures.mjs';

test('open, ask, stop, copy, close: all by keyboard, and the focus comes back', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Open chat');
  await page.keyboard.press('Enter');
  await expect(chat.field).toBeFocused();
  await page.keyboard.type('Show markdown');
  await page.keyboard.press('Enter');
  await expect(chat.answers).toContainText('Everything');
  await expect(chat.field).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Stop answering');
  await page.keyboard.press('Space');
  await expect(chat.notice).toContainText('Answer stopped');
  await expect(chat.field).toBeFocused();

  // Back through everything that the panel has, up to its first control.
  const stations = [];
  for (let steps = 0; steps < 20 && stations.at(-1) !== 'New conversation'; steps++) {
    await page.keyboard.press('Shift+Tab');
    stations.push(await focused(page));
  }
  expect(stations).toEqual(expect.arrayContaining(['retry', 'Copy', 'Conversation', 'Close chat', 'New conversation']));
  await page.keyboard.press('Escape');
  await expect(chat.panel).toBeHidden();
  expect(await focused(page)).toBe('Open chat');
  await page.keyboard.press('Space');
  await expect(chat.field).toBeFocused();
});

test('in a narrow window, or a magnified one, the keyboard begins in the text box, too', async ({ page, demo, chat }) => {
  await page.setViewportSize({ width: 380, height: 700 });
  await page.goto(`${demo.url}/examples/script-tag/`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(chat.field).toBeFocused();
  await page.keyboard.type('I like letters');
  await page.keyboard.press('Enter');
  await expect(chat.answers).not.toBeEmpty();
});

test('the focus on Stop holds through the first token, and goes to the text box when the answer ends', async ({ page, demo, chat }) => {
  await withModel(page, 'slow');
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.say('I like letters');
  await expect(chat.status).toHaveText('Waiting for the answer');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Stop answering');
  await page.locator('[part=stop]').evaluate((button) => { globalThis.stopButton = button; });
  await expect(chat.answers).not.toBeEmpty();
  expect(await page.evaluate(() => globalThis.stopButton.isConnected || !globalThis.stopButton.getRootNode().querySelector?.('[part=stop]')), 'Stop was rebuilt').toBe(true);
  await chat.rest();
  await expect(chat.field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(chat.panel).toBeHidden();
});

test('Escape in the text box closes, and what was typed is there again', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await page.keyboard.type('Half a thought');
  await page.keyboard.press('Escape');
  await expect(chat.panel).toBeHidden();
  await chat.launcher.click();
  await expect(chat.field).toHaveValue('Half a thought');
});

test('every focus can be seen', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(chat.field).toBeFocused();
  for (let steps = 0; steps < 6; steps++) {
    const mark = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const around = getComputedStyle(element.closest('form') ?? element);
      return { name: element.outerHTML.slice(0, 80), outline: outlineStyle !== 'none' && outlineWidth !== '0px', ring: around.boxShadow !== 'none' };
    });
    expect(mark.outline || mark.ring, mark.name).toBe(true);
    await page.keyboard.press('Shift+Tab');
  }
});

test('the status region says beginning and end; the log is named and not live', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await expect(chat.log).toHaveAttribute('aria-live', 'off');
  await expect(chat.log).toHaveAccessibleName('Conversation');
  const said = await chat.panel.evaluate(async (panel) => {
    const status = panel.querySelector('[role=status]');
    const said = (globalThis.said = []);
    new MutationObserver(() => said.push(status.textContent)).observe(status, { subtree: true, characterData: true, childList: true });
  });
  expect(said).toBeUndefined();
  await chat.ask('Show markdown at once');
  expect(await page.evaluate(() => globalThis.said)).toEqual(['Waiting for the answer', 'Answering', 'Answer complete']);
  // Finished blocks are read in order, the last of them at the end.
  const spoken = page.locator('[aria-live=polite] > p');
  expect(await spoken.count()).toBeLessThanOrEqual(8);
  await expect(spoken.last()).toContainText('Umlauts, emoji and other scripts');
});

test('messages are articles with names, and every control has one', async ({ page, demo, chat }) => {
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  await chat.ask('I like letters');
  await expect(page.getByRole('article', { name: 'You said' })).toHaveText('I like letters');
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(1);
  for (const button of await chat.panel.getByRole('button').all()) await expect(button).toHaveAccessibleName(/\S/);
});

test('motion is reduced for those who ask for it', async ({ page, demo, chat }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${demo.url}/examples/script-tag/`);
  await chat.open();
  expect(await chat.panel.evaluate((panel) => getComputedStyle(panel).animationName)).toBe('none');
});

for (const [model, last, ending] of [['eliza', /letters/, 'Answer complete'], ['cut', /^You say/, 'The connection ended before the answer was complete.']]) {
  test(`how an answer of ${model} ended is read aloud behind its text`, async ({ page, visit, chat, log }) => {
    log.expected.push(STATUS_LINE);
    await visit({ model, retries: 0 });
    await page.evaluate(() => {
      const regions = document.querySelector('causerie-chat').shadowRoot.querySelectorAll('[aria-live], [role=status]');
      globalThis.read = [];
      const look = (changes) => changes.forEach(({ target, addedNodes, type }) => {
        const words = type === 'childList' ? [...addedNodes].map((node) => node.textContent).join('') : target.data;
        if (words) globalThis.read.push(words);
      });
      regions.forEach((region) => new MutationObserver(look).observe(region, { childList: true, characterData: true, subtree: true }));
    });
    await chat.ask('I like letters');
    await expect(chat.status).toHaveText(ending);
    const read = await page.evaluate(() => globalThis.read);
    expect(read.at(-1)).toBe(ending);
    expect(read.filter((words) => words === ending)).toHaveLength(1);
    expect(read.at(-2)).toMatch(last);
  });
}
