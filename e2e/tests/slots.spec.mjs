// The page's own nodes in the widget, at the places that npm/surface.json lists.
import { readFile } from 'node:fs/promises';
import { Chat, STATUS_LINE, expect, expectAccessible, test } from '../fixtures.mjs';

const { slots } = JSON.parse(await readFile(new URL('../../npm/surface.json', import.meta.url), 'utf8'));
const names = slots.map(({ name }) => name);

/** A child of the widget for each of these places. */
const fill = (page, names) => page.locator('causerie-chat').evaluate((host, names) => {
  for (const name of names) host.append(Object.assign(document.createElement('b'), { slot: name, textContent: `my ${name}` }));
}, names);

test('each place shows what the page puts there, and what it has itself where there is nothing', async ({ page, visit, chat }) => {
  await visit({ heading: 'The desk', greeting: 'Good day!' });
  await page.locator('causerie-chat').evaluate((host) => { host.mode = 'floating'; });
  const launcher = page.locator('[part=launcher]');
  await expect(launcher.locator('.icon')).toBeVisible();
  await fill(page, names);
  await expect(launcher.locator('.icon')).toBeHidden();
  await expect(page.getByText('my launcher')).toBeVisible();
  await chat.open();
  await expect(page.getByText('my launcher')).toBeHidden();
  for (const name of names.filter((name) => name !== 'launcher')) await expect(page.getByText(`my ${name}`)).toBeVisible();
  await expect(page.getByText('Good day!')).toBeHidden();
  await expect(page.getByText('The desk', { exact: true })).toBeHidden();
  // The panel keeps the name that the option gives it.
  await expect(page.getByRole('dialog', { name: 'The desk' })).toBeVisible();
  await expectAccessible(page);
  await page.getByText('my header').evaluate((it) => it.addEventListener('click', () => it.setAttribute('title', 'clicked')));
  await page.getByText('my header').click();
  await expect(page.getByTitle('clicked')).toBeVisible();
  await page.locator('causerie-chat').evaluate((host) => host.replaceChildren());
  await expect(page.getByText('Good day!')).toBeVisible();
  await expect(page.getByText('The desk', { exact: true })).toBeVisible();
});

test('the footer stands below the composer, at any width and beside the list of conversations', async ({ page, visit, chat }) => {
  await page.setViewportSize({ width: 1200, height: 800 });
  await visit({ mode: 'page', persist: 'session' });
  await fill(page, ['footer']);
  const footer = page.getByText('my footer');
  const middle = (box) => box.x + box.width / 2;
  const isBelow = async () => {
    const [below, above] = await Promise.all([footer.boundingBox(), page.locator('[part=composer]').boundingBox()]);
    expect(below.y).toBeGreaterThan(above.y + above.height);
    expect(Math.abs(middle(below) - middle(above))).toBeLessThan(2);
    expect(below.y + below.height).toBeLessThanOrEqual(page.viewportSize().height);
  };
  await chat.ask('Good evening');
  await isBelow();
  await page.getByRole('button', { name: 'Conversations' }).click();
  await expect(page.locator('[part=history]')).toBeVisible();
  await isBelow();
  await page.setViewportSize({ width: 380, height: 700 });
  await expect(footer).toBeHidden();
  await page.keyboard.press('Escape');
  await isBelow();
});

test('a greeting of the page does not hide that the endpoint is missing', async ({ page, visit }) => {
  await visit({ endpoint: '' });
  await fill(page, ['greeting']);
  await expect(page.locator('[part=greeting]')).toContainText('endpoint');
  await expect(page.locator('[part=greeting]')).toBeVisible();
  await expect(page.getByText('my greeting')).toBeHidden();
});

test('in a Leptos app they are the children of the component', async ({ page, demo, log, asked }) => {
  log.expected.push(STATUS_LINE);
  await page.goto(`${demo.url}/examples/leptos-app/`);
  const porter = new Chat(page, page.locator('.porter .causerie'), asked);
  await expect(porter.field).toBeVisible();
  await expect(page.getByText('The porter has no keys.')).toBeVisible();
});
