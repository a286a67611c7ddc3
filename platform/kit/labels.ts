/** Label of a namespace with the team responsible for it (S0-16, S3-74). */
export const OWNER_LABEL = 'fleet.example.com/owner';

/** Labels of a namespace and of what every namespace has. */
export function namespaceLabels(owner: string): Record<string, string> {
  return { 'app.kubernetes.io/part-of': owner, 'app.kubernetes.io/managed-by': 'cdk8s' };
}
