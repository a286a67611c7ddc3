import type { k8s } from 'cdk8s-plus-29';
import type { Placement } from './placement.ts';

/** The label that every node group carries and pods choose by (S4-40 to S4-44, S4-80). */
const GROUP_LABEL = 'workload-type';

/**
 * The node group of a workload: its label as selector, its taints tolerated.
 *
 * @throws when the Terraform outputs have no such group, or one without the label
 */
export function nodePlacement({
  declaration,
  context: { cluster },
}: Placement): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  const name = declaration.nodeGroup ?? 'general';
  const group = cluster.terraform.nodeGroups[name];
  const value = group?.labels[GROUP_LABEL];
  if (group === undefined || value === undefined) {
    const known = Object.keys(cluster.terraform.nodeGroups).sort().join(', ');
    throw new Error(
      `${declaration.name} wants the node group ${name}: the output node_groups in clusters/${cluster.name}/terraform.json ${
        group === undefined ? `has only ${known}` : `gives it no label ${GROUP_LABEL}`
      }.`,
    );
  }
  return {
    nodeSelector: { [GROUP_LABEL]: value },
    ...(group.taints.length > 0 && {
      tolerations: group.taints.map(({ key, value: taint, effect }) => ({
        key,
        operator: 'Equal',
        value: taint,
        effect,
      })),
    }),
  };
}
