import type { TopologyData, TopologyNode } from './data.ts';

/** What is known of a workload wherever it is named. */
interface Named {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** The node that stands for a workload; undefined for one whose pods have the network of their nodes. */
export function nodeOfWorkload(
  { nodes }: Pick<TopologyData, 'nodes'>,
  { namespace, kind, name }: Named,
): TopologyNode | undefined {
  return nodes.find(
    ({ group, pods }) => group === namespace && pods.some(({ workload }) => workload === `${kind}/${name}`),
  );
}
