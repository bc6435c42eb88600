// What all tests share: the servers, a widget to talk to, and the rule that no page logs an error.
import { test as base, expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { startDemo, startStranger } from './servers.mjs';

export { expect };

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const test = base.extend({
  demo: [async ({}, use) => {
    const demo = await startDemo();
    await use(demo);
    demo.stop();
  }, { scope: 'worker' }],

  stranger: [async ({ demo }, use) => {
    const stranger = await startStranger(demo.url);
    await use(stranger);
    stranger.stop();
  }, { scope: 'worker' }],

  /** What the page logs. Warnings are for the tests to read; errors fail the test unless it expects them. */
  log: async ({ page }, use) => {
    const log = { errors: [], warnings: [], expected: [] };
    page.on('console', (message) => {
      if (message.type() === 'error') log.errors.push(message.text());
      if (message.type() === 'warning') log.warnings.push(message.text());
    });
    page.on('pageerror', (error) => log.errors.push(error.message));
    await use(log);
    const unexpected = log.errors.filter((error) => !log.expected.some((pattern) => pattern.test(error)));
    expect(unexpected, 'errors on the console').toEqual([]);
  },

  /** The requests to the API: their bodies. */
  asked: async ({ page }, use) => {
    const asked = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/chat/completions')) asked.push(request.postDataJSON());
    });
    await use(asked);
  },

  chat: async ({ page, log, asked }, use) => {
    log.errors.length = 0;
    await use(new Chat(page, page.locator('body'), asked));
  },

  /** Opens a stranger's page whose one widget, inline, has these options; the endpoint is the demo server's. */
  visit: async ({ page, demo, stranger, chat }, use) => {
    await listen(page);
    await use(async (options) => {
      const all = { endpoint: `${demo.url}/v1`, model: 'eliza', ...options };
      // A visit is a session of its own; to come back is what `reload` is for.
      await page.evaluate(() => sessionStorage.clear()).catch(() => {});
      await page.goto(`${stranger.url}/protocol/?options=${encodeURIComponent(JSON.stringify(all))}`);
      await expect(chat.field).toBeVisible();
    });
  },
});

/** Statuses of the API are logged by the browser itself, whatever a page does about them. */
export const STATUS_LINE = /Failed to load resource: (the server responded with a status of|net::ERR_)/;

/** Makes every request ask for another model: the demo server's models are scripts for trouble. */
export async function withModel(page, model) {
  await page.unroute('**/chat/completions');
  await page.route('**/chat/completions', (route) => {
    const ask = route.request().postDataJSON();
    return ask ? route.continue({ postData: JSON.stringify({ ...ask, model }) }) : route.continue();
  });
}

/** Messages as a page shows them: ELIZA puts two blanks between sentences, of which one is drawn. */
export const drawn = (messages) => messages.map((message) => ({ ...message, content: message.content.replace(/ +/g, ' ') }));

/** Opens a demo server's standalone page with these options in its chat.json. */
export async function standalone(page, demo, options) {
  await page.route('**/chat.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...options } });
  });
  await page.goto(`${demo.url}/`);
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
}

const EVENTS = ['send', 'response-start', 'response-end', 'message', 'error'];

/** Writes down the widget's events, of every page to come. */
const listen = (page) => page.addInitScript((names) => {
  globalThis.heard = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) addEventListener(`causerie:${name}`, (event) => globalThis.heard[name].push(event.detail));
}, EVENTS);

/** The details of the events of this name that a page from `visit` has heard. */
export const heard = (page, name) => page.evaluate((name) => globalThis.heard[name], name);

/** The name or part of the element that has the focus, through open shadow roots. */
export const focused = (page) => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.getAttribute('aria-label') ?? element?.getAttribute('part') ?? element?.tagName;
});

/** A widget, as its visitor sees it. */
export class Chat {
  constructor(page, scope, asked) {
    Object.assign(this, { page, scope, asked });
    this.launcher = scope.getByRole('button', { name: /^(Open|Close) chat$/ }).and(scope.locator('[part=launcher]'));
    this.panel = scope.locator('[part=panel]').filter({ has: page.locator('textarea') });
    this.field = scope.getByRole('textbox', { name: 'Message' });
    this.log = scope.getByRole('log');
    this.questions = scope.locator('[part~=user] [part~=content]');
    this.answers = scope.locator('[part~=assistant] [part~=content]');
    this.notice = scope.locator('[part=notice]');
    this.status = scope.getByRole('status');
    this.send = scope.getByRole('button', { name: 'Send', exact: true });
    this.stop = scope.getByRole('button', { name: 'Stop answering' });
    this.retry = scope.getByRole('button', { name: 'Retry' });
    this.goOn = scope.getByRole('button', { name: 'Continue' });
    this.details = this.notice.locator('.technical');
    this.about = scope.locator('[part=about]');
    this.reasoning = scope.locator('[part=reasoning]');
    this.models = scope.getByRole('combobox', { name: 'Model' });
  }

  async open() {
    await this.launcher.click();
    await expect(this.field).toBeVisible();
  }

  async say(text) {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Waits until nothing is being answered. */
  async rest() {
    await expect(this.log).toHaveAttribute('aria-busy', 'false', { timeout: 25_000 });
  }

  async ask(text) {
    const before = await this.answers.count();
    await this.say(text);
    await expect(this.answers).toHaveCount(before + 1);
    await this.rest();
    return (await this.answers.last().innerText()).trim();
  }

  /** The lengths that the next answer has, frame by frame, until it is whole or has had so many. To be called before asking. */
  async growth(enough = Infinity) {
    return this.log.evaluate((log, enough) => new Promise((done) => {
      const lengths = new Set();
      const look = () => {
        const busy = log.getAttribute('aria-busy') === 'true';
        const answers = log.querySelectorAll('[part~=assistant] [part~=content]');
        // A blank at the end is not to be seen.
        if (busy) lengths.add(answers[answers.length - 1]?.textContent.trimEnd().length ?? 0);
        const seen = [...lengths].filter(Boolean);
        seen.length >= enough || (!busy && lengths.size) ? done(seen) : requestAnimationFrame(look);
      };
      look();
    }), enough);
  }
}

/** Nothing that axe-core knows of is wrong on the page. */
export async function expectAccessible(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary).join('; ')}`);
  expect(found).toEqual([]);
}
