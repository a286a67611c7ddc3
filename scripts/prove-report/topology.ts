import type { Page } from 'playwright-core';
import type { PlannedTopology } from '../report/data/report.ts';
import { pictureOf } from '../report/data/topology/picture.ts';
import { FIRST_VIEW } from '../report/data/topology/scope.ts';
import { barriers } from './accessible.ts';
import { becomes } from './settled.ts';
import type { Visit } from './walk.ts';

/** Looks at the picture of a cluster: all of it is there, a search finds, a filter hides, and keys lead through it. */
export async function inTopology({ page, mistakes, goTo }: Visit, data: PlannedTopology): Promise<void> {
  const view = `clusters/${data.cluster}/topology`;
  const picture = pictureOf(data, FIRST_VIEW);
  const first = picture.items.find(({ type }) => type === 'node') ?? picture.items[0];
  if (first === undefined) return;
  await goTo(view);
  await page.waitForSelector('.topology .item');
  mistakes.expect(
    await areDrawn(page, picture.items.length),
    `${await drawn(page)} of ${picture.items.length} items are drawn`,
  );
  mistakes.expect((await lyingOnOthers(page)) === 0, 'items of the picture lie on each other');

  const wanted = data.nodes.at(0);
  if (wanted !== undefined) {
    await page.locator('.node-search input').fill(wanted.name);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.topology-details');
    mistakes.expect(
      await becomes(
        page,
        (name) => document.querySelector('.topology-details h2')?.textContent?.trim() === name,
        wanted.name,
      ),
      `the search for ${wanted.name} leads to ${await page.locator('.topology-details h2').textContent()}`,
    );
    await arrangedAnew(page);
    for (const barrier of await barriers(page, `${view}?node=${wanted.id}`)) mistakes.add(barrier);
  }

  await goTo(view);
  await page.locator('.topology-controls select').first().selectOption('all');
  await arrangedAnew(page);
  const all = pictureOf(data, { ...FIRST_VIEW, scope: 'all' });
  mistakes.expect(
    await areDrawn(page, all.items.length),
    `everything is ${all.items.length} items, and ${await drawn(page)} are drawn`,
  );

  await goTo(view);
  await arrangedAnew(page);
  await page.locator('.topology .item[tabindex="0"]').focus();
  const start = await focusedItem(page);
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press(key);
    if ((await focusedItem(page)) !== start) break;
  }
  const moved = await focusedItem(page);
  mistakes.expect(picture.items.length < 2 || moved !== start, 'no arrow key leads to another node');
  const isNode = picture.items.some(({ id, type }) => id === moved && type === 'node');
  if (isNode) {
    await page.keyboard.press('Enter');
    await page.waitForSelector('.topology-details');
    mistakes.expect(
      await becomes(
        page,
        (item) => document.querySelector('.topology .item.chosen')?.getAttribute('data-item') === item,
        moved,
      ),
      'Enter does not choose the node that has the focus',
    );
    await page.keyboard.press('Escape');
    mistakes.expect(
      await becomes(page, () => document.querySelector('.topology-details') === null),
      'Escape leaves the details open',
    );
  }

  mistakes.measure(`the picture moves on after ${await frameTime(page)} ms`);
}

async function drawn(page: Page): Promise<number> {
  return page.locator('.topology .item').count();
}

/** Whether the picture comes to have this many items. */
async function areDrawn(page: Page, items: number): Promise<boolean> {
  return becomes(
    page,
    (text) => `${document.querySelectorAll('.topology .item').length}` === text,
    `${items}`,
  );
}

async function arrangedAnew(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const told = document.querySelector('.topology .summary[role="status"]')?.textContent ?? 'Arranging';
    return !told.includes('Arranging') && document.querySelector('.topology .item') !== null;
  });
}

async function focusedItem(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-item') ?? undefined);
}

async function lyingOnOthers(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.topology .item > rect:first-child')].map((item) =>
      item.getBoundingClientRect(),
    );
    const meet = (one: DOMRect, other: DOMRect) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    return boxes.filter((box, at) => boxes.slice(at + 1).some((other) => meet(box, other))).length;
  });
}

/** The median time between frames while the wheel turns. */
async function frameTime(page: Page): Promise<number> {
  await page.locator('.topology .canvas').hover();
  return page.evaluate(async () => {
    const picture = document.querySelector('.topology .canvas > svg');
    const times: number[] = [];
    const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let last = await next();
    for (let turn = 0; turn < 20; turn++) {
      const deltaY = turn < 10 ? -40 : 40;
      picture?.dispatchEvent(new WheelEvent('wheel', { deltaY, clientX: 600, clientY: 600, bubbles: true }));
      const now = await next();
      times.push(now - last);
      last = now;
    }
    return Math.round(times.sort((one, other) => one - other)[10] ?? 0);
  });
}
