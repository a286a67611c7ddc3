/**
 * The order in which Argo CD creates and changes Applications: that of a unit waits until each of a lower wave has applied
 * what it asks for, and is healthy. What is in the folders of units that exist already is not ordered.
 * Sync waves take the place of chart dependencies (docs/decisions/006-sync-waves.md).
 */
export const waves = {
  /** Namespaces with their quotas, limits and default-deny policies: everything else lives in one. */
  namespaces: -50,
  /** Custom resource definitions that come without their controller. */
  definitions: -40,
  /** What signs certificates: cert-manager and the issuers behind it. */
  certificates: -36,
  /** What hands certificates to the mesh, where istiod does not sign them itself; proxies and istiod start with one. */
  meshIdentity: -33,
  /** Controllers, with the definitions and webhooks that they bring. */
  controllers: -30,
  /** What a controller turns into a kind of object: without it, constraints have no kind. */
  constraintTemplates: -25,
  /** What the controllers act on for a whole cluster: mesh policy, classes, constraints. */
  policies: -20,
  /** What several workloads of one product share: secret stores, external hosts. */
  foundations: -10,
  /** Workloads. */
  workloads: 0,
} as const;

/** One of the steps above. */
export type Wave = (typeof waves)[keyof typeof waves];

/** Inside one Application: what a migration needs, the migration itself, and then everything else. */
export const BEFORE_MIGRATION = { 'argocd.argoproj.io/sync-wave': '-2' } as const;
export const MIGRATION_WAVE = { 'argocd.argoproj.io/sync-wave': '-1' } as const;

/** Inside one Application: applied once the Deployments of the same sync are healthy. */
export const AFTER_PODS = { 'argocd.argoproj.io/sync-wave': '1' } as const;
