import type { Labels } from '../objects/fields.ts';
import type { Pods as PodsOfModel } from '../pods.ts';

/** What the injector looks at. */
type Pods = Pick<PodsOfModel, 'hostNetwork' | 'containers' | 'labels' | 'annotations'>;

/** How pods take part in a mesh: by a proxy beside them, as a gateway, by the proxy of their node, or not at all. */
export type Membership = 'sidecar' | 'gateway' | 'ambient' | 'none';

const INJECT = 'sidecar.istio.io/inject';
const REVISION = 'istio.io/rev';
const NAMESPACE = 'istio-injection';
const MODE = 'istio.io/dataplane-mode';

/** What the injector of Istio does with pods of a namespace with these labels. */
export function membershipOf(pods: Pods, namespace: Labels): Membership {
  if (pods.hostNetwork) return 'none';
  if (pods.containers.includes('istio-proxy') || isInjected(pods, namespace)) {
    return isGatewayTemplate(pods) ? 'gateway' : 'sidecar';
  }
  const mode = pods.labels[MODE] ?? namespace[MODE];
  return mode === 'ambient' ? 'ambient' : 'none';
}

/** Whether anything about the pods or their namespace says who is in the mesh. */
export function isMarked({ labels, annotations, containers }: Pods, namespace: Labels): boolean {
  return (
    [NAMESPACE, REVISION, MODE].some((key) => Object.hasOwn(namespace, key)) ||
    [INJECT, REVISION, MODE].some((key) => Object.hasOwn(labels, key)) ||
    Object.hasOwn(annotations, INJECT) ||
    containers.includes('istio-proxy')
  );
}

function isInjected({ labels, annotations }: Pods, namespace: Labels): boolean {
  const asked = labels[INJECT] ?? annotations[INJECT];
  if (namespace[NAMESPACE] === 'disabled' || asked === 'false') return false;
  if (namespace[NAMESPACE] === 'enabled' || (namespace[REVISION] ?? '') !== '') return true;
  return labels[INJECT] === 'true' || (labels[REVISION] ?? '') !== '';
}

function isGatewayTemplate({ labels, annotations }: Pods): boolean {
  const templates = annotations['inject.istio.io/templates'] ?? '';
  return (
    templates.split(',').includes('gateway') ||
    Object.hasOwn(labels, 'gateway.networking.k8s.io/gateway-name')
  );
}

/** Ports of the proxy itself, which no policy of the mesh guards: merged metrics, health, Envoy's own metrics. */
export const PROXY_PORTS: readonly number[] = [15_020, 15_021, 15_090];
