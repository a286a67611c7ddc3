import type { AssignSpecMatch } from '@cdk8s/gatekeeper';
import type { Context } from '../../unit/unit.ts';

/** What constraints of a kind select; Gatekeeper's mutators have the same type, and a CRD that shows it. */
type Match = AssignSpecMatch;

/** One rule of admission, written once: a ConstraintTemplate. Its constraints say to what it applies (S0-15). */
export interface Policy {
  /** Kind of its constraints; in lower case also the name of the template. */
  readonly kind: string;
  /** What it keeps out, for the description of the template and for docs/policies.md. */
  readonly prevents: string;
  /** The rule. Its package is the kind in lower case. */
  readonly rego: string;
  /** OpenAPI v3 schema of the parameters: constraints are held against it by `npm test` and by the API server. */
  readonly parameters: ParameterSchema;
  readonly constraints: readonly [Constraint, ...Constraint[]];
}

/** As much of OpenAPI v3 as parameters need. */
export interface ParameterSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, { readonly type: 'array'; readonly items: Items }>>;
}

type Items =
  | { readonly type: 'string' }
  | { readonly type: 'object'; readonly properties: Readonly<Record<string, { readonly type: 'string' }>> };

/** Where a rule applies, and what happens to those who break it. */
export interface Constraint {
  readonly name: string;
  readonly kinds: NonNullable<Match['kinds']>;
  /**
   * The namespaces whose pods come from a Helm chart. Its templates are not in this repository, so nobody has seen them
   * pass: `denied` where the Pod Security level or the values prove that they do, `warned` where a denial could hold up
   * the update of a controller, `left out` where the rule is about what we write ourselves.
   */
  readonly charts: 'denied' | 'warned' | 'left out';
  /** Values of the parameters on a cluster, but for exemptions. */
  readonly parameters?: (context: Context) => Readonly<Record<string, readonly string[]>>;
}

const WORKLOADS = [
  { apiGroups: ['apps'], kinds: ['DaemonSet', 'Deployment', 'StatefulSet'] },
  { apiGroups: ['batch'], kinds: ['CronJob'] },
];

/** What makes pods, and pods themselves: so the sync is refused at once, and so is a pod that nothing rendered. */
export const pods: Constraint['kinds'] = [
  { apiGroups: [''], kinds: ['Pod'] },
  { apiGroups: ['apps'], kinds: ['DaemonSet', 'Deployment', 'StatefulSet'] },
  { apiGroups: ['batch'], kinds: ['CronJob', 'Job'] },
];

/** What people write. The Jobs of a CronJob and the pods of all of them get their labels from these. */
export const declared: Constraint['kinds'] = [{ apiGroups: [''], kinds: ['Service'] }, ...WORKLOADS];

const texts = { type: 'array', items: { type: 'string' } } as const;

/** Parameters that are lists of texts. */
export function lists(...names: readonly string[]): ParameterSchema {
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, texts])) };
}

/** The same for a rule about pods, from which single workloads can be exempt. */
export function podRule(...names: readonly string[]): ParameterSchema {
  const exemption = { namespace: { type: 'string' }, workload: { type: 'string' } } as const;
  return {
    type: 'object',
    properties: {
      ...lists(...names).properties,
      exemptions: { type: 'array', items: { type: 'object', properties: exemption } },
    },
  };
}
