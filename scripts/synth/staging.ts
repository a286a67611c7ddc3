import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { makeFolder, makeFolderIn } from '../command-line/folders.ts';
import { parentOf } from './folder.ts';

/** Writes files that wait for the commit of a transaction, their own or that of another thread. */
export class Staging {
  readonly #folder: string;
  readonly #made = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    makeFolder(folder);
    this.#made.add(folder);
  }

  add(path: string, text: string): void {
    const file = `${this.#folder}/${path}`;
    this.#make(parentOf(file));
    writeNewFile(file, text);
  }

  /** Of each of thousands of folders is known that the one above it is there. */
  #make(folder: string): void {
    if (this.#made.has(folder)) return;
    const parent = parentOf(folder);
    this.#make(parent);
    makeFolderIn(parent, folder);
    this.#made.add(folder);
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
