import { describe, expect, it } from 'vitest';
import { capacityOf } from '../../scripts/report/data/capacity.ts';
import { workloadsOf } from '../../scripts/report/data/workloads.ts';
import { stateOf } from '../check/state-of.ts';

const deployment = (name: string, replicas: number, cpu: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - { name: app, image: "${name}:1", resources: { requests: { cpu: ${cpu}, memory: 64Mi } } }
`;
const scaled = (name: string, min: number, max: number) => `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: shop }
spec:
  minReplicas: ${min}
  maxReplicas: ${max}
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`;
const quota = (cpu: string) => `
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: quota, namespace: shop }
spec: { hard: { requests.cpu: "${cpu}" } }
`;

function amountOf(manifests: string, resource: string) {
  const [shop] = capacityOf(stateOf(manifests));
  return shop?.amounts.find((each) => each.resource === resource);
}

describe('what a namespace asks for', () => {
  it('goes from the least of its autoscalers to the most, against the quota', () => {
    const found = amountOf(deployment('web', 1, '500m') + scaled('web', 2, 6) + quota('4'), 'requests.cpu');
    expect(found).toMatchObject({ min: 1, max: 3, hard: 4 });
  });

  it('is shown without a quota too', () => {
    const found = amountOf(deployment('web', 3, '500m'), 'requests.cpu');
    expect(found).toMatchObject({ min: 1.5, max: 1.5 });
    expect(found?.hard).toBeUndefined();
  });

  it('is what its workloads ask for together', () => {
    const manifests = deployment('web', 1, '500m') + scaled('web', 2, 6) + deployment('api', 4, '250m');
    const workloads = workloadsOf(stateOf(manifests));
    const most = workloads.reduce((sum, { pods, cpu }) => sum + pods.max * cpu, 0);
    expect(amountOf(manifests, 'requests.cpu')?.max).toBeCloseTo(most);
  });
});
