/** A VerticalPodAutoscaler of a Deployment for a sample; the policies are YAML in one line. */
export function vpa(target: string, mode: string, policies = ''): string {
  return `
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: ${target}, namespace: shop }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
  updatePolicy: { updateMode: "${mode}" }
  resourcePolicy: { containerPolicies: [${policies}] }
`;
}
