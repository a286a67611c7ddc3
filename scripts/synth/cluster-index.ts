import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file in a cluster's folder that lists all others. */
export const INDEX = 'index.json';

/** SHA-256 of each file, in hexadecimal, by its path in the cluster's folder. */
export type Hashes = ReadonlyMap<string, string>;

/** One line a file, so that a review and a merge see files, not a blob. Paths hold nothing that JSON escapes. */
export function indexText(hashes: Hashes): string {
  const lines = Array.from(hashes, ([path, hash]) => `    "${path}": "${hash}"`);
  return `{\n  "files": {\n${lines.sort().join(',\n')}\n  }\n}\n`;
}

const LINE = /^ *"((?:[a-z0-9_.%A-F-]+\/)+[a-z0-9.%A-F-]+)": "([0-9a-f]{64})",?$/gm;

/**
 * The hashes in an index, empty where there is none. It is read by lines, not as JSON: after a merge with conflicts
 * the lines of both sides count, and the next synth removes what is in neither result. Paths that synth cannot have
 * written (`..`, absolute ones) are passed over: what the index lists may be deleted.
 */
export function readIndex(clusterFolder: string): Map<string, string> {
  const hashes = new Map<string, string>();
  let text: string;
  try {
    text = readFileSync(join(clusterFolder, INDEX), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return hashes;
    }
    throw error;
  }
  for (const [, path = '', hash = ''] of text.matchAll(LINE)) {
    if (!path.split('/').some((part) => part === '.' || part === '..')) hashes.set(path, hash);
  }
  return hashes;
}
