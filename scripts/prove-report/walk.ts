import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { makeFolder } from '../command-line/folders.ts';
import { barriers } from './accessible.ts';
import { Mistakes } from './mistakes.ts';
import { settled } from './settled.ts';

const SIZES = {
  wide: { width: 1680, height: 1050 },
  mid: { width: 1024, height: 768 },
  narrow: { width: 390, height: 844 },
} as const;

type Scheme = 'light' | 'dark';

/** Every size, and both colour schemes. */
const LOOKS = [
  ['wide', 'light'],
  ['wide', 'dark'],
  ['mid', 'light'],
  ['narrow', 'dark'],
] as const;

/** A page that is open, and what was wrong with it so far. */
export interface Visit {
  readonly page: Page;
  readonly mistakes: Mistakes;
  /** Shows the view of an address, such as `workloads?kind=Job`. */
  goTo(address: string): Promise<void>;
}

/** Opens the page of a folder from disk, and lets nothing pass that its console says or that it asks a network for. */
export async function visit(
  browser: Browser,
  folder: string,
  colorScheme: Scheme,
  size: keyof typeof SIZES,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme });
  const page = await context.newPage();
  const mistakes = new Mistakes(`${size}, ${colorScheme}`);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') mistakes.add(message.text());
  });
  page.on('pageerror', (error) => mistakes.add(error.message));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) mistakes.add(`it asks the network for ${request.url()}`);
  });
  const address = pathToFileURL(join(folder, 'index.html')).href;
  await page.goto(address);
  await settled(page);
  const goTo = async (place: string) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${place}`);
    await settled(page);
  };
  return { page, mistakes, goTo };
}

/** Looks at views in every size and both colour schemes: takes pictures, and says what is too wide or keeps somebody out. */
export async function lookAt(
  browser: Browser,
  folder: string,
  views: readonly string[],
  into: string,
): Promise<readonly string[]> {
  makeFolder(into);
  const found: string[] = [];
  for (const [size, scheme] of LOOKS) {
    const { page, mistakes, goTo } = await visit(browser, folder, scheme, size);
    for (const view of views) {
      await goTo(view);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      mistakes.expect(over <= 0, `#/${view} is ${over} pixels wider than the window`);
      const name = view.replaceAll(/[^\w-]+/g, '-') || 'fleet';
      await page.screenshot({ path: join(into, `${name}.${size}.${scheme}.png`) });
      if (size === 'mid') continue;
      for (const barrier of await barriers(page, view)) mistakes.add(barrier);
    }
    found.push(...mistakes.found);
    await page.context().close();
  }
  return found;
}
