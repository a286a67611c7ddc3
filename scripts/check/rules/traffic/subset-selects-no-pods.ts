import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fullHost, lookUp } from '../../state/mesh-hosts.ts';
import { listAt, textsAt } from '../../state/read.ts';
import { labelsText } from '../labels-text.ts';
import { destinationRulesIn } from './destination-rules.ts';
import { hasWeight, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const rule = (version: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, subsets: [{ name: stable, labels: { version: ${version} } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart, subset: stable } }] }]
`;

/** The subsets that routes send requests to, as `host/subset`. */
const usedSubsets = remembered((state: ClusterState): ReadonlySet<string> => {
  const used = routingsIn(state).flatMap(({ resource, routes }) =>
    routes.flatMap((route) =>
      route.destinations
        .filter((each) => each.subset !== undefined && (each.isMirror || hasWeight(each, route)))
        .map(({ host, subset }) => `${fullHost(host, resource.namespace)}/${subset}`),
    ),
  );
  return new Set(used);
});

/** A subset without pods is a part of the host without endpoints. */
export const subsetSelectsNoPods: ClusterRule = {
  id: 'subset-selects-no-pods',
  severity: 'error',
  summary: 'A subset whose labels no pod of the Service has',
  breaks: 'Requests that a route sends to the subset get 503 (no healthy upstream).',
  pitfalls: ['X-14', 'X-15'],
  failing: CART + rule('stable'),
  passing: CART + rule('v1'),
  *judge(state) {
    for (const { resource, host, subsets } of destinationRulesIn(state)) {
      if (host.includes('*')) continue;
      const { hosts } = lookUp(state, host, resource.namespace);
      for (const { name, labels, path } of subsets) {
        if (Object.keys(labels).length === 0 || hosts.length === 0) continue;
        const endpoints = hosts.flatMap(({ service, resource: by }) =>
          service === undefined
            ? listAt(by.value, 'spec', 'endpoints').map((each) => textsAt(each, 'labels'))
            : service.workloads.map((workload) => workload.labels),
        );
        const isUnknown = hosts.some(
          ({ service, resource: by }) =>
            service?.workloads.length === 0 ||
            (service === undefined &&
              (listAt(by.value, 'spec', 'endpoints').length === 0 ||
                'workloadSelector' in Object(by.value.spec))),
        );
        if (isUnknown || endpoints.some((own) => containsLabels(own, labels))) continue;
        const isUsed = usedSubsets(state).has(`${host}/${name}`);
        const known = endpoints.map((own) =>
          Object.fromEntries(
            Object.keys(labels).flatMap((key) => (key in own ? [[key, own[key] ?? '']] : [])),
          ),
        );
        const meant = [...new Set(known.map(labelsText))].filter((text) => text !== '');
        yield {
          resource,
          path: [...path, 'labels'],
          severity: isUsed ? 'error' : 'warning',
          message: `No pod behind ${host} has the labels ${labelsText(labels)} of the subset ${name}${isUsed ? ', to which a route sends requests' : ''}.`,
          fix:
            meant.length > 0
              ? `Write labels that pods have: ${meant.join(' or ')}.`
              : `Put the labels ${labelsText(labels)} on the template of the pods that are meant, or take the subset out.`,
        };
      }
    }
  },
};
