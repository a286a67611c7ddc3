import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { memberOf, tlsModeAt } from '../../state/mesh-members.ts';
import { scrapesIn } from '../../state/monitors.ts';
import { at, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { isSeen, type ServiceState, servicesIn, targetsAt } from '../../state/service-ports.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { CART } from './sample.ts';

const scrape = (rest: string) => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  podMetricsEndpoints: [{ port: http${rest} }]
`;

/** STRICT refuses everybody who has no certificate of the mesh. */
export const strictRefusesPlainCalls: ClusterRule = {
  id: 'strict-refuses-plain-calls',
  severity: 'error',
  summary:
    'A port that takes only mutual TLS, and that Prometheus, a load balancer or the kubelet calls in the clear',
  breaks:
    'The connections are reset: targets are down, the load balancer answers 502, or pods never get ready.',
  pitfalls: ['X-61', 'X-104'],
  failing: CART + scrape(''),
  passing: `${CART + scrape('')}---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, portLevelMtls: { '8080': { mode: PERMISSIVE } } }
`,
  *judge(state) {
    if (state.of('security.istio.io/PeerAuthentication').length === 0) return;
    yield* judgeMonitors(state);
    yield* judgeIngresses(state);
    yield* judgeLoadBalancers(state);
    yield* judgeProbes(state);
  },
};

function isStrict(state: ClusterState, workload: Workload, port: number): boolean {
  return tlsModeAt(state, workload, port)?.mode === 'STRICT';
}

const EXCEPTION = (port: number) =>
  `Add a PeerAuthentication for these pods with portLevelMtls: { "${port}": { mode: PERMISSIVE } }`;

/** Prometheus dials the address of a pod, which no proxy of its own knows: it always calls in the clear. */
function* judgeMonitors(state: ClusterState): Generator<Said> {
  for (const { monitor, path, endpoint, workload, port } of scrapesIn(state)) {
    const isEncrypted = /^https$/i.test(textAt(endpoint, 'scheme') ?? '');
    if (isEncrypted || !isStrict(state, workload, port)) continue;
    yield {
      resource: monitor,
      path,
      message: `Prometheus calls port ${port} of ${workload.kind} ${workload.namespace}/${workload.name} in the clear, and it takes only mutual TLS (STRICT).`,
      fix: `${EXCEPTION(port)}, or scrape the merged metrics at port 15020.`,
    };
  }
}

function portsAt(workload: Workload, name: string | undefined, target: unknown): readonly number[] {
  if (typeof target === 'number') return [target];
  const wanted = typeof target === 'string' ? target : name;
  return portsOf(workload)
    .filter((port) => port.name === wanted)
    .map(({ number }) => number);
}

/** An Ingress whose controller has no proxy calls the pods in the clear. */
function* judgeIngresses(state: ClusterState): Generator<Said> {
  for (const resource of state.of('networking.k8s.io/Ingress')) {
    if (isOfIstio(resource)) continue;
    for (const { path, value } of [
      ...places(resource.value, 'spec.rules[].http.paths[].backend.service'),
      ...places(resource.value, 'spec.defaultBackend.service'),
    ]) {
      const service = servicesIn(state).get(`${resource.namespace}/${textAt(value, 'name') ?? ''}`);
      const refused =
        service && strictBehind(state, service, at(value, 'port', 'number') ?? at(value, 'port', 'name'));
      if (refused === undefined || hasControllerInMesh(state, resource)) continue;
      yield {
        resource,
        path,
        message: `The load balancer calls port ${refused.port} of ${refused.workload.kind} ${refused.workload.namespace}/${refused.workload.name} in the clear, and it takes only mutual TLS (STRICT).`,
        fix: `Lead the Ingress to the Service of a gateway of the mesh, with a VirtualService for the host; or: ${EXCEPTION(refused.port)}.`,
      };
    }
  }
}

function isOfIstio({ value, annotations }: Resource): boolean {
  return /istio/.test(
    textAt(value, 'spec', 'ingressClassName') ?? annotations['kubernetes.io/ingress.class'] ?? '',
  );
}

/** A controller that runs in the cluster with a proxy of its own has a certificate. */
function hasControllerInMesh(state: ClusterState, { value, annotations }: Resource): boolean {
  const name =
    textAt(value, 'spec', 'ingressClassName') ?? annotations['kubernetes.io/ingress.class'] ?? 'nginx';
  if (/alb|gce/.test(name)) return false;
  const controllers = state.workloads.filter(
    (workload) =>
      /ingress|traefik|nginx|contour|haproxy|kong/.test(`${workload.namespace}/${workload.name}`) &&
      workload.kind !== 'Job',
  );
  // A controller outside the tree may have a proxy.
  return controllers.length === 0
    ? !/alb/.test(name)
    : controllers.some((workload) => memberOf(state, workload) !== 'none');
}

/** A load balancer calls from outside the mesh. */
function* judgeLoadBalancers(state: ClusterState): Generator<Said> {
  for (const service of servicesIn(state).values()) {
    if (service.type !== 'LoadBalancer') continue;
    for (const port of service.ports) {
      const refused = strictBehind(state, service, port.number);
      if (refused === undefined) continue;
      yield {
        resource: service.resource,
        path: port.path,
        message: `The load balancer calls port ${refused.port} of ${refused.workload.kind} ${refused.workload.name} in the clear, and it takes only mutual TLS (STRICT).`,
        fix: `Let the load balancer be that of a gateway of the mesh; or: ${EXCEPTION(refused.port)}.`,
      };
    }
  }
}

function strictBehind(
  state: ClusterState,
  { ports, workloads, namespace }: ServiceState,
  port: unknown,
): { readonly workload: Workload; readonly port: number } | undefined {
  if (!isSeen(state, namespace)) return undefined;
  return ports
    .filter(({ number, name }) => number === port || name === port)
    .flatMap((each) =>
      workloads.flatMap((workload) =>
        targetsAt(each, workload).map((target) => ({ workload, port: target })),
      ),
    )
    .find((each) => isStrict(state, each.workload, each.port));
}

/** The proxy answers for probes, unless it is told not to. */
function* judgeProbes(state: ClusterState): Generator<Said> {
  for (const workload of state.workloads) {
    if (workload.annotations['sidecar.istio.io/rewriteAppHTTPProbers'] !== 'false') continue;
    for (const { value, path } of workload.containers) {
      for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        const port = at(value, probe, 'httpGet', 'port');
        const [number] =
          typeof port === 'number'
            ? [port]
            : portsAt(workload, typeof port === 'string' ? port : undefined, undefined);
        if (number === undefined || !isStrict(state, workload, number)) continue;
        yield {
          resource: workload.resource,
          path: [...path, probe],
          message: `The kubelet calls port ${number} in the clear, which takes only mutual TLS (STRICT), and the annotation keeps the proxy from answering for it.`,
          fix: 'Take the annotation sidecar.istio.io/rewriteAppHTTPProbers out.',
        };
      }
    }
  }
}
