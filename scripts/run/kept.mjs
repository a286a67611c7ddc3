import { renameSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/** The last line of a bundle: the folder that it names throughout, its digest, and its files with their times and sizes. */
export const STAMP = '\n// made of ';

/** What a process that was killed has left, megabytes each time, is known by its number. */
export const UNFINISHED = /\.(\d+)\.\d+\.made$/;

/** Writes a file under another name first: several commands may run at once, and each of them may be killed. */
export function putAside(file, write) {
  const made = `${file}.${process.pid}.${threadId}.made`;
  write(made);
  renameSync(made, file);
}
