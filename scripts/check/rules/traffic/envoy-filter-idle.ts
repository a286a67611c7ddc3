import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { listAt, numberAt, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { servicesOf, targetsAt } from '../../state/service-ports.ts';
import { portsOf } from '../../state/workload.ts';
import { CART } from './sample.ts';

const filter = (context: string) => `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: cart, namespace: shop }
spec:
  workloadSelector: { labels: { app: cart } }
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: ${context} }
      patch: { operation: INSERT_FIRST, value: { name: envoy.filters.http.local_ratelimit } }
`;

/** A patch that fits nothing is passed over. */
export const envoyFilterIdle: ClusterRule = {
  id: 'envoy-filter-idle',
  severity: 'warning',
  summary:
    'A patch of an EnvoyFilter that fits no proxy of its pods, or with an operation that Istio passes over',
  breaks: 'The patch is not applied: limits, headers and filters are missing, and no object reports a fault.',
  failing: CART + filter('GATEWAY'),
  passing: CART + filter('SIDECAR_INBOUND'),
  *judge(state) {
    for (const resource of state.of('networking.istio.io/EnvoyFilter')) {
      for (const [index, patch] of listAt(resource.value, 'spec', 'configPatches').entries()) {
        yield* judgePatch(state, resource, patch, index);
      }
    }
  },
};

function* judgePatch(
  state: ClusterState,
  resource: Resource,
  patch: unknown,
  index: number,
): Generator<Said> {
  const path = ['spec', 'configPatches', index];
  const [applyTo, operation, context] = [
    textAt(patch, 'applyTo') ?? '',
    textAt(patch, 'patch', 'operation') ?? '',
    textAt(patch, 'match', 'context') ?? 'ANY',
  ];
  if (operation === 'REPLACE' && !/^(?:HTTP_FILTER|NETWORK_FILTER)$/.test(applyTo)) {
    yield {
      resource,
      path: [...path, 'patch', 'operation'],
      message: `REPLACE is for HTTP_FILTER and NETWORK_FILTER, and does nothing with ${applyTo}.`,
      fix: 'Write MERGE, or REMOVE and ADD.',
    };
  }
  if (
    /^(?:ADD|REMOVE)$/.test(operation) &&
    /^(?:ROUTE_CONFIGURATION|HTTP_ROUTE)$/.test(applyTo) &&
    !(operation === 'REMOVE' && applyTo === 'HTTP_ROUTE')
  ) {
    yield {
      resource,
      path: [...path, 'patch', 'operation'],
      message: `Istio passes over ${operation} with ${applyTo}.`,
      fix: 'Write MERGE, or patch VIRTUAL_HOST.',
    };
  }
  const selector = textsAt(resource.value, 'spec', 'workloadSelector', 'labels');
  if (Object.keys(selector).length === 0) return;
  const workloads = state
    .workloadsIn(resource.namespace)
    .filter(({ labels }) => containsLabels(labels, selector));
  const members = workloads.map((workload) => memberOf(state, workload));
  if (workloads.length > 0 && context === 'GATEWAY' && members.every((member) => member === 'sidecar')) {
    yield {
      resource,
      path: [...path, 'match', 'context'],
      message:
        'The pods that it selects are no gateways, and the patch is for GATEWAY: it fits none of them.',
      fix: 'Write SIDECAR_INBOUND or SIDECAR_OUTBOUND.',
    };
  } else if (
    workloads.length > 0 &&
    /^SIDECAR/.test(context) &&
    members.every((member) => member === 'gateway')
  ) {
    yield {
      resource,
      path: [...path, 'match', 'context'],
      message: `The pods that it selects are gateways, and the patch is for ${context}: it fits none of them.`,
      fix: 'Write GATEWAY.',
    };
  } else if (workloads.length > 0 && members.every((member) => member === 'none')) {
    yield {
      resource,
      path: ['spec', 'workloadSelector'],
      message: 'The pods that it selects have no proxy: there is nothing to patch.',
      fix: 'Put the pods into the mesh.',
    };
  }
  const port =
    numberAt(patch, 'match', 'listener', 'filterChain', 'destinationPort') ??
    numberAt(patch, 'match', 'listener', 'portNumber');
  if (port === undefined || context !== 'SIDECAR_INBOUND' || (port >= 15_000 && port <= 15_100)) return;
  const known = workloads.flatMap((workload) => [
    ...portsOf(workload).map(({ number }) => number),
    ...servicesOf(state, workload).flatMap(({ ports }) => ports.flatMap((each) => targetsAt(each, workload))),
  ]);
  if (known.length === 0 || known.includes(port)) return;
  yield {
    resource,
    path: [...path, 'match', 'listener'],
    message: `The pods do not listen at port ${port}, for which the patch is; they have ${[...new Set(known)].join(', ')}.`,
    fix: `Write ${known[0]}: inbound, it is the port of the pod.`,
  };
}
