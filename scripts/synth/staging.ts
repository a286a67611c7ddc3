import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { makeFolder } from '../command-line/folders.ts';
import { parentOf } from './folder.ts';

/** Writes files that wait for the commit of a transaction, their own or that of another thread. */
export class Staging {
  readonly #folder: string;
  readonly #made = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(path: string, text: string): void {
    const file = `${this.#folder}/${path}`;
    const parent = parentOf(file);
    if (!this.#made.has(parent)) makeFolder(parent);
    this.#made.add(parent);
    writeNewFile(file, text);
  }
}

/** Writes a file that must not be there yet. `writeFileSync` copies a text into a buffer first, a tenth of the time of a small file. */
export function writeNewFile(file: string, text: string): void {
  const descriptor = openSync(file, 'wx');
  try {
    const written = writeSync(descriptor, text);
    // A disk that is nearly full takes a part of it; the rest says what is wrong.
    if (written < Buffer.byteLength(text)) writeFileSync(descriptor, Buffer.from(text).subarray(written));
  } finally {
    closeSync(descriptor);
  }
}
