import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { listAt, type Path, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { scaledWorkload, targetOf } from '../../state/scales.ts';
import { type Workload, workloadOf } from '../../state/workload.ts';

const objects = (queue: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: shop }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec:
      containers:
        - name: worker
          image: registry.example.com/worker:1.0.0
          env: [{ name: QUEUE_URL, value: "https://sqs.eu-west-1.amazonaws.com/123456789012/${queue}" }]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker, namespace: shop }
spec:
  scaleTargetRef: { name: worker }
  triggers:
    - { type: aws-sqs-queue, metadata: { queueURL: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", queueLength: "5", awsRegion: eu-west-1 } }
`;

const QUEUE = /^https:\/\/(?:sqs\.[a-z0-9-]+|[a-z0-9-]+\.queue)\.amazonaws\.com(?:\.cn)?\/\d{12}\/[\w.-]+$/;

export const queueUnlikeScaler: ClusterRule = {
  id: 'queue-unlike-scaler',
  severity: 'warning',
  summary: 'A worker that reads another queue than the one by whose length it is scaled',
  breaks: 'The one fills while nobody reads it faster, and workers are started for the other.',
  failing: objects('order'),
  passing: objects('orders'),
  *judge(state) {
    for (const resource of state.of('keda.sh/ScaledObject', 'keda.sh/ScaledJob')) {
      const workload = workloadFor(state, resource);
      if (workload === undefined) continue;
      const read = queuesOf(workload);
      if (read.length === 0) continue;
      for (const { value } of places(resource.value, 'spec.triggers[]')) {
        const queue = textAt(value, 'metadata', 'queueURL');
        if (textAt(value, 'type') !== 'aws-sqs-queue' || queue === undefined || !QUEUE.test(queue)) continue;
        const [first] = read;
        if (first === undefined || read.some((one) => one.queue === queue)) continue;
        yield {
          resource: workload.resource,
          path: first.path,
          message: `${resource.kind} ${resource.name} scales it by the length of ${queue}, and its pods read ${read.map((one) => one.queue).join(', ')}.`,
          fix: 'Write one queue in both: in the environment of the container, and as queueURL of the trigger.',
        };
      }
    }
  },
};

function workloadFor(state: ClusterState, resource: Resource): Workload | undefined {
  if (resource.kind === 'ScaledJob') return workloadOf(resource);
  const target = targetOf(resource);
  return target === undefined ? undefined : scaledWorkload(state, { target });
}

function queuesOf({ containers }: Workload): readonly { readonly queue: string; readonly path: Path }[] {
  return containers.flatMap(({ value, path }) =>
    listAt(value, 'env').flatMap((variable, index) => {
      const queue = textAt(variable, 'value');
      return queue !== undefined && QUEUE.test(queue)
        ? [{ queue, path: [...path, 'env', index, 'value'] }]
        : [];
    }),
  );
}
