import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** An autoscaler of nothing is accepted and does nothing. */
export const missingScaleTarget: ClusterRule = {
  id: 'missing-scale-target',
  severity: 'error',
  summary: 'An autoscaler or a rollout whose workload is not in its namespace',
  breaks: 'Nothing is scaled; the autoscaler says so only in its status.',
  pitfalls: ['X-9', 'X-22'],
  failing: `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web-api }
  maxReplicas: 5
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`,
  passing: `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 5
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`,
  judge: (state) => saidOfMissing(state, { targets: SCALABLE, effect: 'nothing is scaled' }),
};

/** What autoscalers and rollouts act upon. */
const SCALABLE = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  'apps/DaemonSet',
  '/ReplicationController',
  'argoproj.io/Rollout',
  'batch/CronJob',
  'batch/Job',
];
