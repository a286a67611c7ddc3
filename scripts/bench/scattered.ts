import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { manifestFiles } from '../cluster-model/input/files.ts';
import { makeFolder } from '../command-line/folders.ts';

/** What a change may be, such as a release or somebody's hand makes it; the first that a file has a place for. */
type Edit = readonly [place: RegExp, text: string];

const EDITS: readonly Edit[] = [
  [/@sha256:[0-9a-f]{64}/, `@sha256:${'1'.repeat(64)}`],
  [/^( +minReplicas:) \d+$/m, '$1 4'],
  [/^( +maxReplicas:) \d+$/m, '$1 16'],
  [/^( +LOG_LEVEL:) .+$/m, '$1 debug'],
  [/^( +name: POD_NAME)$/m, '$1_OF_OLD'],
  [/^( +cpu:) 200m$/m, '$1 250m'],
  [/^( +(?:- )?port:) \d+$/m, '$1 8443'],
  [/^( +timeout:) \d+s$/m, '$1 7s'],
  [/^( +minAvailable:) .+$/m, '$1 1'],
  [/^( +interval:) \d+s$/m, '$1 45s'],
];
const LABEL: Edit = [/^( +app.kubernetes.io\/part-of:) .+$/m, '$1 another'];

/**
 * Writes a tree again in which some objects are changed, gone or new, on each cluster other ones.
 *
 * @param of one of so many
 */
export function writeScattered(from: string, to: string, of: number): void {
  for (const file of manifestFiles(from)) {
    const path = relative(from, file);
    const target = join(to, path);
    makeFolder(dirname(target));
    const lot = createHash('sha1').update(path).digest().readUInt32BE();
    // Not a file of several objects, nor the list of clusters.
    if (lot % of !== 0 || !path.includes('-')) {
      copyFileSync(file, target);
      continue;
    }
    const text = readFileSync(file, 'utf8');
    const turn = Math.floor(lot / of);
    if (turn % 10 === 0) continue;
    writeFileSync(target, turn % 10 === 1 ? text : edited(text, turn));
    if (turn % 10 === 1) writeFileSync(target.replace(/\.yaml$/, '-new.yaml'), underAnotherName(text));
  }
}

function edited(text: string, turn: number): string {
  const fitting = EDITS.filter(([place, by]) => text.replace(place, by) !== text);
  const [place, by] = fitting[Math.floor(turn / 10) % fitting.length] ?? LABEL;
  return text.replace(place, by);
}

function underAnotherName(text: string): string {
  return text.replace(/^( {2}name: .+)$/m, '$1-new');
}
