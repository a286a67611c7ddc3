import type { ClusterRule } from '../../rule.ts';
import { membershipIn } from '../../state/mesh.ts';
import { at, type Path } from '../../state/read.ts';
import { CART } from './sample.ts';

/** The user and the group of Istio's proxy, whose packets the rules of the network leave alone. */
const PROXY = 1337;

export const runsAsProxy: ClusterRule = {
  id: 'runs-as-proxy',
  severity: 'error',
  summary: 'A container of a pod with a proxy that runs as the user of the proxy',
  breaks:
    'What it sends is taken for the packets of the proxy and goes round it: without mTLS, routes and policies, and refused where mTLS is demanded.',
  failing: CART.replace('serviceAccountName: cart', 'securityContext: { runAsUser: 1337 }'),
  passing: CART.replace('serviceAccountName: cart', 'securityContext: { runAsUser: 1000 }'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      if (membershipIn(state, workload) !== 'sidecar') continue;
      const { resource, spec, specPath } = workload;
      const own = workload.containers.filter(({ name }) => name !== 'istio-proxy' && name !== 'istio-init');
      for (const field of ['runAsUser', 'runAsGroup']) {
        const found = own.flatMap(({ name, value, path, role }): { name: string; path: Path }[] => {
          // Before the proxy runs, its user is the way out.
          if (role === 'init') return [];
          if (at(value, 'securityContext', field) === PROXY)
            return [{ name, path: [...path, 'securityContext', field] }];
          const isOpen = at(value, 'securityContext', field) === undefined;
          return isOpen && at(spec, 'securityContext', field) === PROXY
            ? [{ name, path: [...specPath, 'securityContext', field] }]
            : [];
        });
        const [first] = found;
        if (first === undefined) continue;
        yield {
          resource,
          path: first.path,
          message: `${found.map(({ name }) => name).join(', ')} runs with ${field} 1337, as the proxy does: nothing that it sends goes through the proxy.`,
          fix: `Write another ${field}, such as 1000.`,
        };
      }
    }
  },
};
