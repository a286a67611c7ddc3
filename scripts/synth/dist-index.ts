import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX_FILE } from '../../clusters/layout.ts';
import { Mistake } from '../command-line/mistake.ts';

/** The text of the index: a line for each cluster, so that it moves only when one comes or goes. */
export function indexText(clusters: readonly string[]): string {
  return `${JSON.stringify({ clusters: [...clusters].sort() }, null, 2)}\n`;
}

/** The index of an output folder as it was found. */
export interface DistIndex {
  /** Undefined where there is none. */
  readonly text: string | undefined;
  readonly clusters: readonly string[];
}

/**
 * Reads the index of an output folder. One with the marks of a merge lists nothing; the next synth writes it anew.
 *
 * @throws Mistake where the file is somebody's own: it would be overwritten
 */
export function readIndex(out: string): DistIndex {
  const file = join(out, INDEX_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return { text: undefined, clusters: [] };
    }
    throw error;
  }
  const found = parsed(text);
  if (found === undefined) return { text, clusters: [] };
  if (typeof found === 'object' && found !== null && 'clusters' in found && Array.isArray(found.clusters)) {
    return { text, clusters: found.clusters.filter((cluster) => typeof cluster === 'string') };
  }
  throw new Mistake(`${file} is not an index of synth, which would overwrite it. Move it elsewhere.`);
}

/**
 * The clusters that are rendered in an output folder: each has a folder of its own name there.
 *
 * @throws Mistake if there is no index that says so
 */
export function renderedClusters(out: string): readonly string[] {
  const { clusters } = readIndex(out);
  if (clusters.length === 0) {
    throw new Mistake(`${join(out, INDEX_FILE)} names no cluster. Run npm run synth first.`);
  }
  return clusters;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
