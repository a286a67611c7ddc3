import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { places } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { nodePoolsIn } from './node-pools.ts';

/** Labels of nodes by which pods are spread, as every cluster has them. */
const KNOWN = [
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'topology.k8s.aws/zone-id',
  'node.kubernetes.io/instance-type',
  'karpenter.sh/capacity-type',
  'karpenter.sh/nodepool',
];
const GONE: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  zone: 'topology.kubernetes.io/zone',
  hostname: 'kubernetes.io/hostname',
};
const PATTERNS = [
  'topologySpreadConstraints[].topologyKey',
  'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[].topologyKey',
  'affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.topologyKey',
  'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[].topologyKey',
  'affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.topologyKey',
];
const spread = (key: string) =>
  deployment('web', {
    pod: `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ${key}, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }]`,
  });

/** Without the label, a node is in no place. */
export const topologyKeys: ClusterRule = {
  id: 'topology-key',
  severity: 'error',
  summary: 'A topologyKey that nodes do not have',
  breaks:
    'With a rule that must hold the pods stay Pending: no node is in any place. With one that should, they are not spread.',
  pitfalls: ['X-103'],
  failing: spread('failure-domain.beta.kubernetes.io/zone'),
  passing: spread('topology.kubernetes.io/zone'),
  *judge(state) {
    const ofPools = nodePoolsIn(state).flatMap(({ offers }) => [...offers.keys()]);
    const known = new Set([...KNOWN, ...ofPools]);
    for (const { resource, spec, specPath, isMade } of state.workloads) {
      if (isMade) continue;
      for (const pattern of PATTERNS) {
        for (const { path, value } of places(spec, pattern, specPath)) {
          if (typeof value !== 'string' || known.has(value)) continue;
          const wanted = GONE[value] ?? nearestName(value, [...known]);
          if (wanted === undefined) continue;
          yield {
            resource,
            path,
            message: `Nodes have no label ${value}.`,
            fix: `Write ${wanted}.`,
          };
        }
      }
    }
  },
};
