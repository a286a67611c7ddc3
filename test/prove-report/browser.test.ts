import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInstalled } from '../../scripts/programs/needed.ts';
import { browserPath } from '../../scripts/prove-report/browser.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

/** A folder with a program of this name. */
function folderWith(name: string): string {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), '');
  return folder;
}

describe('the browser', () => {
  it('is the one that is named, before the variable, before any that is installed', () => {
    const [named, set, installed] = [folderWith('mine'), folderWith('set'), folderWith('chromium')];
    const environment = { CHROME: join(set, 'set'), PATH: installed };
    expect(browserPath(join(named, 'mine'), environment)).toBe(join(named, 'mine'));
    expect(browserPath(undefined, environment)).toBe(join(set, 'set'));
    expect(browserPath(undefined, { CHROME: '', PATH: installed })).toBe(join(installed, 'chromium'));
  });

  it('is never another one than was named', () => {
    const PATH = folderWith('chromium');
    expect(() => browserPath('/nowhere/chrome', { PATH })).toThrow(
      '/nowhere/chrome: there is no such program',
    );
    expect(() => browserPath(undefined, { CHROME: '/nowhere/chrome', PATH })).toThrow('/nowhere/chrome');
  });

  it.each(['google-chrome', 'chromium-browser'])(
    'is found as %s too, so that nothing is installed for it',
    (name) => {
      const PATH = ['/nowhere', folderWith(name)].join(delimiter);
      expect(browserPath(undefined, { PATH })).toContain(name);
      expect(isInstalled('chromium', PATH)).toBe(true);
    },
  );
});
