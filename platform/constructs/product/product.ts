import { narrowerThan } from '../../istio/exposures.ts';
import type { NamespaceDeclaration } from '../namespace/declaration.ts';
import { buildWorkload } from '../service/build-workload.ts';
import type { WorkloadDeclaration } from '../service/declaration.ts';
import { graphOf, type PlacedWorkload } from '../service/graph.ts';
import type { Context, Unit } from '../unit.ts';
import { waves } from '../waves.ts';
import { buildFoundation } from './foundation.ts';

/** One product: its namespaces and workloads, and the clusters that run it. */
export interface ProductDeclaration {
  /** Also the AppProject, the owner of the namespaces and the label `app.kubernetes.io/part-of`. */
  readonly name: string;
  readonly clusters: readonly string[];
  /** The first one is where workloads live that name none. */
  readonly namespaces: readonly [ProductNamespace, ...ProductNamespace[]];
  readonly workloads: readonly WorkloadDeclaration[];
}

/** Namespaces of products enforce the Pod Security level `restricted`, without exception. */
export interface ProductNamespace {
  readonly name: string;
  /** Whether its pods join the mesh, on clusters that have one. */
  readonly mesh: boolean;
}

/**
 * The units of a product: one with what its workloads share, and one a workload, so that each is synced, rolled
 * back and read by itself.
 *
 * @throws when a workload names a namespace or a cluster that the product has not
 */
export function product(declaration: ProductDeclaration): readonly Unit[] {
  const placed = declaration.workloads.map((workload) => place(declaration, workload));
  return [
    foundationUnit(declaration, placed),
    ...placed.map((workload) => workloadUnit(declaration, workload)),
  ];
}

function place(product: ProductDeclaration, declaration: WorkloadDeclaration): PlacedWorkload {
  const wanted = declaration.namespace ?? product.namespaces[0].name;
  const namespace = product.namespaces.find(({ name }) => name === wanted);
  if (namespace === undefined) {
    const known = product.namespaces.map(({ name }) => name).join(', ');
    throw new Error(
      `${declaration.name} wants the namespace ${wanted}, which ${product.name} has not. It has ${known}.`,
    );
  }
  for (const cluster of declaration.clusters ?? []) {
    if (product.clusters.includes(cluster)) continue;
    throw new Error(
      `${declaration.name} wants the cluster ${cluster}, where ${product.name} does not run. It runs on ${product.clusters.join(', ')}.`,
    );
  }
  return { declaration, product: product.name, namespace: namespace.name, mesh: namespace.mesh };
}

function foundationUnit(product: ProductDeclaration, placed: readonly PlacedWorkload[]): Unit {
  const here = (cluster: string) => placed.filter(({ declaration }) => isOn(declaration, product, cluster));
  return {
    name: product.name,
    project: product.name,
    namespace: product.namespaces[0].name,
    wave: waves.foundations,
    clusters: product.clusters,
    namespaces: product.namespaces.map(
      (namespace): NamespaceDeclaration => ({ ...namespace, owner: product.name, podSecurity: 'restricted' }),
    ),
    build: (chart, context) => buildFoundation(chart, product.name, here(context.cluster.name), context),
    digest: ({ cluster }) => JSON.stringify(here(cluster.name)),
  };
}

function workloadUnit(product: ProductDeclaration, placed: PlacedWorkload): Unit {
  const { declaration, namespace } = placed;
  return {
    name: declaration.name,
    project: product.name,
    namespace,
    wave: waves.workloads,
    clusters: declaration.clusters ?? product.clusters,
    workloads: [placed],
    build: (chart, context) => buildWorkload(chart, placed, context),
    digest: (context) => JSON.stringify([placed, neighbours(declaration, context)]),
  };
}

/** Who calls the workload and whom it calls, and who shares its address: their names stand in its policies and routes. */
function neighbours(declaration: WorkloadDeclaration, context: Context) {
  const { name, calls = [] } = declaration;
  const graph = graphOf(context);
  return [
    graph.callersOf(name),
    calls.map((call) => graph.endpoints.get(call.name)),
    narrowerThan(declaration, context),
  ];
}

function isOn({ clusters }: WorkloadDeclaration, product: ProductDeclaration, cluster: string): boolean {
  return (clusters ?? product.clusters).includes(cluster);
}
