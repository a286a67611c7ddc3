import type { Page } from 'playwright-core';
import type { Visit } from './walk.ts';

/** Does with the keyboard alone what somebody does who has no mouse: every step says what has to be then. */
export async function byKeyboard({ page, mistakes, goTo }: Visit, name: string): Promise<void> {
  await goTo('');
  await page.reload();
  await page.waitForSelector('main h1');
  await page.keyboard.press('Tab');
  mistakes.expect(
    (await focused(page)).startsWith('Skip to content'),
    'the first Tab does not lead to the button that skips the frame',
  );
  await reach(page, 'Workloads');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Workloads');
  mistakes.expect((await focused(page)) === 'Workloads', 'a followed link does not lead to the heading');

  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await page.waitForFunction((text) => location.hash.includes(`q=${text}`), name);
  const rows = await page.locator('tbody tr').allTextContents();
  mistakes.expect(rows.length > 0, `the search for ${name} leaves nothing`);
  mistakes.expect(
    rows.every((row) => row.includes(name)),
    `the search for ${name} leaves rows without it`,
  );

  await page.evaluate(() => document.querySelector<HTMLElement>('thead button')?.focus());
  await page.keyboard.press('Enter');
  const order = await page.locator('thead th').first().getAttribute('aria-sort');
  mistakes.expect(order === 'descending', `Enter on the head of a column sorts ${order}`);

  await page.evaluate(() => document.querySelector<HTMLElement>('tbody a')?.focus());
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('/workload/'));
  const heading = ((await page.locator('h1').textContent()) ?? '').trim();
  mistakes.expect(heading.includes(name), `the workload that was opened is ${heading}`);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Workloads');
  mistakes.expect(
    (await page.locator('input[type=search]').inputValue()) === name,
    'the way back does not lead to what was searched for',
  );
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
