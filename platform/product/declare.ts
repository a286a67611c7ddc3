import { foundValue } from '../../clusters/found-value.ts';
import { didYouMean } from '../../clusters/nearest-name.ts';
import type { CallSite } from '../kit/declaration/call-site.ts';
import { type FieldMistake, mistakeAt, mistakesIn, rightFields } from '../kit/declaration/mistakes.ts';
import { type Declared, declaredAs, remember, reportOf } from '../kit/declaration/registry.ts';
import { hasName, held } from '../workload/declaration/declare.ts';
import type { WorkloadDeclaration } from '../workload/declaration/workload.ts';
import type { ProductDeclaration } from './declaration.ts';
import { isWorkload, productSchema } from './schema.ts';

/** A workload of a product, well-formed in any case, with everything that is wrong with it. */
interface DeclaredWorkload {
  readonly declaration: WorkloadDeclaration;
  readonly declared: Declared;
  readonly mistakes: readonly string[];
}

/** A product, well-formed in any case. */
export interface DeclaredProduct {
  readonly product: ProductDeclaration;
  readonly declared: Declared;
  /** Those of the product itself, and of workloads that have no name and so no unit of their own. */
  readonly mistakes: readonly string[];
  readonly workloads: readonly DeclaredWorkload[];
}

/** What stands in where a required field is wrong; nothing with a mistake is ever written. */
const STAND_IN: ProductDeclaration = {
  name: 'product',
  clusters: [],
  namespaces: [{ name: 'product', mesh: true }],
  workloads: [],
};

/** Looks a product through, with its workloads. */
export function declareProduct(declaration: unknown, callSite: CallSite): DeclaredProduct {
  const mistakes = mistakesIn(declaration, productSchema);
  const broken = new Set(mistakes.map(({ top }) => top));
  const given = broken.has('') || typeof declaration !== 'object' || declaration === null ? {} : declaration;
  const product: ProductDeclaration = { ...STAND_IN, ...rightFields(declaration, mistakes) };
  const name = broken.has('name') || broken.has('') ? undefined : product.name;
  const declared: Declared = { kind: 'product', name, callSite, mistakes };
  remember(product, declared);
  const listed = workloadsIn(given).map((workload) => declaredWorkload(workload, product, declared, broken));
  return {
    product,
    declared,
    mistakes: [
      ...reportOf(declared),
      ...listed.filter(({ declaration }) => !hasName(declaration)).flatMap((workload) => workload.mistakes),
    ],
    workloads: listed.filter(({ declaration }) => hasName(declaration)),
  };
}

/** What is not one has its mistake already. */
function workloadsIn(given: object): readonly WorkloadDeclaration[] {
  const workloads: unknown = 'workloads' in given ? given.workloads : [];
  return Array.isArray(workloads) ? workloads.filter(isWorkload) : [];
}

function declaredWorkload(
  workload: WorkloadDeclaration,
  product: ProductDeclaration,
  owner: Declared,
  broken: ReadonlySet<string>,
): DeclaredWorkload {
  const known = declaredAs(workload);
  // A copy that somebody has changed: its mistakes are reported where the product lists it.
  const { whole, mistakes } =
    known === undefined ? held(workload.kind, workload) : { whole: workload, mistakes: [] };
  const declared: Declared = known ?? { ...owner, kind: whole.kind, name: whole.name, mistakes };
  const misplaced = [
    ...(broken.has('namespaces') ? [] : namespaceMistakes(whole, product)),
    ...(broken.has('clusters') ? [] : clusterMistakes(whole, product)),
  ];
  return {
    declaration: misplaced.length === 0 ? whole : inPlace(whole),
    declared,
    mistakes: reportOf({ ...declared, mistakes: [...declared.mistakes, ...misplaced] }),
  };
}

/** Without the place, if it has none. */
function inPlace({
  namespace: _namespace,
  clusters: _clusters,
  ...rest
}: WorkloadDeclaration): WorkloadDeclaration {
  return rest;
}

function namespaceMistakes({ namespace }: WorkloadDeclaration, product: ProductDeclaration): FieldMistake[] {
  const known = product.namespaces.map(({ name }) => name);
  if (namespace === undefined || known.includes(namespace)) return [];
  return [
    mistakeAt(
      ['namespace'],
      foundValue(namespace),
      `one of the namespaces of the product ${product.name}: ${known.join(', ')}${didYouMean(namespace, known)}`,
    ),
  ];
}

function clusterMistakes(
  { clusters = [] }: WorkloadDeclaration,
  product: ProductDeclaration,
): FieldMistake[] {
  return clusters.flatMap((cluster, index) =>
    product.clusters.includes(cluster)
      ? []
      : [
          mistakeAt(
            ['clusters', index],
            foundValue(cluster),
            `one of the clusters of the product ${product.name}: ${product.clusters.join(', ')}${didYouMean(cluster, product.clusters)}`,
          ),
        ],
  );
}
