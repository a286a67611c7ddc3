import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import type { IgnoredDifference } from '../applications.ts';
import { groupOf, nameOf } from '../cluster-state.ts';
import type { Rule } from '../rule.ts';

export const randomValues: Rule = {
  name: 'random-values',
  proves: 'what a chart draws anew at each rendering is overlooked by its Application',
  judges: (state) =>
    state.releases.flatMap(({ unit, objects, again }) => {
      if (again === undefined) return [];
      const ignored = state.applications.find((each) => each.unit === unit)?.ignoreDifferences ?? [];
      const second = new Map(again.map((object) => [keyOf(object), object]));
      const about = (object: TreeObject) => ({ unit, object: nameOf(object) });
      const found = objects.flatMap((object) => {
        const other = second.get(keyOf(object));
        if (other === undefined) {
          return [
            {
              ...about(object),
              problem: 'Its name is another one at each rendering: each sync deletes it and makes a new one.',
              instead: 'Give it a name in the values.',
            },
          ];
        }
        return differences(object, other, '')
          .filter((path) => !ignored.some((each) => overlooks(each, object, path)))
          .map((path) => ({
            ...about(object),
            problem: `${path} is drawn anew at each rendering: each sync writes it, and restarts what reads it.`,
            instead:
              'Set it in the values, or add it to components/argocd/ignored-differences.ts, so that the first one stays.',
          }));
      });
      return found;
    }),
};

function keyOf(object: TreeObject): string {
  return `${groupOf(object)} ${nameOf(object)}`;
}

/** JSON pointers to where two values differ, as short as tells them apart. */
function differences(one: unknown, other: unknown, path: string): readonly string[] {
  if (Object.is(one, other)) return [];
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) return [path];
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differences(left.get(key), right.get(key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function overlooks(
  { group, kind, name, namespace, jsonPointers, jqPathExpressions }: IgnoredDifference,
  object: TreeObject,
  path: string,
): boolean {
  const meant =
    group === groupOf(object) &&
    kind === object.kind &&
    (name === undefined || name === object.metadata.name) &&
    (namespace === undefined || namespace === object.metadata.namespace);
  return (
    meant &&
    (jsonPointers.some((pointer) => path === pointer || path.startsWith(`${pointer}/`)) ||
      jqPathExpressions.some((expression) => pointersOf(expression)?.test(path)))
  );
}

/** The JSON pointers that a plain path of jq means, such as `.webhooks[]?.clientConfig.caBundle`; undefined for more than a path. */
function pointersOf(expression: string): RegExp | undefined {
  if (!/^(\.\w+(\[\]\??)?)+$/.test(expression)) return undefined;
  const pattern = expression.replaceAll('.', '/').replaceAll(/\[\]\??/g, '/\\d+');
  return new RegExp(`^${pattern}(/|$)`);
}
