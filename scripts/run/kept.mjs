import { renameSync, rmSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/** The last line of a bundle: the folder that it names throughout, its digest, and its files with their times and sizes. */
export const STAMP = '\n// made of ';

/** By what a file of a bundle is known again. */
export function stampOf({ mtimeMs, size }) {
  return `${mtimeMs} ${size}`;
}

/** What a process that was killed has left, megabytes each time, is known by its number. */
export const UNFINISHED = /\.(\d+)\.\d+\.made$/;

/**
 * Writes a file under another name first: several commands may run at once, and each of them may be killed. What is kept only saves
 * time, so that a disk that is full or takes nothing is not worth a word: it is made again each time.
 */
export function keep(file, write) {
  const made = `${file}.${process.pid}.${threadId}.made`;
  try {
    write(made);
    renameSync(made, file);
  } catch {
    discard(made);
  }
}

function discard(made) {
  try {
    rmSync(made, { force: true });
  } catch {}
}
