import { sha256 } from '../kit/checksum.ts';
import { callSite } from '../kit/declaration/call-site.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import { RECOVERY } from '../unit/recovery.ts';
import type { Context, Unit } from '../unit/unit.ts';
import { byCluster } from '../unit/units-on.ts';
import { waves } from '../unit/waves.ts';
import { buildWorkload } from '../workload/build.ts';
import type { PlacedWorkload } from '../workload/declaration/placed-workload.ts';
import type { WorkloadDeclaration } from '../workload/declaration/workload.ts';
import { narrowerThan } from '../workload/graph/exposures.ts';
import { graphOf } from '../workload/graph/graph.ts';
import { linkedCallersOf, linkedServices } from '../workload/graph/linked-clusters.ts';
import { waitingMistake, waitingOf, waitingOnLinked } from '../workload/traffic/waiting.ts';
import { AVAILABILITY } from '../workload/watching/objectives.ts';
import type { IngressDeclaration, ProductDeclaration } from './declaration.ts';
import { declareProduct } from './declare.ts';
import { buildFoundation } from './foundation.ts';
import { addIngress, assertReachable, targetsOf } from './ingress.ts';

/**
 * The units of a product: one with what its workloads share, and one per workload, so that each is synced, rolled
 * back and read by itself. It never throws: what is wrong with the product or a workload is in `mistakes` of the
 * unit, and synth reports all of them together.
 */
export function product(declaration: ProductDeclaration): readonly Unit[] {
  const declared = declareProduct(declaration, callSite(product));
  const whole = declared.product;
  const placed = declared.workloads.map((workload) => ({
    ...workload,
    placed: place(whole, workload.declaration),
  }));
  const all = placed.map((workload) => workload.placed);
  const own = { declaredAt: declared.declared.callSite };
  return [
    {
      ...foundationUnit(whole, all),
      ...own,
      ...(declared.mistakes.length > 0 && { mistakes: declared.mistakes }),
    },
    ...placed.map(({ placed, mistakes, declared: { callSite } }) => ({
      ...workloadUnit(whole, placed),
      declaredAt: callSite,
      ...(mistakes.length > 0 && { mistakes }),
    })),
    ...(whole.ingress ? [{ ...ingressUnit(whole, whole.ingress, all), ...own }] : []),
  ];
}

function place(product: ProductDeclaration, declaration: WorkloadDeclaration): PlacedWorkload {
  const [first] = product.namespaces;
  const namespace = product.namespaces.find(({ name }) => name === declaration.namespace) ?? first;
  return {
    declaration,
    product: product.name,
    namespace: namespace.name,
    mesh: namespace.mesh,
    availability: product.availability ?? AVAILABILITY,
    ...(product.ingress && { healthCheckPath: product.ingress.healthCheckPath }),
  };
}

function foundationUnit(product: ProductDeclaration, placed: readonly PlacedWorkload[]): Unit {
  const here = workloadsOn(product, placed);
  return {
    name: product.name,
    project: product.name,
    namespace: product.namespaces[0].name,
    wave: waves.foundations,
    clusters: product.clusters,
    recovery: product.recovery ?? RECOVERY,
    namespaces: product.namespaces.map(
      (namespace): NamespaceDeclaration => ({
        ...namespace,
        owner: product.name,
        podSecurity: 'restricted',
      }),
    ),
    build: (chart, context) => {
      const workloads = here(context.cluster.name);
      if (product.ingress === undefined) assertReachable(product.name, workloads, context.cluster);
      buildFoundation(chart, product.name, workloads, context);
    },
    digest: (context) => {
      const workloads = here(context.cluster.name);
      const called = workloads.flatMap(({ declaration: { calls = [] } }) => calls.map(({ name }) => name));
      return `${workloads.map(digestOf).join(' ')} ${JSON.stringify(onLinkedClusters(called, context))}`;
    },
  };
}

/**
 * The Ingress is synced with the workloads, not before them: it is healthy once its load balancer has targets, and
 * what is synced earlier would wait for that.
 */
function ingressUnit(
  product: ProductDeclaration,
  ingress: IngressDeclaration,
  placed: readonly PlacedWorkload[],
): Unit {
  const here = workloadsOn(product, placed);
  return {
    name: `${product.name}-ingress`,
    project: product.name,
    namespace: product.namespaces[0].name,
    wave: waves.workloads,
    clusters: product.clusters,
    build: (chart, context) => {
      const { cluster } = context;
      if (cluster.mesh === undefined) addIngress(chart, product.name, ingress, here(cluster.name), context);
    },
    digest: (context) => {
      const workloads = here(context.cluster.name);
      const waiting = workloads.map(({ declaration }) => waitingOf(declaration, context));
      return `${workloads.map(digestOf).join(' ')} ${JSON.stringify([ingress, waiting])}`;
    },
    loadBalancerTargets: ({ cluster }) => (cluster.mesh === undefined ? targetsOf(here(cluster.name)) : []),
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
    digest: (context) => {
      return `${digestOf(placed)} ${JSON.stringify(neighbours(placed, context))}`;
    },
  };
}

const digests = new WeakMap<PlacedWorkload, string>();

/** Of all that a workload is declared with. It is asked for on each cluster, twice or more. */
function digestOf(placed: PlacedWorkload): string {
  let digest = digests.get(placed);
  if (digest === undefined) {
    digest = sha256(JSON.stringify(placed));
    digests.set(placed, digest);
  }
  return digest;
}

/**
 * Who calls the workload and whom it calls, which of that cannot be, and who shares its address: their names stand in
 * its policies and routes; its callers on linked clusters, where it and what it calls run there, and how long each call may
 * take.
 */
function neighbours(placed: PlacedWorkload, context: Context) {
  const { name, calls = [] } = placed.declaration;
  const { callersOf, endpoints, workload, mistakesOf } = graphOf(context);
  return [
    mistakesOf(name),
    callersOf(name),
    calls.map((call) => endpoints.get(call.name)),
    calls.map((call) => mayFailOver(workload(call.name))),
    linkedCallersOf(placed, context),
    onLinkedClusters([name, ...calls.map((call) => call.name)], context),
    waitingMistake(placed.declaration, context),
    waitingOf(placed.declaration, context),
    narrowerThan(placed.declaration, context),
    pagesOf(placed.declaration).map((page) => workload(page)?.declaration),
  ];
}

/** Whose pages call it from the browser: their hosts stand in its environment. */
function pagesOf(declaration: WorkloadDeclaration): readonly string[] {
  return (declaration.kind === 'service' && declaration.exposes?.pagesOf) || [];
}

/** The linked clusters that run services of these names, each with the service there and how long a call of it may take. */
function onLinkedClusters(names: readonly string[], context: Context) {
  if (context.cluster.linkedTo.length === 0) return [];
  return names.map((name) =>
    linkedServices(name, context).map(({ cluster, service }) => [
      cluster.name,
      service,
      waitingOnLinked(name, cluster, context),
    ]),
  );
}

function mayFailOver(callee: PlacedWorkload | undefined): boolean {
  return callee?.declaration.kind === 'service' && callee.declaration.failover === true;
}

/** The workloads of a product by cluster; gathered when the first one is asked for, once their declarations are known to be right. */
function workloadsOn(product: ProductDeclaration, placed: readonly PlacedWorkload[]) {
  let gathered: ReadonlyMap<string, readonly PlacedWorkload[]> | undefined;
  return (cluster: string): readonly PlacedWorkload[] => {
    gathered ??= byCluster(placed, ({ declaration: { clusters } }) => clusters ?? product.clusters);
    return gathered.get(cluster) ?? [];
  };
}
