import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** One trigger that fails fails them all. */
export const missingTriggerAuthentication: ClusterRule = {
  id: 'missing-trigger-authentication',
  severity: 'error',
  summary: 'A trigger of KEDA whose authentication is not there',
  breaks: 'KEDA gives up on the whole object at the first trigger that fails: there is no autoscaler at all.',
  pitfalls: ['X-10'],
  failing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { name: web }
  triggers:
    - type: aws-sqs-queue
      metadata: { queueURL: "https://sqs.example.com/1/orders", awsRegion: eu-west-1 }
      authenticationRef: { name: aws }
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: aws-pods, namespace: shop }
spec: { podIdentity: { provider: aws } }
`,
  passing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { name: web }
  triggers:
    - type: aws-sqs-queue
      metadata: { queueURL: "https://sqs.example.com/1/orders", awsRegion: eu-west-1 }
      authenticationRef: { name: aws-pods }
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: aws-pods, namespace: shop }
spec: { podIdentity: { provider: aws } }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['keda.sh/TriggerAuthentication', 'keda.sh/ClusterTriggerAuthentication'],
      effect: 'KEDA makes no autoscaler, and the other triggers are not read either',
    }),
};
