import type { Family, WaiverRule } from '../rule.ts';

const workload = (annotations: string, labels: string) => `
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations: { ${annotations} }
spec:
  selector: { app: ${labels} }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
`;

export const unusedWaiver: WaiverRule = {
  ofWaivers: true,
  id: 'unused-waiver',
  severity: 'warning',
  summary: 'A waiver or an exemption for which there is no finding any more',
  breaks: 'Nothing today. The next mistake of the kind at that object will be hidden by it.',
  failing: workload('ignore-check.fleet/service-selects-no-pods: "Pods come later."', 'web'),
  passing: workload('ignore-check.fleet/service-selects-no-pods: "Pods come later."', 'webb'),
};

export const waiverWithoutReason: WaiverRule = {
  ofWaivers: true,
  id: 'waiver-without-reason',
  severity: 'error',
  summary: 'A waiver that does not say why',
  breaks: 'Nobody can tell later whether it is still right, so it stays for ever. It waives nothing.',
  failing: workload('ignore-check.fleet/service-selects-no-pods: ""', 'webb'),
  passing: workload('ignore-check.fleet/service-selects-no-pods: "Pods come later."', 'webb'),
};

export const waiverOfUnknownRule: WaiverRule = {
  ofWaivers: true,
  id: 'waiver-of-unknown-rule',
  severity: 'error',
  summary: 'A waiver or an exemption of a rule that there is not',
  breaks: 'It waives nothing, and its author thinks that it does.',
  failing: workload('ignore-check.fleet/service-selects-no-pod: "Pods come later."', 'web'),
  passing: workload('ignore-check.fleet/service-selects-no-pods: "Pods come later."', 'webb'),
};

export const waivers: Family = {
  name: 'waivers',
  about: 'What is said about findings that are meant to be.',
  rules: [unusedWaiver, waiverWithoutReason, waiverOfUnknownRule],
};
