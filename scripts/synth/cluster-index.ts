import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file in a cluster's folder that lists all others. */
export const INDEX = 'index.json';

/** SHA-256 of files, in hexadecimal, by their path in the cluster's folder. */
export type Hashes = ReadonlyMap<string, string>;

/** The index of a cluster's folder as it was found. */
export interface ClusterIndex {
  /** Empty where there is none. */
  readonly text: string;
  readonly units: ReadonlyMap<string, Hashes>;
}

/** The line of a file. Paths hold nothing that JSON escapes. */
export function indexLine(path: string, hash: string): string {
  return `    "${path}": "${hash}"`;
}

/** One line a file, so that a review and a merge see files, not a blob. */
export function indexText(lines: readonly string[]): string {
  if (lines.length === 0) return '{\n  "files": {}\n}\n';
  return `{\n  "files": {\n${lines.toSorted().join(',\n')}\n  }\n}\n`;
}

const LINE = /^ *"(([a-z0-9-]+)\/(?:[a-z0-9_.%A-F-]+\/)*[a-z0-9.%A-F-]+)": "([0-9a-f]{64})",?$/gm;

/**
 * What the text of an index lists. It is read by lines, not as JSON: after a merge with conflicts the lines of both
 * sides count, and the next synth removes what is in neither result. Paths that synth cannot have written (`..`,
 * absolute ones) are passed over: what the index lists may be deleted.
 */
export function parseIndex(text: string): ClusterIndex {
  const units = new Map<string, Map<string, string>>();
  for (const [, path = '', unit = '', hash = ''] of text.matchAll(LINE)) {
    if (path.includes('/../') || path.includes('/./')) continue;
    const hashes = units.get(unit);
    if (hashes === undefined) units.set(unit, new Map([[path, hash]]));
    else hashes.set(path, hash);
  }
  return { text, units };
}

/** The index in a cluster's folder. */
export function readIndex(clusterFolder: string): ClusterIndex {
  try {
    return parseIndex(readFileSync(join(clusterFolder, INDEX), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return { text: '', units: new Map() };
    }
    throw error;
  }
}

/** An index of all that two indexes list; hashes of the second one where both list a file. */
export function unitedIndex(first: string, second: string): string {
  const hashes = new Map<string, string>();
  for (const text of [first, second]) {
    for (const unit of parseIndex(text).units.values())
      for (const [path, hash] of unit) hashes.set(path, hash);
  }
  return indexText(Array.from(hashes, ([path, hash]) => indexLine(path, hash)));
}
