import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { membershipIn } from '../../state/mesh.ts';
import { at, fieldsAt, textAt, textsAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { MONITOR, WEB } from './samples.ts';
import { targetsIn } from './targets.ts';

const STRICT = (further: string) => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, mtls: { mode: STRICT }${further} }
`;
const MESHED = WEB.replace('name: shop }', 'name: shop, labels: { istio-injection: enabled } }');

export const scrapeRefusedByMesh: ClusterRule = {
  id: 'scrape-refused-by-mesh',
  severity: 'error',
  summary: 'A monitor that scrapes a port in the clear at which the mesh takes mutual TLS only',
  breaks:
    'The proxy closes each connection of Prometheus: the target is down for ever, and so is all that is computed from it.',
  pitfalls: ['X-61'],
  failing: MONITOR + MESHED + STRICT(''),
  passing: MONITOR + MESHED + STRICT(', portLevelMtls: { 9090: { mode: PERMISSIVE } }'),
  *judge(state) {
    if (state.of('security.istio.io/PeerAuthentication').length === 0 || isScraperMeshed(state)) return;
    for (const { monitor, endpoint, path, workload, port } of targetsIn(state)) {
      const isPlain =
        textAt(endpoint, 'scheme')?.toLowerCase() !== 'https' && endpoint.tlsConfig === undefined;
      if (port === undefined || !isPlain || OF_THE_PROXY.includes(port) || !isCaptured(state, workload, port))
        continue;
      const policy = strictPolicy(state, workload, port);
      if (policy === undefined) continue;
      yield {
        resource: monitor,
        path,
        message: `Port ${port} of ${workload.kind} ${workload.namespace}/${workload.name} takes mutual TLS only (${titleOf(policy)}), and this scrapes it in the clear: the target is down.`,
        fix: `Scrape port 15020 (/stats/prometheus), where the proxy gives the metrics of the program with its own; or set portLevelMtls ${port} to PERMISSIVE for these pods; or give Prometheus a certificate of the mesh.`,
      };
    }
  },
};

/** Ports of the proxy itself, which it does not guard. */
const OF_THE_PROXY = [15_020, 15_021, 15_090];

/** A Prometheus with a proxy may speak mutual TLS; how it is set up nobody here knows. */
function isScraperMeshed(state: ClusterState): boolean {
  return state.workloads.some(
    (workload) =>
      (workload.kind === 'Prometheus' || workload.labels['app.kubernetes.io/name'] === 'prometheus') &&
      membershipIn(state, workload) === 'sidecar',
  );
}

function isCaptured(state: ClusterState, workload: Workload, port: number): boolean {
  if (membershipIn(state, workload) !== 'sidecar') return false;
  const listed = (text: string | undefined) => text?.split(',').map((one) => one.trim()) ?? [];
  const { annotations } = workload;
  if (listed(annotations['traffic.sidecar.istio.io/excludeInboundPorts']).includes(String(port)))
    return false;
  const included = annotations['traffic.sidecar.istio.io/includeInboundPorts'];
  return included === undefined || included === '*' || listed(included).includes(String(port));
}

/** The policy by which a port takes mutual TLS only, as Istio finds it: of the workload, of the namespace, of the mesh. */
function strictPolicy(state: ClusterState, workload: Workload, port: number): Resource | undefined {
  const all = state.of('security.istio.io/PeerAuthentication');
  const selectorOf = ({ value }: Resource) => textsAt(value, 'spec', 'selector', 'matchLabels');
  const isWide = (policy: Resource) => Object.keys(selectorOf(policy)).length === 0;
  const own = all.filter(
    (policy) =>
      policy.namespace === workload.namespace &&
      !isWide(policy) &&
      Object.entries(selectorOf(policy)).every(([key, value]) => workload.labels[key] === value),
  );
  const ofNamespace = all.filter((policy) => policy.namespace === workload.namespace && isWide(policy));
  const ofMesh = all.filter((policy) => policy.namespace === 'istio-system' && isWide(policy));
  const ports = own.find(({ value }) => at(value, 'spec', 'portLevelMtls', String(port)) !== undefined);
  if (ports !== undefined) {
    const mode = textAt(fieldsAt(ports.value, 'spec', 'portLevelMtls'), String(port), 'mode');
    if (mode !== undefined && mode !== 'UNSET') return mode === 'STRICT' ? ports : undefined;
  }
  for (const policy of [...own, ...ofNamespace, ...ofMesh]) {
    const mode = textAt(policy.value, 'spec', 'mtls', 'mode');
    if (mode !== undefined && mode !== 'UNSET') return mode === 'STRICT' ? policy : undefined;
  }
  return undefined;
}
