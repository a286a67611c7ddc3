import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { watch } from '../programs/run.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import { objectPath } from '../synth/path.ts';
import { cdk8sProve } from './usage.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

type Objects = ReadonlyMap<string, unknown>;

/** Every object in the folders of clusters, by cluster and the path that follows from the object. */
function readObjects(root: string, clusters: readonly string[]): Objects {
  const objects = new Map<string, unknown>();
  for (const cluster of clusters) {
    for (const entry of readdirSync(join(root, cluster), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.yaml')) continue;
      for (const document of parseAllDocuments(readFileSync(join(entry.parentPath, entry.name), 'utf8'))) {
        const object = objectSchema.parse(document.toJS());
        objects.set(`${cluster}/${objectPath(object)}`, object);
      }
    }
  }
  return objects;
}

function differences(ours: Objects, theirs: Objects): readonly string[] {
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return paths.flatMap((path) => {
    if (!ours.has(path)) return [`only from cdk8s synth: ${path}`];
    if (!theirs.has(path)) return [`only in dist: ${path}`];
    return isDeepStrictEqual(ours.get(path), theirs.get(path)) ? [] : [`not the same: ${path}`];
  });
}

/** Runs the cdk8s CLI as its users do, into a folder of its own, and compares the objects with those in dist. */
export const main = implement(cdk8sProve, async () => {
  const out = mkdtempSync(join(tmpdir(), 'cdk8s-'));
  try {
    const args = ['cdk8s', 'synth', '--check-upgrade=false', '--output', out];
    const status = await watch('npx', args, { folder: repository, shows: 'mistakes' });
    if (status !== 0) throw new Mistake('npx cdk8s synth failed.');
    const dist = join(repository, 'dist');
    const ours = readObjects(dist, renderedClusters(dist));
    const found = differences(ours, readObjects(out, readdirSync(out)));
    for (const line of found) console.error(line);
    console.log(`${ours.size} objects in dist, ${found.length} differ from what cdk8s synth writes`);
    return found.length > 0 || ours.size === 0 ? 1 : 0;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
