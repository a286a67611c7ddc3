import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { Mistake } from '../command-line/mistake.ts';
import { howToInstall } from '../programs/needed.ts';

/** How systems call it, and where macOS and Windows keep it out of PATH. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser to start: the one that is named, or the first that is installed.
 *
 * @throws Mistake that says how to get one
 */
export function browserPath(
  named: string | undefined,
  { CHROME: set, PATH: path = '' }: Readonly<Record<string, string | undefined>>,
): string {
  const wanted = named ?? (set === '' ? undefined : set);
  if (wanted !== undefined) {
    if (existsSync(wanted)) return wanted;
    throw new Mistake(`${wanted}: there is no such program. Name a browser: --chrome PROGRAM.`);
  }
  const installed = path
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .concat(ELSEWHERE)
    .find((candidate) => existsSync(candidate));
  if (installed !== undefined) return installed;
  throw new Mistake(
    `There is no Chrome or Chromium here. ${howToInstall('chromium')} Or name one: --chrome PROGRAM.`,
  );
}

export async function startBrowser(path: string): Promise<Browser> {
  // Containers give a process little shared memory.
  return chromium.launch({ executablePath: path, args: ['--disable-dev-shm-usage'] });
}
