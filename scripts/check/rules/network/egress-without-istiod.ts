import type { ClusterRule } from '../../rule.ts';
import { hasProxy } from '../../state/mesh-members.ts';
import { isolationOf, lets } from '../../state/network-policies.ts';
import { DNS, SEALED } from './sample.ts';
import { systemParty } from './system-parties.ts';

const MESHED = SEALED.replace('{ name: shop }', '{ name: shop, labels: { istio-injection: enabled } }');
const istiod = (port: number) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: istiod, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }, podSelector: { matchLabels: { app: istiod } } }]
      ports: [{ port: ${port} }]
`;

/** A proxy is ready when it has its configuration and its certificate. */
export const egressWithoutIstiod: ClusterRule = {
  id: 'egress-without-istiod',
  severity: 'error',
  summary: 'Pods of the mesh that may not call istiod',
  breaks:
    'The proxy never gets its configuration: new pods never become ready, and running ones lose their certificates within a day.',
  pitfalls: ['X-21'],
  failing: MESHED + DNS + istiod(15_010),
  passing: MESHED + DNS + istiod(15_012),
  *judge(state) {
    const istiods = state.workloads.filter(({ labels }) => labels.app === 'istiod');
    const seen = new Set<string>();
    for (const workload of state.workloads) {
      const isolation = hasProxy(state, workload) ? isolationOf(state, workload, 'egress') : undefined;
      if (isolation === undefined) continue;
      const known = { namespace: 'istio-system', labels: { app: 'istiod', istio: 'pilot' } };
      const parties = (istiods.length > 0 ? istiods : [undefined]).map((own) =>
        systemParty(state, isolation, known, own),
      );
      if (parties.some((party) => isolation.rules.some((rule) => lets(rule, party, 'TCP', 15_012)))) continue;
      const tried = isolation.rules.find(
        ({ rule }) =>
          rule.peers.some(({ podSelector }) => podSelector?.matchLabels.app?.includes('istio') === true) ||
          rule.ports.some(({ port }) => typeof port === 'number' && port >= 15_010 && port <= 15_017),
      );
      const resource = tried?.policy.resource ?? isolation.policies[0]?.resource;
      if (resource === undefined || seen.has(resource.name + resource.namespace)) continue;
      seen.add(resource.name + resource.namespace);
      yield {
        resource,
        path: tried?.rule.path ?? ['spec', 'podSelector'],
        message: `The pods of ${workload.kind} ${workload.namespace}/${workload.name} have a proxy, and may not open port 15012 of istiod: they never become ready.`,
        fix: 'Admit TCP port 15012 to namespaceSelector { kubernetes.io/metadata.name: istio-system } with podSelector { app: istiod }.',
      };
    }
  },
};
