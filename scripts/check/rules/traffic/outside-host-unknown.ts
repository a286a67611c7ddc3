import { nearestName } from '../../../../clusters/nearest-name.ts';
import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { type Call, callsOf, targetOf } from '../../state/called-hosts.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { modelIn } from '../../state/connections.ts';
import { hostsIn, isHostOf, lookUp } from '../../state/mesh-hosts.ts';
import { memberOf, podsOfWorkload } from '../../state/mesh-members.ts';
import type { Workload } from '../../state/workload.ts';
import { CART } from './sample.ts';

const outside = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: [./*] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec: { hosts: [${host}], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
`;
const CALLING = CART.replace(
  'cart:1.0.0,',
  "cart:1.0.0, env: [{ name: PAYMENTS_URL, value: 'https://payments.example.net' }],",
);

/** With REGISTRY_ONLY a proxy lets out what it knows. */
export const outsideHostUnknown: ClusterRule = {
  id: 'outside-host-unknown',
  severity: 'error',
  summary:
    'A host outside that a program of the mesh is told to call, and that its proxy does not know at that port',
  breaks: 'The proxy sends the call into a hole: connections are reset, whatever NetworkPolicies admit.',
  pitfalls: ['X-62'],
  failing: CALLING + outside('payment.example.net'),
  passing: CALLING + outside('payments.example.net'),
  *judge(state) {
    if (modelIn(state).mesh === undefined) return;
    for (const workload of state.workloads) {
      if (memberOf(state, workload) !== 'sidecar' || !isClosed(state, workload)) continue;
      const seen = new Set<string>();
      for (const call of callsOf(state, workload)) {
        if (
          targetOf(state, call, workload.namespace).type !== 'external' ||
          seen.has(`${call.host}:${call.port}`)
        )
          continue;
        seen.add(`${call.host}:${call.port}`);
        yield* judgeCall(state, workload, call);
      }
    }
  },
};

/** As the nearest Sidecar says, or the mesh. */
function isClosed(state: ClusterState, workload: Workload): boolean {
  const { mesh } = modelIn(state);
  const pods = podsOfWorkload(state, workload);
  if (mesh === undefined || pods === undefined) return false;
  const own = mesh.sidecars.filter(({ namespace }) => namespace === workload.namespace);
  const sidecar =
    own.find(({ selector }) => selector !== undefined && containsLabels(workload.labels, selector)) ??
    own.find(({ selector }) => selector === undefined) ??
    mesh.sidecars.find(
      ({ namespace, selector }) => namespace === mesh.config.rootNamespace && selector === undefined,
    );
  return sidecar?.registryOnly ?? mesh.config.registryOnly;
}

function* judgeCall(
  state: ClusterState,
  workload: Workload,
  { host, port, resource, path, scheme }: Call,
): Generator<Said> {
  const { status, hosts } = lookUp(state, host, workload.namespace);
  const said = `${workload.kind} ${workload.namespace}/${workload.name} is told to call ${host}${port === undefined ? '' : `:${port}`}`;
  const excluded =
    workload.annotations['traffic.sidecar.istio.io/excludeOutboundPorts']?.split(',').map(Number) ?? [];
  if (port !== undefined && excluded.includes(port)) return;
  if (status === 'hidden') {
    const entry = hosts[0]?.resource;
    yield {
      resource: entry ?? resource,
      path: entry === undefined ? path : ['spec', 'exportTo'],
      message: `${said}, and ServiceEntry ${entry?.namespace}/${entry?.name} is not exported to that namespace: the proxy sends the call into a hole (REGISTRY_ONLY).`,
      fix: `Let exportTo name ${workload.namespace}.`,
    };
    return;
  }
  if (status !== 'known') {
    const all = [...hostsIn(state).exact.values()].flat().filter(({ service }) => service === undefined);
    const near =
      nearestName(
        host,
        all.map((each) => each.host),
      ) ?? hostsIn(state).wildcards.find((each) => isHostOf(host, each.host))?.host;
    yield {
      resource,
      path,
      message: `${said}, and no ServiceEntry has the host: the proxy sends the call into a hole (REGISTRY_ONLY).`,
      fix:
        near === undefined
          ? `Add a ServiceEntry for ${host}, MESH_EXTERNAL with resolution DNS, and port ${port ?? 443}.`
          : `Write ${host} in the ServiceEntry in place of ${near}, or the other way round.`,
    };
    return;
  }
  if (port === undefined) return;
  const ports = hosts.flatMap((each) => each.ports);
  const own = ports.find(({ number }) => number === port);
  const entry = hosts[0]?.resource ?? resource;
  if (own === undefined) {
    yield {
      resource: entry,
      path: ['spec', 'ports'],
      message: `${said}, and the ServiceEntry has ${ports.map(({ number }) => number).join(', ')} only: the proxy sends the call into a hole (REGISTRY_ONLY).`,
      fix: `Add port ${port}.`,
    };
  } else if (
    /^https|^wss|^rediss|^amqps/.test(scheme ?? '') &&
    /^(?:http|http2|grpc)$/.test(own.protocol ?? '')
  ) {
    yield {
      resource: entry,
      path: ['spec', 'ports'],
      message: `${said} with TLS, and the ServiceEntry says ${own.protocol?.toUpperCase()} for port ${port}: the proxy reads the handshake as a request, and closes the connection.`,
      fix: 'Write protocol: TLS, or HTTPS.',
    };
  }
}
