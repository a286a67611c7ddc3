import { readFileSync } from 'node:fs';

/** The text of a file of this folder. Its tabs become spaces: YAML would write a text with tabs on one line. */
export function read(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8').replaceAll('\t', '  ');
}
