import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { elementInserted, type Insertion, importInserted, inserted } from './insert.ts';
import { lineOf, meant, nodesOf, parseSource, propertyOf, type Source } from './syntax.ts';

/** A call of `product()`, and the file that it stands in. */
interface ProductCall {
  readonly source: Source;
  readonly declaration: ts.ObjectLiteralExpression;
}

/** The file of a product, and every place in it that declares the product: several where its clusters differ. */
export interface ProductSource {
  readonly name: string;
  readonly source: Source;
  readonly declarations: readonly ts.ObjectLiteralExpression[];
}

/** The products that the files below `apps/` declare, by name. */
export function readProducts(root: string): ReadonlyMap<string, ProductSource> {
  const files = readdirSync(join(root, 'apps'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  const products = new Map<string, ProductSource>();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    // Most files are workloads, and are not worth a tree.
    if (!/\bproduct\b/.test(text)) continue;
    const source = parseSource(file, text);
    for (const { declaration } of productCalls(source)) {
      const name = textOf(propertyOf(declaration, 'name'), source);
      if (name === undefined) continue;
      const known = products.get(name);
      if (known !== undefined && known.source.file !== file) continue;
      products.set(name, { name, source, declarations: [...(known?.declarations ?? []), declaration] });
    }
  }
  return products;
}

/** @throws Mistake where there is none of that name */
export function productNamed(name: string, products: ReadonlyMap<string, ProductSource>): ProductSource {
  const found = products.get(name);
  if (found !== undefined) return found;
  const names = [...products.keys()].sort();
  throw new Mistake(`There is no product ${name}${didYouMean(name, names)}. There are ${names.join(', ')}.`);
}

/** Calls of what `platform/product/product.ts` exports, under whatever name it was imported. */
function productCalls(source: Source): readonly ProductCall[] {
  const names = new Set<string>();
  for (const { importClause, moduleSpecifier } of source.tree.statements.filter(ts.isImportDeclaration)) {
    const bindings = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.endsWith('/product/product.ts'))
      continue;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements)
      if ((propertyName ?? name).text === 'product') names.add(name.text);
  }
  return nodesOf(source.tree, ts.isCallExpression).flatMap((call) => {
    if (!ts.isIdentifier(call.expression) || !names.has(call.expression.text)) return [];
    const declaration = meant(call.arguments[0], source);
    return declaration !== undefined && ts.isObjectLiteralExpression(declaration)
      ? [{ source, declaration }]
      : [];
  });
}

function textOf(expression: ts.Expression | undefined, source: Source): string | undefined {
  const found = meant(expression, source);
  return found !== undefined && ts.isStringLiteralLike(found) ? found.text : undefined;
}

/**
 * The text of a product's file with one more workload in its list.
 *
 * @param from the file of the workload, from that of the product on
 * @throws Mistake where the list is not written out in the file
 */
export function workloadListed(product: ProductSource, variable: string, from: string): string {
  const { source, declarations } = product;
  const lists = new Set<ts.ArrayLiteralExpression>();
  for (const declaration of declarations) {
    const list = meant(propertyOf(declaration, 'workloads'), source);
    if (list === undefined || !ts.isArrayLiteralExpression(list)) {
      throw new Mistake(
        `${source.file}:${lineOf(source, declaration.getStart(source.tree))}: found no list that is written out under workloads, expected one such as [${variable}]. Write workloads so, or add ${variable} by hand: README, Add a service.`,
      );
    }
    lists.add(list);
  }
  return inserted(source.text, [
    importInserted(source, variable, from),
    ...[...lists].flatMap((list) => elementInserted(source, list, variable)),
  ]);
}

/**
 * The text of a product's file where it also runs on another cluster, as it does on one that it has.
 *
 * @throws Mistake where the file does not say on which clusters in a way that is known
 */
export function clusterListed(product: ProductSource, cluster: string, like: string): string {
  const { source } = product;
  const insertions = [...inClusterLists(product, cluster, like), ...asPlaces(source, cluster, like)];
  if (insertions.length > 0) return inserted(source.text, insertions);
  throw new Mistake(
    `${source.file}: found no list of clusters with '${like}' in it, expected one such as clusters: ['${like}']. Write it so, or add ${cluster} by hand: README, Add a cluster.`,
  );
}

/** `clusters: ['a', 'b']` of the product. */
function inClusterLists(
  { source, declarations }: ProductSource,
  cluster: string,
  like: string,
): readonly Insertion[] {
  const lists = new Set(
    declarations.flatMap((declaration) => {
      const list = meant(propertyOf(declaration, 'clusters'), source);
      return list !== undefined && ts.isArrayLiteralExpression(list) ? [list] : [];
    }),
  );
  return [...lists].flatMap((list) =>
    list.elements.some((each) => textOf(each, source) === like)
      ? elementInserted(source, list, `'${cluster}'`)
      : [],
  );
}

/** `[{ cluster: 'a', namespace: 'x' }]`, from which the product is made for each. */
function asPlaces(source: Source, cluster: string, like: string): readonly Insertion[] {
  return nodesOf(source.tree, ts.isArrayLiteralExpression).flatMap((list) =>
    list.elements.flatMap((element) => {
      if (!ts.isObjectLiteralExpression(element)) return [];
      const named = propertyOf(element, 'cluster');
      if (named === undefined || !ts.isStringLiteralLike(named) || named.text !== like) return [];
      const start = element.getStart(source.tree);
      const text = element.getText(source.tree);
      const [from, to] = [named.getStart(source.tree) - start, named.end - start];
      const copy = `${text.slice(0, from)}'${cluster}'${text.slice(to)}`;
      return elementInserted(source, list, copy, element);
    }),
  );
}
