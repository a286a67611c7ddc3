import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../command-line/folders.ts';
import { isAlive } from './lock.ts';

/** What {@link putWhole} is writing: the name of the file, and the process. */
const UNFINISHED = /^(.+)\.(\d+)$/;

/** Writes a file that is the old one or the new one at any moment; where it cannot be written, nothing is left beside it. */
export function putWhole(file: string, text: string): void {
  makeFolder(dirname(file));
  // Another process may write it at the same moment.
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    remove(unfinished);
    throw error;
  }
}

/** Takes away what processes that were killed have begun to write beside the files of a folder. */
export function removeUnfinishedIn(folder: string, isOurs: (file: string) => boolean = () => true): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, file, process] = UNFINISHED.exec(name) ?? [];
    if (file === undefined || isAlive(Number(process))) continue;
    if (isOurs(file)) rmSync(join(folder, name), { force: true });
  }
}

/** Where the file system takes nothing at all there is nothing to remove, and the first error says why. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}
