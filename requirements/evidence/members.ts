import { App, Chart } from 'cdk8s';
import type { NamespaceDeclaration } from '../../platform/kit/namespace.ts';
import type { Endpoint } from '../../platform/kit/network/endpoint.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';
import type { PlacedWorkload } from '../../platform/workload/declaration/placed-workload.ts';
import type {
  RunningDeclaration,
  ServiceDeclaration,
  WorkloadDeclaration,
} from '../../platform/workload/declaration/workload.ts';
import { graphOf } from '../../platform/workload/graph/graph.ts';
import { isSmokeTested, smokeTestOf } from '../../platform/workload/pods/smoke-test.ts';
import type { Quantifier } from '../model/evidence.ts';

/**
 * What rows mean by "every". The members follow from the declarations: an object that was deleted is noticed, since
 * its namespace, workload or component is still declared.
 */

/** The units of the context's cluster. */
export function unitsOf({ cluster, units }: Context): readonly Unit[] {
  return units.filter((unit) => unit.clusters.includes(cluster.name));
}

/** The namespaces that units of the cluster declare, by name. */
export function namespacesOf(context: Context): ReadonlyMap<string, NamespaceDeclaration> {
  const declared = unitsOf(context).flatMap(({ namespaces = [] }) => namespaces);
  return new Map(declared.map((namespace) => [namespace.name, namespace]));
}

/** The workloads of a product on the cluster, or of all products. */
export function workloadsOf(context: Context, product?: string): readonly PlacedWorkload[] {
  return unitsOf(context)
    .flatMap(({ workloads = [] }) => workloads)
    .filter((workload) => product === undefined || workload.product === product);
}

/** @throws when the cluster does not have the workload; evidence asks only for members that are there */
export function workloadOf(context: Context, name: string): PlacedWorkload {
  const found = workloadsOf(context).find(({ declaration }) => declaration.name === name);
  if (found === undefined) throw new Error(`${context.cluster.name} runs no ${name}.`);
  return found;
}

/** Who calls a service on its own cluster, the test after each sync included. */
export function callersOf(service: PlacedWorkload, context: Context): readonly Endpoint[] {
  const { declaration, ...place } = service;
  if (!isService(declaration)) return [];
  return [
    ...graphOf(context).callersOf(declaration.name),
    ...(isSmokeTested(declaration, context.cluster) ? [smokeTestOf({ ...place, declaration })] : []),
  ];
}

const inWords = (what: string, product?: string): string =>
  product === undefined ? what : `${what} of ${product}`;

export function eachNamespace(product?: string): Quantifier {
  return {
    says: inWords('each namespace', product),
    members: (context) => namespaceNames(context, ({ owner }) => product === undefined || owner === product),
  };
}

/** Namespaces whose pods get a proxy. */
export function eachMeshedNamespace(product?: string): Quantifier {
  return {
    says: inWords('each namespace in the mesh', product),
    members: (context) =>
      context.cluster.mesh === undefined
        ? []
        : namespaceNames(context, ({ owner, mesh }) => mesh && (product === undefined || owner === product)),
  };
}

/** Namespaces of products: their quotas follow from what runs there. */
export const eachProductNamespace: Quantifier = {
  says: 'each namespace of a product',
  members: (context) => namespaceNames(context, ({ owner }) => owner !== 'platform'),
};

function namespaceNames(
  context: Context,
  wanted: (namespace: NamespaceDeclaration) => boolean,
): readonly string[] {
  return [...namespacesOf(context).values()]
    .filter(wanted)
    .map(({ name }) => name)
    .sort();
}

export function eachWorkload(product?: string): Quantifier {
  return workloads(inWords('each workload', product), product, () => true);
}

/** Workloads with a Deployment. */
export function eachRunning(product?: string): Quantifier {
  return workloads(inWords('each Deployment', product), product, ({ declaration }) => isRunning(declaration));
}

export function eachService(product?: string): Quantifier {
  return workloads(inWords('each service', product), product, ({ declaration }) => isService(declaration));
}

export function eachMeshedService(product?: string): Quantifier {
  return workloads(
    inWords('each service in the mesh', product),
    product,
    ({ declaration, mesh }, { cluster }) => isService(declaration) && mesh && cluster.mesh !== undefined,
  );
}

/** Services that the public reaches. */
export function eachExposed(product?: string): Quantifier {
  return workloads(
    inWords('each exposed service', product),
    product,
    ({ declaration }) => isService(declaration) && declaration.exposes !== undefined,
  );
}

function workloads(
  says: string,
  product: string | undefined,
  wanted: (workload: PlacedWorkload, context: Context) => boolean,
): Quantifier {
  return {
    says,
    members: (context) =>
      workloadsOf(context, product)
        .filter((workload) => wanted(workload, context))
        .map(({ declaration }) => declaration.name)
        .sort(),
  };
}

/** One workload, as long as it is declared; its rows are retired with it, or with its product. */
export function workload(name: string, product: string): Quantifier {
  return {
    says: name,
    about: [name, product],
    members: (context) =>
      workloadsOf(context).some(({ declaration }) => declaration.name === name) ? [name] : [],
  };
}

/**
 * Parts of the platform and of products that Argo CD deploys, except those that have nothing on the cluster; the
 * ApplicationSet brings the Applications themselves.
 */
export const eachUnit: Quantifier = {
  says: 'each unit',
  members: (context) =>
    unitsOf(context)
      .flatMap((unit) =>
        unit.name === 'applications' || !deploysSomething(unit, context) ? [] : [unit.name],
      )
      .sort(),
};

/** Whether there is anything of a unit on the cluster; without it nothing is deployed. */
export function deploysSomething(unit: Unit, context: Context): boolean {
  if (unit.helm !== undefined || unit.workloads !== undefined) return true;
  const chart = new Chart(new App(), unit.name);
  unit.build(chart, context);
  return chart.node.children.length > 0;
}

/**
 * One unit, wherever it is declared.
 *
 * @param about what it cannot exist without: its rows are retired with that too
 */
export function unit(name: string, ...about: readonly string[]): Quantifier {
  return {
    says: name,
    about: [name, ...about],
    members: (context) => (unitsOf(context).some((one) => one.name === name) ? [name] : []),
  };
}

export function isRunning(declaration: WorkloadDeclaration): declaration is RunningDeclaration {
  return declaration.kind !== 'job';
}

export function isService(declaration: WorkloadDeclaration): declaration is ServiceDeclaration {
  return declaration.kind === 'service';
}
