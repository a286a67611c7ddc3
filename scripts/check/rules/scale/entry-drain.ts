import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import { numberAt, places, textsAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { deployment } from '../sample-workloads.ts';

const ATTRIBUTES = 'alb.ingress.kubernetes.io/target-group-attributes';
const entry = (seconds: number) =>
  `${deployment('web', { pod: 'terminationGracePeriodSeconds: 60' })}---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { ${ATTRIBUTES}: deregistration_delay.timeout_seconds=${seconds} } }
spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }
`;

/** The load balancer lets requests end that the pod no longer can. */
export const entryDrain: ClusterRule = {
  id: 'entry-drains-longer-than-pods',
  severity: 'warning',
  summary: 'A load balancer that lets requests run longer than the pods behind it have to end',
  breaks:
    'The pod is killed while the load balancer still waits for its answers: the longest requests fail with each update.',
  pitfalls: ['X-75', 'X-104'],
  failing: entry(120),
  passing: entry(45),
  *judge(state) {
    for (const ingress of state.of('networking.k8s.io/Ingress')) {
      const [, written] =
        /deregistration_delay\.timeout_seconds=(\d+)/.exec(ingress.annotations[ATTRIBUTES] ?? '') ?? [];
      if (written === undefined) continue;
      const names = new Set(
        [...places(ingress.value, 'spec.rules[].http.paths[].backend.service.name')].map(
          ({ value }) => value,
        ),
      );
      for (const name of names) {
        const service = state.find('/Service', ingress.namespace, String(name));
        const selector = textsAt(service?.value, 'spec', 'selector');
        if (Object.keys(selector).length === 0) continue;
        for (const { resource, labels, spec, specPath } of state.workloadsIn(ingress.namespace)) {
          const grace = numberAt(spec, 'terminationGracePeriodSeconds');
          // Where nobody says it, nobody has thought of the two together.
          if (grace === undefined || Number(written) <= grace || !containsLabels(labels, selector)) continue;
          yield {
            resource,
            path: [...specPath, 'terminationGracePeriodSeconds'],
            message: `Its pods have ${grace} s to end, and ${titleOf(ingress)} lets requests run for ${written} s more (deregistration_delay).`,
            fix: `Write terminationGracePeriodSeconds: ${Number(written) + 15}, or a shorter deregistration_delay.timeout_seconds.`,
          };
        }
      }
    }
  },
};
