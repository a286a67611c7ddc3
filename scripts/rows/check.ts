import type { Evidence, Output, Shown } from './evidence.ts';
import { code, type Expected, isMatcher, type Json, meets, says } from './expected.ts';
import { query } from './query.ts';
import type { Clusters } from './row.ts';
import type { Tree } from './tree.ts';

/**
 * Why the evidence does not hold: a sentence each; none where it holds.
 *
 * @param clusters where it is looked for, unless the evidence names its own
 */
export function failures(evidence: Evidence, clusters: Clusters, tree: Tree): readonly string[] {
  switch (evidence.kind) {
    case 'shown':
      return (evidence.clusters ?? clusters).flatMap((cluster) => shownOn(cluster, evidence, tree));
    case 'output':
      return tree.outputNames().includes(evidence.name)
        ? (evidence.clusters ?? clusters).flatMap((cluster) => printedFor(cluster, evidence, tree))
        : [`clusters/terraform.schema.json has no output ${evidence.name}.`];
    case 'nothing':
      return clusters.flatMap((cluster) =>
        tree
          .rendered(cluster)
          .filter((path) => evidence.paths.test(path))
          .map((path) => `${tree.place(cluster, path)} is there, though there should be ${evidence.says}.`),
      );
    case 'something':
      return clusters
        .filter((cluster) => !tree.rendered(cluster).some((path) => evidence.paths.test(path)))
        .map((cluster) => `dist/${cluster} has no file of ${evidence.says}.`);
    case 'heading':
      return headings(tree.text(evidence.file)).includes(evidence.heading)
        ? []
        : [`${evidence.file} has no heading “${evidence.heading}”.`];
    case 'file': {
      const text = tree.text(evidence.file);
      if (text === undefined) return [`There is no file ${evidence.file}.`];
      return evidence.parts
        .filter((part) => !text.includes(part))
        .map((part) => `${evidence.file} does not say ${code(part)}.`);
    }
    case 'test':
      return hasTest(tree.text(evidence.file) ?? '', evidence.name)
        ? []
        : [`${evidence.file} has no test “${evidence.name}”.`];
  }
}

function shownOn(cluster: string, { file, values }: Shown, tree: Tree): readonly string[] {
  const path = tree.place(cluster, tree.fill(cluster, file));
  const document = tree.yaml(path);
  if (document === undefined) return [`There is no ${path}.`];
  return wrongValues(path, document, values, cluster, tree);
}

function printedFor(cluster: string, { name, values }: Output, tree: Tree): readonly string[] {
  const found = tree.outputs(cluster)[name];
  const path = `clusters/${cluster}/terraform.json`;
  if (found === undefined) return [`${path} has no output ${name}.`];
  return wrongValues(`${path}: ${name}`, found, values, cluster, tree);
}

function wrongValues(
  where: string,
  document: unknown,
  values: Readonly<Record<string, Expected>>,
  cluster: string,
  tree: Tree,
): readonly string[] {
  return Object.entries(values).flatMap(([path, expected]) => {
    const filled = isMatcher(expected) ? expected : fillAll(expected, (text) => tree.fill(cluster, text));
    const found = query(document, tree.fill(cluster, path));
    return meets(found, filled)
      ? []
      : [`${where}: ${path || 'the whole'} should be one that ${says(filled)}, and is ${code(found)}.`];
  });
}

function fillAll(value: Json, fill: (text: string) => string): Json {
  if (typeof value === 'string') return fill(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((element) => fillAll(element, fill));
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, fillAll(field, fill)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function headings(text = ''): readonly string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading.trim());
}

/** Whether the source of a test file has a test of this name, as it is written there. */
function hasTest(source: string, name: string): boolean {
  const written = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\(\\s*(['"\`])${written}\\1,`).test(source);
}
