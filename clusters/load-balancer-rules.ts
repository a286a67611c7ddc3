import type { Problem } from './contract-error.ts';
import { EASTWEST_ENDING } from './layout.ts';
import type { ClusterDraft } from './load-cluster.ts';

/** One of them may be gone for maintenance. */
const FEWEST_TARGETS = 2;

/** What AWS and Karpenter ask of a cluster for its load balancers. */
export function checkLoadBalancers(draft: ClusterDraft): Problem[] {
  return [...gatewayName(draft), ...targets(draft)];
}

/** AWS ends the name of a load balancer at 32 characters, and the controller would make none. */
function gatewayName({ choices, choicesFile }: ClusterDraft): Problem[] {
  const { name = '', mesh, linkedTo = [] } = choices;
  const most = 32 - EASTWEST_ENDING.length;
  if (mesh === undefined || linkedTo.length === 0 || name.length <= most) return [];
  return [
    choicesFile.problem(
      ['name'],
      `found ${name}, expected at most ${most} characters: with ${EASTWEST_ENDING} it names the load balancer of the gateway for linked clusters, which AWS ends at 32`,
    ),
  ];
}

/** Nodes of Karpenter are no targets of load balancers, so some of the groups' own have to be there always. */
function targets({ choices, outputs, outputsFile }: ClusterDraft): Problem[] {
  if (choices.nodeScaler !== 'karpenter' || choices.ingress?.targetType !== 'instance') return [];
  const groups = Object.values(outputs.node_groups?.value ?? {});
  const nodes = groups.reduce((sum, { min_size }) => sum + min_size, 0);
  if (groups.length === 0 || nodes >= FEWEST_TARGETS) return [];
  return [
    outputsFile.problem(
      ['node_groups'],
      `found ${nodes} as the sum of min_size, expected at least ${FEWEST_TARGETS}: with ingress.targetType instance only nodes of these groups are targets of the load balancer, and none that Karpenter starts`,
    ),
  ];
}
