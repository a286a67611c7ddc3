import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import { fieldsAt, textsAt } from '../../state/read.ts';
import { servicesOf, targetsAt } from '../../state/service-ports.ts';
import { portsOf } from '../../state/workload.ts';
import { CART } from './sample.ts';

const peer = (port: number) => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, mtls: { mode: STRICT }, portLevelMtls: { '${port}': { mode: PERMISSIVE } } }
`;

/** The port of the pod is meant, and it needs a selector. */
export const peerAuthenticationPorts: ClusterRule = {
  id: 'peer-authentication-ports',
  severity: 'error',
  summary: 'A PeerAuthentication about a port that its pods do not have, or about ports without pods',
  breaks: 'The exception does not hold: callers in the clear are refused at the port that was meant.',
  pitfalls: ['X-61'],
  failing: CART + peer(80),
  passing: CART + peer(8080),
  *judge(state) {
    for (const resource of state.of('security.istio.io/PeerAuthentication')) {
      const ports = Object.keys(fieldsAt(resource.value, 'spec', 'portLevelMtls'));
      const selector = textsAt(resource.value, 'spec', 'selector', 'matchLabels');
      if (ports.length === 0) continue;
      if (Object.keys(selector).length === 0) {
        yield {
          resource,
          path: ['spec', 'portLevelMtls'],
          message: 'Modes of ports hold with a selector only: Istio refuses them for a whole namespace.',
          fix: 'Write selector.matchLabels of the pods.',
        };
        continue;
      }
      const workloads = state
        .workloadsIn(resource.namespace)
        .filter(({ labels }) => containsLabels(labels, selector));
      if (workloads.length === 0 || workloads.some((workload) => portsOf(workload).length === 0)) continue;
      const services = workloads.flatMap((workload) =>
        servicesOf(state, workload).flatMap((service) =>
          service.ports.flatMap((port) => targetsAt(port, workload).map((target) => ({ port, target }))),
        ),
      );
      const known = new Set([
        ...workloads.flatMap(portsOf).map(({ number }) => number),
        ...services.map(({ target }) => target),
      ]);
      for (const text of ports) {
        const port = Number(text);
        if (known.has(port) || (port >= 15_000 && port <= 15_100)) continue;
        const moved = services.find((each) => each.port.number === port)?.target;
        yield {
          resource,
          path: ['spec', 'portLevelMtls', text],
          severity: moved === undefined ? 'warning' : 'error',
          message:
            moved === undefined
              ? `The pods do not listen at port ${text}; they have ${[...known].join(', ')}.`
              : `${text} is the port of the Service, and the pods listen at ${moved}: the mode holds for nothing.`,
          fix: `Write "${moved ?? [...known][0]}".`,
        };
      }
    }
  },
};
