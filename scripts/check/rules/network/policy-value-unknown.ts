import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, type Path, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { unseenNamespaces } from '../../state/unseen.ts';
import { SEALED } from './sample.ts';

const policy = (name: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out, namespace: shop }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [web, ${name}] }] }
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }]
`;

/** Where objects list pods of their own namespace by the values of a label. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'networking.k8s.io/NetworkPolicy': [
    'spec.podSelector',
    'spec.ingress[].from[].podSelector',
    'spec.egress[].to[].podSelector',
  ],
  'policy/PodDisruptionBudget': ['spec.selector'],
  'monitoring.coreos.com/PodMonitor': ['spec.selector'],
};

/** One name of several: the others are found, so nothing else says that it is wrong. */
export const policyValueUnknown: ClusterRule = {
  id: 'listed-value-unknown',
  severity: 'error',
  summary: 'A list of pods by the values of a label, one of which no pod of the namespace has',
  breaks: 'The object holds for the others of the list, and not for the pods that were meant.',
  failing: SEALED + policy('carts'),
  passing: SEALED + policy('cart'),
  *judge(state) {
    for (const [kind, patterns] of Object.entries(LISTS)) {
      for (const resource of state.of(kind)) {
        if (resource.isExtract || unseenNamespaces(state).has(resource.namespace)) continue;
        for (const pattern of patterns) {
          for (const { path, value } of places(resource.value, pattern)) {
            const parent =
              pattern.endsWith('.podSelector') && path.length > 2 ? path.slice(0, -1) : undefined;
            if (parent !== undefined && isElsewhere(resource, parent)) continue;
            yield* judgeSelector(state, resource, path, value);
          }
        }
      }
    }
  },
};

/** A peer in other namespaces names pods that may stand in another tree. */
function isElsewhere({ value }: Resource, peer: Path): boolean {
  return at(value, ...peer, 'namespaceSelector') !== undefined;
}

function* judgeSelector(
  state: ClusterState,
  resource: Resource,
  path: Path,
  selector: unknown,
): Generator<Said> {
  for (const [index, expression] of listAt(selector, 'matchExpressions').entries()) {
    const key = textAt(expression, 'key');
    if (textAt(expression, 'operator') !== 'In' || key === undefined) continue;
    const values = listAt(expression, 'values').filter((value) => typeof value === 'string');
    const known = new Set(state.workloadsIn(resource.namespace).flatMap(({ labels }) => labels[key] ?? []));
    if (values.length < 2 || !values.some((value) => known.has(value))) continue;
    for (const [position, value] of values.entries()) {
      if (known.has(value)) continue;
      // A name like no other may be that of pods to come.
      const meant = nearestName(
        value,
        [...known].filter((one) => !values.includes(one)),
      );
      if (meant === undefined) continue;
      yield {
        resource,
        path: [...path, 'matchExpressions', index, 'values', position],
        message: `No pod of ${resource.namespace} has ${key}: ${value}, and ${meant} is not in the list.`,
        fix: `Write ${meant}.`,
      };
    }
  }
}
