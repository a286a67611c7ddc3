import { PROXY_PORTS } from '../../cluster-model/mesh/membership.ts';
import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { Mode, PeerAuthentication } from '../../cluster-model/mesh/peer-authentication.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods } from '../../cluster-model/pods.ts';

/** How a port of a workload wants to be called, and who says so; the nearest that says something counts. */
export function modeOf(
  mesh: Mesh,
  pods: Pods,
  port: number,
): { readonly mode: Mode; readonly by?: PeerAuthentication } {
  const [own, namespace, root] = authenticationsOf(mesh, pods);
  if (own?.ports.has(port)) {
    const mode = own.ports.get(port);
    if (mode !== undefined) return { mode, by: own };
  }
  for (const each of [own, namespace, root])
    if (each?.mode !== undefined) return { mode: each.mode, by: each };
  return { mode: 'PERMISSIVE' };
}

/** That of the workload, of its namespace and of the mesh. */
export function authenticationsOf(mesh: Mesh, pods: Pods): readonly (PeerAuthentication | undefined)[] {
  const { rootNamespace } = mesh.config;
  const all = mesh.peerAuthentications;
  return [
    all.find(
      ({ namespace, selector }) =>
        namespace === pods.namespace && selector !== undefined && containsLabels(pods.labels, selector),
    ),
    all.find(({ namespace, selector }) => namespace === pods.namespace && selector === undefined),
    all.find(({ namespace, selector }) => namespace === rootNamespace && selector === undefined),
  ];
}

/** Whether a proxy stands in front of a port: what is left out of the capture is reached as without a mesh. */
export function isCaptured({ annotations }: Pods, port: number): boolean {
  if (PROXY_PORTS.includes(port)) return false;
  const included = annotations['traffic.sidecar.istio.io/includeInboundPorts'];
  if (included !== undefined && included !== '*' && !numbersIn(included).includes(port)) return false;
  return !numbersIn(annotations['traffic.sidecar.istio.io/excludeInboundPorts']).includes(port);
}

/** Whether a call to a port leaves through the caller's proxy. */
export function isProxied({ annotations }: Pods, port: number): boolean {
  return !numbersIn(annotations['traffic.sidecar.istio.io/excludeOutboundPorts']).includes(port);
}

const NONE: readonly number[] = [];

/** Nearly no pods have such an annotation, and each pair of pods asks for it at each port. */
function numbersIn(text = ''): readonly number[] {
  if (text === '') return NONE;
  return text
    .split(',')
    .filter((each) => each.trim() !== '')
    .map(Number);
}
