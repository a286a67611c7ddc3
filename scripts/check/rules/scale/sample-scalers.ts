/** A HorizontalPodAutoscaler of a Deployment for a sample; `further` is YAML in one line. */
export function hpa(
  target: string,
  {
    metrics = '{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }',
    further = 'minReplicas: 2, maxReplicas: 10',
    kind = 'Deployment',
    apiVersion = 'apps/v1',
    name = target,
  }: {
    readonly metrics?: string;
    readonly further?: string;
    readonly kind?: string;
    readonly apiVersion?: string;
    readonly name?: string;
  } = {},
): string {
  return `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: shop }
spec: { scaleTargetRef: { apiVersion: ${apiVersion}, kind: ${kind}, name: ${target} }, ${further}, metrics: [${metrics}] }
`;
}

/** A ScaledObject of a Deployment for a sample; the parts are YAML in one line. */
export function scaledObject(
  target: string,
  {
    triggers = '{ type: cron, metadata: { timezone: Etc/UTC, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: "4" } }',
    further = 'minReplicaCount: 2, maxReplicaCount: 10',
    name = target,
  }: { readonly triggers?: string; readonly further?: string; readonly name?: string } = {},
): string {
  return `
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: ${name}, namespace: shop }
spec: { scaleTargetRef: { name: ${target} }, ${further}, triggers: [${triggers}] }
`;
}
