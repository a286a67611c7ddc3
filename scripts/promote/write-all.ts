import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes files, all or none: each is the old one or the new one, never half of it. What stops it in the middle, such as a
 * full disk, leaves them as they were.
 */
export function writeAll(files: readonly { readonly path: string; readonly text: string }[]): void {
  const before = files.map(({ path }) => readFileSync(path));
  const waiting = ({ path }: { readonly path: string }) => `${path}.new`;
  let written = 0;
  try {
    for (const file of files) writeFileSync(waiting(file), file.text);
    for (const file of files) {
      renameSync(waiting(file), file.path);
      written++;
    }
  } catch (error) {
    for (const [index, { path }] of files.slice(0, written).entries())
      writeFileSync(path, before[index] ?? '');
    for (const file of files) rmSync(waiting(file), { force: true });
    throw error;
  }
}
