import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { at, type Path, text } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { findsPods, isElsewhere, selectedIn } from '../../state/selected.ts';
import { isEmptySelector, selectorText } from '../../state/selects.ts';
import { nearestLabels } from './nearest-labels.ts';

/** Where an object says which pods it is about. */
interface Selector {
  readonly path: Path;
  /** The labels stand there themselves, without `matchLabels`. */
  readonly bare?: boolean;
  /** In the namespace of the mesh itself it is about the pods of all namespaces. */
  readonly reachesAll?: boolean;
  readonly effect: string;
}

const ISTIO = { path: ['spec', 'selector'], reachesAll: true };

const SELECTORS: Readonly<Record<string, Selector>> = {
  'cilium.io/CiliumNetworkPolicy': {
    path: ['spec', 'endpointSelector'],
    effect: 'it admits nothing and closes nothing',
  },
  'security.istio.io/AuthorizationPolicy': { ...ISTIO, effect: 'no request is judged by it' },
  'security.istio.io/RequestAuthentication': { ...ISTIO, effect: 'no token is read by it' },
  'security.istio.io/PeerAuthentication': { ...ISTIO, effect: 'no connection is held to it' },
  'telemetry.istio.io/Telemetry': { ...ISTIO, effect: 'no proxy is told of it' },
  'extensions.istio.io/WasmPlugin': { ...ISTIO, effect: 'no proxy loads it' },
  'networking.istio.io/Sidecar': {
    path: ['spec', 'workloadSelector', 'labels'],
    bare: true,
    effect: 'no proxy is told of it',
  },
  'networking.istio.io/EnvoyFilter': {
    path: ['spec', 'workloadSelector', 'labels'],
    bare: true,
    reachesAll: true,
    effect: 'no proxy is told of it',
  },
  'networking.istio.io/DestinationRule': {
    path: ['spec', 'workloadSelector'],
    effect: 'no client is told of it',
  },
  'networking.istio.io/ProxyConfig': { ...ISTIO, effect: 'no proxy is told of it' },
  'vpcresources.k8s.aws/SecurityGroupPolicy': {
    path: ['spec', 'podSelector'],
    effect: 'no pod gets the security groups',
  },
};

const SAMPLE = (app: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: ${app} } }
  rules: [{ from: [{ source: { namespaces: [ingress] } }] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
`;

/** A policy without pods is accepted, and looks as if it protected something. */
export const policySelectsNoPods: ClusterRule = {
  id: 'policy-selects-no-pods',
  severity: 'error',
  summary: 'A policy of the mesh or a setting of its proxies whose selector matches no pod of its namespace',
  breaks: 'It has no effect, and nothing says so: pods stay unprotected, or stay closed.',
  pitfalls: ['X-17', 'X-22'],
  failing: SAMPLE('webb'),
  passing: SAMPLE('web'),
  *judge(state) {
    for (const [type, selector] of Object.entries(SELECTORS)) {
      for (const resource of state.of(type)) yield* saidOf(state, resource, selector);
    }
  },
};

function* saidOf(state: ClusterState, resource: Resource, of: Selector): Generator<Said> {
  const { path, bare, reachesAll, effect } = of;
  const written = at(resource.value, ...path);
  const selector = bare === true ? { matchLabels: written } : written;
  if (written === undefined || isEmptySelector(selector)) return;
  const { namespace } = resource;
  if (reachesAll === true && namespace === rootNamespace(state)) {
    if ([...state.namespaces.keys()].some((each) => selectedIn(state, each, selector).length > 0)) return;
  }
  const found = findsPods(state, namespace, selector);
  if (found === true || (found === undefined && !isElsewhere(state, namespace, selector))) return;
  yield {
    resource,
    path,
    message: `No pod in the namespace ${namespace} has the labels ${selectorText(selector)}: ${effect}.`,
    fix: `Write labels that the template of a workload has${nearestLabels(state, namespace, selector)}.`,
    ...(resource.isExtract && { severity: 'info' as const }),
  };
}

/** Where policies are about the whole mesh. */
function rootNamespace(state: ClusterState): string {
  return text(meshInstallation(state).meshConfig?.rootNamespace) ?? 'istio-system';
}
