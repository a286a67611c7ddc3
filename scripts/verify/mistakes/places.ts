import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OWN_STEPS } from '../step-names.ts';
import type { ClusterTree } from './cluster-tree.ts';
import type { StepName } from './deliberate-mistake.ts';

const MESH = fileURLToPath(new URL('../../prove-mesh/mesh_test.go', import.meta.url));

/** Whether a step lets its cluster be chosen; the others get a `dist/` that has no other. */
export function takesCluster(step: StepName): boolean {
  return OWN_STEPS.some((own) => own === step);
}

/** The clusters that a step looks at, the ones first that it has looked at already. */
export function clustersFor(
  step: StepName,
  clusters: readonly ClusterTree[],
  isKnown: (cluster: string) => boolean = () => false,
): readonly ClusterTree[] {
  const judged = step === 'mesh' ? clusters.filter(({ name }) => name === provenCluster()) : clusters;
  return [...judged.filter(({ name }) => isKnown(name)), ...judged.filter(({ name }) => !isKnown(name))];
}

/** The one cluster that the proof of the mesh is about. */
export function provenCluster(): string | undefined {
  return /\bdist\s+= "(?:[^"]*\/)?([^"/]+)"/.exec(readFileSync(MESH, 'utf8'))?.[1];
}
