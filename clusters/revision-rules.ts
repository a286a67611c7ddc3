import type { Cluster } from './cluster.ts';
import type { Problem } from './contract-error.ts';
import { minorOf } from './istio-revisions.ts';
import type { ClusterDraft } from './load-cluster.ts';

type Mesh = NonNullable<Cluster['mesh']>;

const STEPS = ['labelled', 'restarted'] as const;

/**
 * What must hold for the control planes of a cluster: each one that a namespace is on stands on it. Without, proxies would
 * dial an address where nobody answers, and no new pod would become ready.
 */
export function checkRevisions({ choices, choicesFile }: ClusterDraft): Problem[] {
  const { mesh } = choices;
  if (mesh === undefined) return [];
  const { revision, controlPlanes = [revision], moving } = mesh;
  const found = `[${controlPlanes.join(', ')}]`;
  const problem = (path: PropertyKey[], message: string) => choicesFile.problem(['mesh', ...path], message);
  const [one = revision, other = one] = controlPlanes;
  const problems: Problem[] = [];
  if (!controlPlanes.includes(revision)) {
    problems.push(
      problem(
        ['controlPlanes'],
        `found ${found}, expected ${revision} in it: all namespaces that do not move are still on it (revision)`,
      ),
    );
  }
  if (controlPlanes.length > 1 && one === other) {
    problems.push(problem(['controlPlanes'], `found ${found}, expected each control plane once`));
  }
  // Istio supports proxies and node agents of one minor more or less than the control plane.
  if (Math.abs(minorOf(one) - minorOf(other)) > 1) {
    problems.push(
      problem(
        ['controlPlanes'],
        `found ${found}, expected two minors that follow each other: upgrade one by one`,
      ),
    );
  }
  const movers = STEPS.flatMap((step) => moving?.[step] ?? []);
  if (movers.length > 0 && one === other) {
    problems.push(
      problem(
        ['moving'],
        `found ${[...new Set(movers)].join(', ')}, expected no namespace: only ${one} stands on the cluster. Add the control plane that they are on to controlPlanes, or move them back first`,
      ),
    );
  }
  return [...problems, ...STEPS.flatMap((step) => repeatedIn(mesh, step, problem))];
}

function repeatedIn(
  { moving }: Mesh,
  step: (typeof STEPS)[number],
  problem: (path: PropertyKey[], message: string) => Problem,
): Problem[] {
  const namespaces = moving?.[step] ?? [];
  return namespaces.flatMap((namespace, index) =>
    namespaces.indexOf(namespace) === index
      ? []
      : problem(['moving', step, index], `found ${namespace} again, expected it once`),
  );
}
