import type { ClusterRule } from '../../rule.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { titleOf } from '../../state/resource.ts';
import { deployment } from '../sample-workloads.ts';
import { quotasIn } from './quota-usage.ts';

const quota = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: shop, namespace: shop }
spec: { hard: { limits.memory: 4Gi } }
`;
/** What a quota counts, each container has to say. */
const COUNTED: Readonly<Record<string, readonly [of: 'requests' | 'limits', name: string]>> = {
  cpu: ['requests', 'cpu'],
  memory: ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

/** The quota asks every container, init containers too, and refuses the pod for one that says nothing. */
export const quotaNeedsResources: ClusterRule = {
  id: 'quota-needs-resources',
  severity: 'error',
  summary:
    'A container without a request or limit that the quota of its namespace counts, and no LimitRange gives',
  breaks:
    'The API server refuses every pod of it: "must specify limits.memory". The Deployment is accepted and stays without pods; only events of its ReplicaSet say why.',
  pitfalls: ['X-30'],
  failing: quota + deployment('web', { container: 'resources: { requests: { memory: 64Mi } }' }),
  passing: quota + deployment('web', { container: 'resources: { limits: { memory: 64Mi } }' }),
  *judge(state) {
    for (const { resource, hard, workloads } of quotasIn(state)) {
      const counted = [...hard.keys()].flatMap((name) => (Object.hasOwn(COUNTED, name) ? [name] : []));
      for (const workload of workloads) {
        if (workload.resource.isExtract || counted.length === 0) continue;
        for (const { container, isInjected, requests, limits } of containerResources(state, workload)) {
          const lacking = counted.filter((key) => {
            const [of, name] = COUNTED[key] ?? ['requests', key];
            return !(of === 'requests' ? requests : limits).has(name);
          });
          if (lacking.length === 0) continue;
          const fields = lacking.map((key) => (COUNTED[key] ?? ['requests', key]).join('.'));
          yield {
            resource: workload.resource,
            path: isInjected ? workload.specPath : [...container.path, 'resources'],
            message: `The container ${container.name} says no ${fields.join(', ')}, which ${titleOf(resource)} counts: its pods are refused.`,
            fix: isInjected
              ? 'Write the resources of the proxy in the annotations sidecar.istio.io/proxyCPU, proxyMemory, proxyCPULimit and proxyMemoryLimit.'
              : `Write resources.${fields.join(' and resources.')}, or a LimitRange with defaults.`,
          };
        }
      }
    }
  },
};
