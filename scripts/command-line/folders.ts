import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Mistake } from './mistake.ts';

/**
 * Makes a folder with all that lead to it; nothing where it is there. Node's own way never ends below a folder that takes none,
 * such as `/proc`.
 *
 * @throws Mistake where no folder can be made
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && isFolder(path)) return;
    if (code !== 'ENOENT') throw error;
    const parent = dirname(path);
    if (existsSync(parent)) {
      throw new Mistake(`Cannot make ${path}: ${parent} takes no folder. Choose another place.`, {
        cause: error,
      });
    }
    makeFolder(parent);
    makeFolder(path);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
