import { expect, it } from 'vitest';
import { autoscalersOf } from '../../scripts/report/data/autoscalers.ts';
import { stateOf } from '../check/state-of.ts';

const scaledObject = (triggers: string, more = '') => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: web, namespace: shop${more} }
spec: { scaleTargetRef: { name: web }, minReplicaCount: 1, maxReplicaCount: 9, triggers: [${triggers}] }
`;

function only(manifests: string) {
  const [row, ...others] = autoscalersOf(stateOf(manifests));
  expect(others).toEqual([]);
  return row;
}

it('says what a ScaledObject goes by, with the queue and the share of one pod', () => {
  const row = only(
    scaledObject(
      '{ type: cpu, metricType: Utilization, metadata: { value: "70" } }, { type: aws-sqs-queue, metadata: { queueURL: "https://sqs/1/orders", queueLength: "5" } }',
    ),
  );
  expect(row).toMatchObject({ kind: 'ScaledObject', target: 'Deployment web', min: 1, max: 9 });
  expect(row?.triggers).toEqual(['CPU 70 %', 'aws-sqs-queue orders, 5 for each pod']);
});

it('tells one that an annotation holds still', () => {
  const held = ', annotations: { autoscaling.keda.sh/paused-replicas: "0" }';
  expect(only(scaledObject('', held))?.paused).toBe(true);
  expect(only(scaledObject(''))?.paused).toBeUndefined();
});

it('reads the metrics of a HorizontalPodAutoscaler, resources and others', () => {
  const row = only(`
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  minReplicas: 2
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: web }
  metrics:
    - { type: Resource, resource: { name: memory, target: { type: Utilization, averageUtilization: 80 } } }
    - { type: Pods, pods: { metric: { name: requests }, target: { type: AverageValue, averageValue: "100" } } }
`);
  expect(row).toMatchObject({
    target: 'StatefulSet web',
    min: 2,
    max: 5,
    triggers: ['memory 80 %', 'requests 100'],
  });
});

it('has the Jobs of a ScaledJob too', () => {
  const row = only(`
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: { name: import, namespace: shop }
spec:
  maxReplicaCount: 7
  jobTargetRef: { template: { spec: { containers: [{ name: app, image: a }] } } }
  triggers: [{ type: kafka, metadata: { topic: orders, lagThreshold: "20" } }]
`);
  expect(row).toMatchObject({ kind: 'ScaledJob', max: 7, triggers: ['kafka orders, 20 for each pod'] });
});
