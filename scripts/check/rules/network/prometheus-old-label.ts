import type { ClusterRule } from '../../rule.ts';
import { at, fields, type Path, places, textsAt } from '../../state/read.ts';

const objects = (labels: string) => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { ${labels} } } }], ports: [{ port: 8080 }] }]
`;

/** Which label the pods had until 0.49 of the operator, and which they have since. */
const OLD: Readonly<Record<string, string>> = { prometheus: 'app', alertmanager: 'app' };
const NEW = 'app.kubernetes.io/name';

export const prometheusOldLabel: ClusterRule = {
  id: 'prometheus-by-old-label',
  severity: 'warning',
  summary:
    'A NetworkPolicy that names the pods of the operator of Prometheus by a label that they no longer have',
  breaks:
    'The policy lets nobody in: Prometheus reads nothing, and every alert about these pods stays silent.',
  failing: objects('app: prometheus'),
  passing: objects('app.kubernetes.io/name: prometheus'),
  *judge(state) {
    const isOperated =
      state.of(
        'monitoring.coreos.com/ServiceMonitor',
        'monitoring.coreos.com/PodMonitor',
        'monitoring.coreos.com/Prometheus',
      ).length > 0;
    if (!isOperated) return;
    const had = new Set(state.workloads.map(({ labels }) => `${labels.app ?? ''}`));
    for (const resource of state.of('networking.k8s.io/NetworkPolicy')) {
      for (const pattern of ['spec.ingress[].from[]', 'spec.egress[].to[]']) {
        for (const { path, value } of places(resource.value, pattern)) {
          const labels = textsAt(value, 'podSelector', 'matchLabels');
          const [key, name] = Object.entries(labels)[0] ?? [];
          if (key === undefined || name === undefined || OLD[name] !== key) continue;
          if (Object.keys(labels).length > 1 || had.has(name)) continue;
          // Another peer of the same rule may name the label of today.
          if (isNamedBeside(resource.value, path, name)) continue;
          yield {
            resource,
            path: [...path, 'podSelector', 'matchLabels', key],
            message: `The operator gives the pods of Prometheus no label ${key}: ${name} any more, and no pod of the tree has it: the policy means nobody.`,
            fix: `Write ${NEW}: ${name}.`,
          };
        }
      }
    }
  },
};

function isNamedBeside(value: unknown, path: Path, name: string): boolean {
  const peers = at(value, ...path.slice(0, -1));
  return (
    Array.isArray(peers) &&
    peers.some((peer) => textsAt(fields(peer), 'podSelector', 'matchLabels')[NEW] === name)
  );
}
