import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { places, text } from '../../state/read.ts';

const SAMPLE = (key: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { app: web } }
          matchLabelKeys: [${key}]
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`;

const PLACES = [
  'topologySpreadConstraints[].matchLabelKeys[]',
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity.${affinity}.requiredDuringSchedulingIgnoredDuringExecution[].matchLabelKeys[]`,
    `affinity.${affinity}.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.matchLabelKeys[]`,
  ]),
];

/** A key that the pods do not have is passed over. */
export const matchLabelKeys: ClusterRule = {
  id: 'match-label-keys',
  severity: 'warning',
  summary: 'A key in matchLabelKeys that the pods do not have as a label',
  breaks:
    'Old and new pods are counted together: during a rollout the new ones are spread as the old ones allow.',
  pitfalls: ['X-103'],
  failing: SAMPLE('pod-template-hsah'),
  passing: SAMPLE('pod-template-hash'),
  *judge(state) {
    for (const { spec, specPath, labels, resource, isMade } of state.workloads) {
      if (isMade) continue;
      for (const { path, value } of PLACES.flatMap((each) => [...places(spec, each, specPath)])) {
        const key = text(value);
        if (key === undefined || Object.hasOwn(labels, key)) continue;
        yield {
          resource,
          path,
          message: `The pods have no label ${key}, so that it tells none of them apart.`,
          fix: `Write a label that the pods have${didYouMean(key, Object.keys(labels))}.`,
        };
      }
    }
  },
};
