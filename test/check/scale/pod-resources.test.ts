import { describe, expect, it } from 'vitest';
import { podResources } from '../../../scripts/check/state/pod-resources.ts';
import { amountText } from '../../../scripts/check/state/quantity.ts';
import { stateOf } from '../state-of.ts';

function requestsOf(pod: string, further = ''): Readonly<Record<string, string>> {
  const state = stateOf(`${further}
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: ${pod}
`);
  const [workload] = state.workloads;
  if (workload === undefined) throw new Error('There is no pod.');
  const { requests } = podResources(state, workload);
  return Object.fromEntries([...requests].map(([name, amount]) => [name, amountText(name, amount)]));
}

const asks = (name: string, cpu: string, further = '') =>
  `{ name: ${name}, ${further}resources: { requests: { cpu: ${cpu} } } }`;
const stays = 'restartPolicy: Always, ';

describe('what the scheduler and quotas count for a pod', () => {
  it('is the sum of what runs together', () => {
    expect(requestsOf(`{ containers: [${asks('a', '100m')}, ${asks('b', '200m')}] }`)).toEqual({
      cpu: '300m',
    });
  });

  it('is the init container that asks for more, one at a time', () => {
    const initial = `initContainers: [${asks('x', '500m')}, ${asks('y', '400m')}]`;
    expect(requestsOf(`{ ${initial}, containers: [${asks('a', '100m')}] }`)).toEqual({ cpu: '500m' });
  });

  it('has the sidecars that are there already beside an init container, and not those after it', () => {
    const after = `initContainers: [${asks('x', '500m')}, ${asks('s', '300m', stays)}]`;
    const before = `initContainers: [${asks('s', '300m', stays)}, ${asks('x', '500m')}]`;
    expect(requestsOf(`{ ${after}, containers: [${asks('a', '100m')}] }`)).toEqual({ cpu: '500m' });
    expect(requestsOf(`{ ${before}, containers: [${asks('a', '100m')}] }`)).toEqual({ cpu: '800m' });
  });

  it('takes a limit for the request, before the defaults of the namespace', () => {
    const range = `---
apiVersion: v1
kind: LimitRange
metadata: { name: shop, namespace: shop }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 50m, memory: 64Mi } }] }
`;
    const container = '{ name: a, resources: { limits: { cpu: 200m } } }';
    expect(requestsOf(`{ containers: [${container}] }`, range)).toEqual({ cpu: '200m', memory: '64Mi' });
  });

  it('has what the mesh adds', () => {
    const namespace = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`;
    const pod = `{ containers: [${asks('a', '100m')}] }`;
    expect(requestsOf(pod, namespace).cpu).not.toBe(requestsOf(pod).cpu);
  });

  it('is what is said of the pod as a whole, and what its sandbox takes', () => {
    const runtime = `---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: kata }
overhead: { podFixed: { cpu: 250m } }
`;
    const pod = `{ runtimeClassName: kata, resources: { requests: { cpu: "1" } }, containers: [${asks('a', '100m')}] }`;
    expect(requestsOf(pod, runtime)).toEqual({ cpu: '1250m' });
  });
});
