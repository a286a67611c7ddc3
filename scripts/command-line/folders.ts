import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Mistake } from './mistake.ts';

/**
 * Makes a folder with all that lead to it; nothing where it is there. Node's own way never ends below a folder that takes none,
 * such as `/proc`.
 *
 * @throws Mistake where no folder can be made
 */
export function makeFolder(path: string): void {
  const parent = dirname(path);
  // An error takes several times as long as the question: synth makes thousands of folders.
  if (!existsSync(parent)) makeFolder(parent);
  makeFolderIn(parent, path);
}

/**
 * Makes a folder in one that is there; nothing where it is there itself.
 *
 * @throws Mistake where no folder can be made
 */
export function makeFolderIn(parent: string, path: string): void {
  for (;;) {
    try {
      mkdirSync(path);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT') {
        throw new Mistake(`Cannot make ${path}: ${parent} takes no folder. Choose another place.`, {
          cause: error,
        });
      }
      const there = lstatSync(path, { throwIfNoEntry: false });
      // A command that uses the same folder removes it when it is done, be it between our two looks: then it has to be made.
      if (code === 'EEXIST' && there === undefined) continue;
      if (code === 'EEXIST' && (there?.isDirectory() || isFolder(path))) return;
      throw error;
    }
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
