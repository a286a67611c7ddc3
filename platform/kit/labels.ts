/** Label of a namespace with the team responsible for it (S0-16, S3-74). */
export const OWNER_LABEL = 'fleet.example.com/owner';

/** Labels that every object has: whose it is, and that it was rendered here. */
export function ownerLabels(owner: string): Record<string, string> {
  return { 'app.kubernetes.io/part-of': owner, 'app.kubernetes.io/managed-by': 'cdk8s' };
}
