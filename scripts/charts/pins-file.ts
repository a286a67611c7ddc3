import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ChartPins, PINS, parsePins } from '../../charts/pins.ts';

const FILE = fileURLToPath(new URL(`../../${PINS}`, import.meta.url));

/** Changes the text of the pins. @returns whether anything changed */
export function changePins(change: (text: string) => string, file = FILE): boolean {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed === text) return false;
  writeFileSync(`${file}.new`, changed);
  // The file is the old one or the new one, never half of it.
  renameSync(`${file}.new`, file);
  return true;
}

/** The pins as they stand in the file now, also where this process has changed them. */
export function readPins(file = FILE): ChartPins {
  return parsePins(readFileSync(file, 'utf8'));
}
