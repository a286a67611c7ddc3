import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { modelIn } from '../../state/connections.ts';
import { refusalOf } from '../../state/mesh-layer.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { scrapesIn } from '../../state/monitors.ts';
import { hasPort, isolationOf, lets, namesAt, partyOf } from '../../state/network-policies.ts';
import type { Workload } from '../../state/workload.ts';
import { SEALED } from './sample.ts';

const monitor = (port: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: scrape, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]
      ports: [{ port: ${port} }]
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: cart, namespace: shop }
spec: { selector: {}, endpoints: [{ port: http }] }
`;

/** Prometheus stands in another namespace, as a rule. */
export const scrapeRefused: ClusterRule = {
  id: 'scrape-refused',
  severity: 'error',
  summary: 'A monitor of Prometheus for a port that the NetworkPolicies of the pods admit nobody else to',
  breaks: 'The target is down for ever: no metrics, no alerts, and autoscalers that go by them stand still.',
  pitfalls: ['X-18', 'X-76'],
  failing: SEALED + monitor('9090'),
  passing: SEALED + monitor('8080'),
  *judge(state) {
    const scrapers = state.workloads.filter(
      ({ labels, resource }) =>
        resource.kind === 'Prometheus' || labels['app.kubernetes.io/name'] === 'prometheus',
    );
    for (const { monitor: resource, path, workload, port } of scrapesIn(state)) {
      yield* judgeMesh(state, { resource, path, workload, port });
      const isolation = isolationOf(state, workload, 'ingress');
      if (isolation === undefined) continue;
      const namesOfPort = namesAt(workload, port);
      const isOpen =
        scrapers.length > 0
          ? scrapers.some((each) =>
              isolation.rules.some((rule) => lets(rule, partyOf(state, each), 'TCP', port, namesOfPort)),
            )
          : isolation.rules.some(
              ({ rule, policy }) =>
                hasPort(rule, 'TCP', port, namesOfPort) &&
                // A Prometheus that the tree does not have may be anywhere but among the pods that it has here.
                (rule.peers.length === 0 ||
                  rule.peers.some(
                    ({ namespaceSelector, block, podSelector }) =>
                      namespaceSelector !== undefined ||
                      block !== undefined ||
                      /prom|metrics|agent|collector/.test(
                        JSON.stringify(podSelector ?? policy.resource.name),
                      ),
                  )),
            );
      if (isOpen) continue;
      const ports = isolation.rules.flatMap(({ rule }) =>
        rule.peers.some(({ namespaceSelector }) => namespaceSelector !== undefined)
          ? rule.ports.flatMap((each) => each.port ?? [])
          : [],
      );
      yield {
        resource,
        path,
        message: `Prometheus reads port ${port} of ${workload.kind} ${workload.namespace}/${workload.name}, and the NetworkPolicies of the pods (${isolation.policies.map((each) => each.resource.name).join(', ')}) do not admit it there${ports.length > 0 ? `; from other namespaces they admit ${[...new Set(ports)].join(', ')}` : ''}.`,
        fix: `Admit TCP port ${port} from the pods of Prometheus.`,
      };
    }
  },
};

/** Prometheus dials the address of a pod in the clear, and has no identity there. */
function* judgeMesh(
  state: ClusterState,
  {
    resource,
    path,
    workload,
    port,
  }: Pick<Said, 'resource' | 'path'> & { readonly workload: Workload; readonly port: number },
): Generator<Said> {
  if (modelIn(state).mesh === undefined || memberOf(state, workload) !== 'sidecar') return;
  const reason = refusalOf(state, undefined, workload, port);
  if (reason === undefined || !reason.says.includes('AuthorizationPolic')) return;
  yield {
    resource,
    path,
    message: `Prometheus reads port ${port} of ${workload.kind} ${workload.namespace}/${workload.name} in the clear, without an identity, and the AuthorizationPolicies of the pods refuse it there.`,
    fix: `Allow GET at port ${port} in an AuthorizationPolicy without asking who calls.`,
  };
}
