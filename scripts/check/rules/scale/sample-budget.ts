/** A PodDisruptionBudget for a sample; `further` is YAML in one line. */
export function budget(app: string, further: string, name = app): string {
  return `
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: ${app} } }, ${further} }
`;
}
