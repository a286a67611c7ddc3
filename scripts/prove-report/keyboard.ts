import type { Page } from 'playwright-core';
import { becomes, settled } from './settled.ts';
import type { Visit } from './walk.ts';

/** Does with the keyboard alone what somebody does who has no mouse: every step says what has to be then. */
export async function byKeyboard({ page, mistakes, goTo }: Visit, name: string): Promise<void> {
  await goTo('');
  await page.reload();
  await settled(page);
  await page.keyboard.press('Tab');
  mistakes.expect(
    await isFocused(page, 'Skip to content'),
    'the first Tab does not lead to the button that skips the frame',
  );
  await reach(page, 'Workloads');
  await page.keyboard.press('Enter');
  await arrived(page, '#/workloads');
  mistakes.expect(await isHeadingFocused(page), 'a followed link does not lead to the heading');

  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await arrived(page, `q=${name}`);
  const rows = await page.locator('tbody tr').allTextContents();
  mistakes.expect(rows.length > 0, `the search for ${name} leaves nothing`);
  mistakes.expect(
    rows.every((row) => row.includes(name)),
    `the search for ${name} leaves rows without it`,
  );

  await page.evaluate(() => document.querySelector<HTMLElement>('thead button')?.focus());
  await page.keyboard.press('Enter');
  mistakes.expect(
    await becomes(page, (order) => document.querySelector('thead th')?.ariaSort === order, 'descending'),
    'Enter on the head of a column does not sort by it',
  );

  await page.evaluate(() => document.querySelector<HTMLElement>('tbody a')?.focus());
  await page.keyboard.press('Enter');
  await arrived(page, '/workload/');
  const heading = ((await page.locator('h1').textContent()) ?? '').trim();
  mistakes.expect(heading.includes(name), `the workload that was opened is ${heading}`);
  await page.goBack();
  await arrived(page, '#/workloads');
  mistakes.expect(
    await becomes(
      page,
      (text) => document.querySelector<HTMLInputElement>('input[type=search]')?.value === text,
      name,
    ),
    'the way back does not lead to what was searched for',
  );
}

/** Waits until the page shows the view of an address that has this in it. */
async function arrived(page: Page, part: string): Promise<void> {
  await page.waitForFunction((text) => location.hash.includes(text), part);
  await settled(page);
}

/** Presses Tab until something with this text has the focus. */
async function reach(page: Page, text: string): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    if ((await focused(page)) === text) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never leads to ${text}.`);
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}

/** Whether what begins so comes to have the focus. */
async function isFocused(page: Page, start: string): Promise<boolean> {
  return becomes(
    page,
    (text) => document.activeElement?.textContent?.trim().startsWith(text) ?? false,
    start,
  );
}

async function isHeadingFocused(page: Page): Promise<boolean> {
  return becomes(page, () => document.activeElement === document.querySelector('main h1'));
}
