/**
 * Groups of the staff, of the same name at the identity provider and in the cluster. Whoever is in neither of them cannot
 * use any tool.
 */
export const staffGroups = {
  /** May act: sync an Application, restart a product's pods, edit a dashboard. Whoever is on call. */
  operators: 'fleet-operators',
  /** May look. */
  readers: 'fleet-readers',
} as const;

/** Groups that exist only in the cluster; their people are among the operators too. */
export const platformGroups = {
  /** Whoever runs what every cluster has. */
  engineers: 'fleet-platform',
  /** Nobody, but for the hour in which somebody takes the role. */
  breakGlass: 'fleet-break-glass',
} as const;

/** A group of no person: the role that asks a hub what its Argo CD has, once a night (docs/delivery.md). */
export const DRIFT_GROUP = 'fleet-drift';

/** The group of the people who build a product; they are among the readers too. */
export function developersOf(product: string): string {
  return `${product}-developers`;
}
