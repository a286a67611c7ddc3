import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** The controller marks it as invalid and stops. */
export const missingRolloutPart: ClusterRule = {
  id: 'missing-rollout-part',
  severity: 'error',
  summary: 'A rollout, workflow or policy binding that needs an object that is not there',
  breaks: 'The rollout stops as invalid; a binding of a policy judges nothing.',
  failing: `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
  strategy:
    canary: { trafficRouting: { istio: { virtualService: { name: webs } } } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }
`,
  passing: `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
  strategy:
    canary: { trafficRouting: { istio: { virtualService: { name: web } } } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: [
        'argoproj.io/AnalysisTemplate',
        'argoproj.io/ClusterAnalysisTemplate',
        'argoproj.io/WorkflowTemplate',
        'argoproj.io/ClusterWorkflowTemplate',
        'networking.istio.io/VirtualService',
        'networking.istio.io/DestinationRule',
        'networking.k8s.io/Ingress',
        'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
        'admissionregistration.k8s.io/MutatingAdmissionPolicy',
      ],
      effect: 'it is invalid and does nothing',
    }),
};
