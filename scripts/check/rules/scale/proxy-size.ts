import type { ClusterRule } from '../../rule.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { amountText, quantityOf } from '../../state/quantity.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import { scaledWorkload, scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

/** What Istio's proxy takes for a thousand requests in a second, by its own measurements: a third of a CPU or more. */
const FOR_A_THOUSAND = 350_000_000n;
const THOUSAND = 1000n * 1_000_000_000n;
const REQUESTS = /(?:requests?|rps|http).*(?:per_second|rate|rps)|requests_per_second/i;
const metric =
  '{ type: Pods, pods: { metric: { name: http_requests_per_second }, target: { type: AverageValue, averageValue: "1000" } } }';
const proxied = (cpu: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
${deployment('web', { metadata: `annotations: { sidecar.istio.io/proxyCPU: 50m, sidecar.istio.io/proxyCPULimit: ${cpu} }` })}
${hpa('web', { metrics: metric })}`;

/** The proxy works for every request, up to the load at which pods are added. */
export const proxySize: ClusterRule = {
  id: 'proxy-throttled-at-target',
  severity: 'warning',
  summary: 'A proxy of the mesh whose CPU limit is below what the requests take at which pods are added',
  breaks:
    'The kernel stops the proxy for most of each tenth of a second: every request waits, and no pod is added, since the target is not reached.',
  pitfalls: ['X-74'],
  failing: proxied('200m'),
  passing: proxied('2'),
  *judge(state) {
    for (const scaler of scalersIn(state)) {
      const workload = scaledWorkload(state, scaler);
      if (workload === undefined || scaler.kind !== 'HorizontalPodAutoscaler') continue;
      const proxy = containerResources(state, workload).find(
        ({ container }) => container.name === 'istio-proxy',
      );
      const limit = proxy?.limits.get('cpu');
      if (limit === undefined) continue;
      for (const [index, each] of listAt(scaler.resource.value, 'spec', 'metrics').entries()) {
        const name = textAt(each, 'pods', 'metric', 'name') ?? '';
        const target = quantityOf(at(each, 'pods', 'target', 'averageValue'));
        if (target === undefined || !REQUESTS.test(name)) continue;
        const needs = (target * FOR_A_THOUSAND) / THOUSAND;
        if (needs <= limit) continue;
        yield {
          resource: scaler.resource,
          path: ['spec', 'metrics', index],
          message: `Pods are added at ${amountText('', target)} requests in a second, for which the proxy takes about ${amountText('cpu', needs)} CPU, and its limit is ${amountText('cpu', limit)}.`,
          fix: `Write the annotation sidecar.istio.io/proxyCPULimit: ${amountText('cpu', needs * 2n)} or more, or a lower target.`,
        };
      }
    }
  },
};
