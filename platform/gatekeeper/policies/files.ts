import { readFileSync } from 'node:fs';

/** The text of a file of this folder. */
export function read(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
