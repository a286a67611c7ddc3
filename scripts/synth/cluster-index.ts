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
  /** Its lines by unit, without commas. */
  readonly units: ReadonlyMap<string, readonly string[]>;
}

/** The line of a file. Paths hold nothing that JSON escapes. */
export function indexLine(path: string, hash: string): string {
  return `    "${path}": "${hash}"`;
}

/** The path in a line that {@link indexLine} made. */
export function pathOf(line: string): string {
  return line.slice('    "'.length, -`": "${'0'.repeat(64)}"`.length);
}

/** One line a file, so that a review and a merge see files, not a blob. The lines have to be sorted. */
export function indexText(lines: readonly string[]): string {
  if (lines.length === 0) return '{\n  "files": {}\n}\n';
  return `{\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

const UNIT = /^ *"([a-z0-9-]+)\//;
const LINE = /^ *"((?:[a-z0-9_.%A-F-]+\/)+[a-z0-9.%A-F-]+)": "([0-9a-f]{64})"$/;

/**
 * Splits the text of an index. It is read by lines, not as JSON: after a merge with conflicts the lines of both sides
 * count, and the next synth removes what is in neither result.
 */
export function parseIndex(text: string): ClusterIndex {
  const units = new Map<string, string[]>();
  let lines: string[] = [];
  let start = '?';
  for (const line of text.split('\n')) {
    const bare = line.endsWith(',') ? line.slice(0, -1) : line;
    if (!bare.startsWith(start)) {
      const match = UNIT.exec(bare);
      if (match === null) continue;
      const [found, unit = ''] = match;
      start = found;
      lines = units.get(unit) ?? [];
      units.set(unit, lines);
    }
    lines.push(bare);
  }
  return { text, units };
}

/**
 * What lines of an index list. Paths that synth cannot have written (`..`, absolute ones) are passed over: what the
 * index lists may be deleted.
 */
export function hashesOf(lines: readonly string[]): Hashes {
  const hashes = new Map<string, string>();
  for (const line of lines) {
    const [, path, hash] = LINE.exec(line) ?? [];
    if (path === undefined || hash === undefined) continue;
    if (!path.split('/').some((part) => part === '.' || part === '..')) hashes.set(path, hash);
  }
  return hashes;
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
    for (const lines of parseIndex(text).units.values()) {
      for (const [path, hash] of hashesOf(lines)) hashes.set(path, hash);
    }
  }
  return indexText(Array.from(hashes, ([path, hash]) => indexLine(path, hash)).sort());
}
