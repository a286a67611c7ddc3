import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** Pods wait for a volume that nobody claims. */
export const missingClaim: ClusterRule = {
  id: 'missing-claim',
  severity: 'error',
  summary: 'A name of a volume claim, a volume, a snapshot or a claim of devices that is not there',
  breaks: 'The pods stay Pending; a snapshot is never taken.',
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
      volumes: [{ name: data, persistentVolumeClaim: { claimName: web } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: web-data, namespace: shop }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
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
      volumes: [{ name: data, persistentVolumeClaim: { claimName: web-data } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: web-data, namespace: shop }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: [
        '/PersistentVolumeClaim',
        '/PersistentVolume',
        'resource.k8s.io/ResourceClaim',
        'resource.k8s.io/ResourceClaimTemplate',
        'snapshot.storage.k8s.io/VolumeSnapshot',
      ],
      effect: 'what it is for stays pending',
    }),
};
