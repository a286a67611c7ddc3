import { errors, type Page } from 'playwright-core';

/** After so many milliseconds what has not come does not come: long enough for a machine that does other things as well. */
const PATIENCE = 10_000;

/**
 * Waits until the page shows the view of its address, with its data.
 *
 * The address alone says nothing: the page follows it later, the later the more rows it shows.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector('main');
    return (
      main?.dataset.shows === location.hash &&
      main.querySelector('h1') !== null &&
      !main.textContent?.includes('Loading…')
    );
  });
  // Charts are drawn when the width of their place is known.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** Whether the page comes to be as it has to be, soon enough for whoever waits for it. */
export async function becomes(
  page: Page,
  isSo: (argument: string) => boolean,
  argument = '',
): Promise<boolean> {
  try {
    await page.waitForFunction(isSo, argument, { timeout: PATIENCE });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
