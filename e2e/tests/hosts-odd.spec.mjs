// What pages do to the widget without meaning to: refuse, hide, move, zoom, and hand over what is no option.
import { Chat, expect, test } from '../fixtures.mjs';

/** A page of the stranger's site with this in its body. */
const own = (page, stranger, body, head = '') => page.goto(`${stranger.url}/own/?${new URLSearchParams({ body, head })}`);
const TAG = '<script src="/causerie/causerie.js"';
const floating = (demo) => `${TAG} data-endpoint="${demo.url}/v1" data-model="eliza"></script>`;
const inline = (demo, id) => `<causerie-chat id="${id}" mode="inline" load="eager" endpoint="${demo.url}/v1" model="eliza"></causerie-chat>`;

test('where locks are refused, one question after the other is answered', async ({ page, visit, chat }) => {
  await page.addInitScript(() => {
    LockManager.prototype.request = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
  });
  await visit({});
  for (const question of ['One', 'Two', 'Three']) await chat.ask(question);
  await expect(chat.questions).toHaveCount(3);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  for (const [how, hide, show] of [
    ['hidden', (element) => { element.hidden = true; }, (element) => { element.hidden = false; }],
    ['not displayed', (element) => { element.style.display = 'none'; }, (element) => { element.style.display = ''; }],
  ]) {
    test(`an open widget that the page makes ${how} leaves the page to its visitor, and covers it when it is back`, async ({ page, stranger, demo, chat }) => {
      await own(page, stranger, `<button>Buy</button><p></p>${floating(demo)}`);
      await page.evaluate(() => document.querySelector('button').addEventListener('click', () => { document.querySelector('p').textContent += 'bought '; }));
      const widget = page.locator('causerie-chat');
      await chat.open();
      await expect(page.locator('dialog:modal')).toHaveCount(1);
      await widget.evaluate(hide);
      await page.getByRole('button', { name: 'Buy' }).click();
      await expect(page.locator('body > p')).toHaveText('bought');
      await widget.evaluate(show);
      await expect(page.locator('dialog:modal')).toHaveCount(1);
      await expect(chat.log).toBeVisible();
    });
  }

  test('a hidden widget that is opened leaves the page to its visitor', async ({ page, stranger, demo }) => {
    await own(page, stranger, `<button>Buy</button>${floating(demo)}`);
    await page.locator('causerie-chat').evaluate(async (element) => {
      const isReady = new Promise((go) => element.addEventListener('causerie:ready', go));
      element.hidden = true;
      element.open();
      await isReady;
    });
    await expect(page.locator('dialog[open] textarea')).toHaveCount(1);
    await page.getByRole('button', { name: 'Buy' }).click();
  });
});

test('a value that JSON cannot write is said, and the others are used', async ({ page, stranger, demo, chat, log }) => {
  await own(page, stranger, floating(demo).replace('<script', '<script data-heading="Ask us"'));
  await page.locator('causerie-chat').evaluate((element) => {
    const app = {};
    app.self = app;
    Object.assign(element, { seed: 5n, tools: [{ name: 'find', description: 'Finds.', execute() {}, app }] });
  });
  await chat.open();
  await expect(chat.panel).toHaveAttribute('aria-label', 'Ask us');
  await chat.ask('Hello');
  await expect(chat.answers).toHaveCount(1);
  for (const name of ['seed', 'tools']) expect(log.warnings.join('\n')).toContain(`causerie: ${name}: `);
});

test('calls with what is no text, and what is no call, do not keep the others from being done', async ({ page, stranger, demo, chat, log }) => {
  await own(page, stranger, `<script>(window.causerie ||= []).push(null, 7, ['open'], ['setInput', 42], ['addMessage', { role: 'assistant', content: 'From the page' }])</script>${floating(demo)}`);
  await expect(chat.field).toHaveValue('42');
  await expect(chat.log).toContainText('From the page');
  const widget = page.locator('causerie-chat');
  for (const [value, text] of [[null, ''], [{ a: 1 }, '{"a":1}'], [true, 'true'], ['words', 'words'], [undefined, '']]) {
    await widget.evaluate((element, value) => element.setInput(value), value);
    await expect(chat.field).toHaveValue(text);
  }
  expect(await widget.evaluate((element) => [element.send(undefined), element.send(null), element.send('')])).toEqual([false, false, false]);
  expect(log.warnings.filter((line) => line.includes('there is no method'))).toHaveLength(2);
});

for (const [layout, boxes] of [
  ['a column with its space between', 'display: flex; flex-direction: column; justify-content: space-between'],
  ['a grid with gaps', 'display: grid; gap: 40px'],
]) {
  test(`${layout} stays as it is: a floating widget takes no place`, async ({ page, stranger, demo }) => {
    const style = `<style>body { margin: 0; min-height: 100vh; ${boxes} }</style>`;
    const parts = '<header>Shop</header><main>Wares</main><footer>Imprint</footer>';
    const measured = [];
    for (const tag of ['', floating(demo)]) {
      await own(page, stranger, parts + tag, style);
      if (tag) await expect(page.locator('[part=launcher]')).toBeVisible();
      measured.push(await page.locator('footer').boundingBox());
    }
    expect(measured[1]).toEqual(measured[0]);
  });
}

