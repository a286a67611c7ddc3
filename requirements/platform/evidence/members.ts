import type { Cluster } from '../../../clusters/index.ts';
import type { Context } from '../../../platform/unit/unit.ts';
import type { PlacedWorkload } from '../../../platform/workload/declaration/placed-workload.ts';
import type { ServiceDeclaration } from '../../../platform/workload/declaration/workload.ts';
import { linkedClustersOf, linkedServices } from '../../../platform/workload/graph/linked-clusters.ts';
import { isService, namespacesOf, workloadOf, workloadsOf } from '../../evidence/members.ts';
import type { Quantifier } from '../../model/evidence.ts';
import { type Computed, computed, type Json, type Matcher } from '../../model/expected.ts';

/** A declared service with its place. */
export type PlacedService = PlacedWorkload & { readonly declaration: ServiceDeclaration };

export const eachNamespaceOutside: Quantifier = {
  says: 'each namespace outside the mesh',
  members: (context) =>
    [...namespacesOf(context).values()].flatMap(({ name, mesh }) =>
      mesh && context.cluster.mesh !== undefined ? [] : [name],
    ),
};

/** The clusters of the one mesh that rows speak of: without one of them, the other is linked with none. */
export const LINKED = ['prod-japan', 'prod-eu'] as const;

export const eachLinkedCluster: Quantifier = {
  says: 'each linked cluster',
  about: LINKED,
  members: (context) => linkedClustersOf(context).map(({ name }) => name),
};

/** The cluster itself, while it is linked with another: the gateway between them stands there. */
export const linkedItself: Quantifier = {
  says: 'a cluster that is linked with others',
  about: LINKED,
  members: (context) => (linkedClustersOf(context).length > 0 ? [context.cluster.name] : []),
};

/** Services that may fail over to a linked cluster, such as video-service. */
export const eachFailoverService: Quantifier = {
  says: 'each service of streaming that may fail over to a linked cluster',
  about: ['video-service', 'streaming', ...LINKED],
  members: (context) =>
    workloadsOf(context, 'streaming').flatMap(({ declaration }) =>
      isService(declaration) &&
      declaration.failover === true &&
      linkedServices(declaration.name, context).length > 0
        ? [declaration.name]
        : [],
    ),
};

/** @param words what is said of them, such as `that is exposed` */
export function eachServiceThat(
  words: string,
  product: string | undefined,
  wanted: (declaration: ServiceDeclaration, context: Context) => boolean,
): Quantifier {
  return {
    says: `each service${product === undefined ? '' : ` of ${product}`} ${words}`,
    members: (context) =>
      workloadsOf(context, product).flatMap(({ declaration }) =>
        isService(declaration) && wanted(declaration, context) ? [declaration.name] : [],
      ),
  };
}

/** @throws when the cluster does not have the service; evidence asks only for members that are there */
export function serviceOf(context: Context, name: string): PlacedService {
  const { declaration, ...place } = workloadOf(context, name);
  if (!isService(declaration)) throw new Error(`${name} is no service.`);
  return { ...place, declaration };
}

/** The folder and the namespace of a workload's objects, such as `user-service/prod`. */
export function folderOf(context: Context, name: string): string {
  return `${name}/${workloadOf(context, name).namespace}`;
}

/** What the contract of the cluster says; one that does not say it does not meet the row. */
export function contract(words: string, of: (cluster: Cluster) => Json | Matcher | undefined): Computed {
  return computed(
    words,
    ({ cluster }) => of(cluster) ?? { says: `= ${words}, which the contract lacks`, holds: () => false },
  );
}

/** Each workload for which a Secret is made. */
export const eachWorkloadWithSecrets: Quantifier = {
  says: 'each workload with secrets',
  members: (context) =>
    workloadsOf(context).flatMap(({ declaration: { name, kind, secrets = {} } }) =>
      kind !== 'job' && Object.keys(secrets).length > 0 ? [name] : [],
    ),
};

/** The name of the Secret of a workload. */
export function secretOf(context: Context, name: string): string {
  return workloadOf(context, name).declaration.secretName ?? `${name}-secrets`;
}

/** Each workload that calls a database. */
export const eachDatabaseClient: Quantifier = {
  says: 'each workload that calls a database',
  members: (context) =>
    workloadsOf(context).flatMap(({ declaration: { name, calls = [] } }) =>
      calls.some(({ to }) => to === 'database') ? [name] : [],
    ),
};
