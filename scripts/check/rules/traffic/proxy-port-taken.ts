import type { ClusterRule } from '../../rule.ts';
import { membershipIn } from '../../state/mesh.ts';
import { CART } from './sample.ts';

/** What Istio's proxy listens at in each pod, and what for. */
const PORTS: ReadonlyMap<number, string> = new Map([
  [15_000, 'its administration'],
  [15_001, 'calls that leave the pod'],
  [15_002, 'probes of its own'],
  [15_004, 'debugging'],
  [15_006, 'calls that come into the pod'],
  [15_008, 'tunnels of HBONE'],
  [15_020, 'metrics and probes'],
  [15_021, 'its own readiness'],
  [15_053, 'names'],
  [15_090, 'its own metrics'],
]);

/** Both live in one network namespace: whoever comes second does not get the port. */
export const proxyPortTaken: ClusterRule = {
  id: 'proxy-port-taken',
  severity: 'error',
  summary: 'A container of a pod with a proxy that listens at a port of the proxy',
  breaks:
    'The application or the proxy ends with "address already in use", and calls to the port reach the other of the two.',
  failing: CART.replaceAll('8080', '15020'),
  passing: CART,
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      if (membershipIn(state, workload) !== 'sidecar') continue;
      for (const { name, role, ports } of workload.containers) {
        if (name === 'istio-proxy' || role === 'init') continue;
        for (const { number, path } of ports) {
          const use = PORTS.get(number);
          if (use === undefined) continue;
          yield {
            resource: workload.resource,
            path: [...path, 'containerPort'],
            message: `The container ${name} listens at ${number}, which the proxy in the same pod has for ${use}.`,
            fix: 'Let the application listen at a port outside of 15000 to 15090, and name it in the Service.',
          };
        }
      }
    }
  },
};