for (const zoomed of ['html', 'body']) {
  test(`the panel stays on the screen where ${zoomed} is zoomed`, async ({ page, stranger, demo, chat }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await own(page, stranger, floating(demo), `<style>${zoomed} { zoom: 1.5 }</style>`);
    await chat.open();
    await expect.poll(async () => {
      const { x, y, width, height } = await chat.panel.boundingBox();
      return x >= 0 && y >= 0 && x + width <= 1280 && y + height <= 720;
    }).toBe(true);
  });
}

test('config names its file as a property, too', async ({ page, stranger, demo }) => {
  await page.route('**/own.json', (route) => route.fulfill({ json: { endpoint: `${demo.url}/v1`, heading: 'From a file' } }));
  await own(page, stranger, `${TAG}></script>`);
  await page.evaluate(() => {
    const element = document.createElement('causerie-chat');
    Object.assign(element, { config: '/own.json', mode: 'inline', load: 'eager' });
    document.body.append(element);
  });
  await expect(page.getByRole('heading', { name: 'From a file' })).toBeVisible();
});

test('of two widgets of one name, the second keeps what is said from its next question on when the first has gone', async ({ page, stranger, demo, asked, log }) => {
  await own(page, stranger, `${inline(demo, 'one')}${inline(demo, 'two')}${TAG}></script>`);
  const two = new Chat(page, page.locator('#two'), asked);
  await expect(two.field).toBeVisible();
  await two.ask('Before');
  expect(log.warnings.filter((line) => line.includes('the same storage-key'))).toHaveLength(1);
  await page.locator('#one').evaluate((element) => element.remove());
  await two.ask('Behind');
  await page.reload();
  const one = new Chat(page, page.locator('#one'), asked);
  await expect(one.questions).toHaveText(['Before', 'Behind']);
});

test('answers are selected where the page has nothing be selected', async ({ page, stranger, demo, chat }) => {
  await own(page, stranger, `${inline(demo, 'one')}${TAG}></script>`, '<style>body { user-select: none }</style>');
  await chat.ask('Hello');
  await chat.answers.locator('p').dblclick({ position: { x: 12, y: 10 } });
  await expect.poll(() => page.evaluate(() => getSelection().toString().trim())).not.toBe('');
});

test('a dialog around an inline widget hears an Escape that closes nothing in the widget, and no other key', async ({ page, stranger, demo, chat }) => {
  await own(page, stranger, `<div role="dialog" aria-label="Help">${inline(demo, 'a')}</div><p></p>${TAG}></script>`);
  await page.evaluate(() => document.querySelector('[role=dialog]').addEventListener('keydown', ({ key }) => {
    document.querySelector('p').textContent += `${key} `;
  }));
  const heard = page.locator('body > p');
  await chat.ask('Hello');
  await page.locator('[part=history-open]').click();
  await expect(page.locator('[part=history]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[part=history]')).toHaveCount(0);
  await chat.field.focus();
  await page.keyboard.type('a?');
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
  await page.keyboard.press('Escape');
  await expect(heard).toHaveText('');
  await session.send('Input.insertText', { text: '日' });
  await page.keyboard.press('Escape');
  await expect(heard).toHaveText('Escape ');
});

test('an inline widget keeps its height where attributes are taken away that the server did not send', async ({ page, stranger, demo, chat }) => {
  await own(page, stranger, `${inline(demo, 'a')}${TAG}></script>`);
  await expect(chat.field).toBeVisible();
  const widget = page.locator('causerie-chat');
  const height = () => widget.evaluate((element) => element.getBoundingClientRect().height);
  expect(await height()).toBe(560);
  await widget.evaluate((element) => element.removeAttribute('data-mode'));
  expect(await height()).toBe(560);
});

test('a widget that goes with work for later does not take the next one along', async ({ page, stranger, demo }) => {
  const usage = { choices: [{ message: { role: 'assistant', content: 'Yes.' } }], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
  await own(page, stranger, `<main></main>${TAG}></script>`);
  const put = (reply) => page.evaluate(([api, reply]) => {
    const widget = Object.assign(document.createElement('causerie-chat'), { mode: 'inline', load: 'eager', persist: 'none', endpoint: `${api}/v1`, retries: 0 });
    if (reply) widget.handler = () => reply;
    else widget.model = 'error-400';
    document.querySelector('main').replaceChildren(widget);
  }, [demo.url, reply]);
  await put(usage);
  const chat = new Chat(page, page.locator('main'));
  await chat.ask('One');
  await put();
  await chat.say('Two');
  await expect(chat.notice).toContainText('could not use this request');
});

test('on any accent stands black or white, nothing between', async ({ page, stranger, demo, chat }) => {
  await own(page, stranger, floating(demo));
  for (const accent of ['#0078d7', '#0069ff', '#777', 'rgb(0 145 15)', '#0c6b5e', 'gold']) {
    await page.locator('causerie-chat').evaluate((element, accent) => { element.accent = accent; }, accent);
    const colour = await chat.launcher.evaluate((launcher) => {
      const canvas = document.createElement('canvas').getContext('2d');
      canvas.fillStyle = getComputedStyle(launcher).color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).join();
    });
    expect(['0,0,0', '255,255,255'], accent).toContain(colour);
  }
});
