import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTrees } from '../../scripts/check/check.ts';
import { families } from '../../scripts/check/rules.ts';
import { at, type Path } from '../../scripts/check/state/read.ts';
import { type Found, objectsIn } from '../../scripts/cluster-model/input/objects.ts';

/** What somebody may have written in the place of anything. */
const JUNK: readonly unknown[] = [
  null,
  '',
  'x',
  '$(x)',
  '10.0.0.0/99',
  -1,
  0.5,
  1e300,
  true,
  [],
  [null],
  ['x', 7],
  {},
  { x: null },
  { constructor: 'x', __proto__: 'y' },
  [[[]]],
];

const samples = families.flatMap(({ name, rules }) =>
  rules.flatMap(({ id, failing, passing }) =>
    [failing, passing].map((manifests) => ({
      family: name,
      id,
      objects: objectsIn(manifests, `${id}.yaml`),
    })),
  ),
);

/** Where values stand in an object. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn(at(value, key), [...path, key]))];
}

function withValue(value: unknown, [key, ...rest]: Path, replaced: unknown): unknown {
  if (key === undefined) return replaced;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? withValue(item, rest, replaced) : item));
  }
  return { ...Object(value), [key]: withValue(at(value, key), rest, replaced) };
}

function mutated(objects: readonly Found[], object: number, path: number, junk: unknown): readonly Found[] {
  const chosen = object % objects.length;
  return objects.map((found, index) => {
    if (index !== chosen) return found;
    const paths = pathsIn(found.value).filter(
      ([first]) => first !== undefined && first !== 'apiVersion' && first !== 'kind',
    );
    const value = withValue(found.value, paths[path % paths.length] ?? ['spec'], junk);
    return { ...found, value: Object(value) };
  });
}

describe('whatever stands in an object, no rule throws', () => {
  test.each(families.filter(({ rules }) => rules.length > 0))('on the samples of $name', ({ name }) => {
    const own = samples.filter(({ family }) => family === name);
    fc.assert(
      fc.property(
        fc.constantFrom(...own),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...JUNK),
        ({ objects }, object, path, junk) => {
          const trees = [{ cluster: 'sample', objects: mutated(objects, object, path, junk) }];
          for (const { finding } of checkTrees(trees)) {
            // A sentence that has lost a word tells nobody what to write.
            expect(`${finding.message} ${finding.fix}`).not.toMatch(/undefined|\[object Object\]|NaN/);
          }
        },
      ),
      // The same values each time: what fails here fails for everybody.
      { numRuns: 150, seed: 1 },
    );
  });
});
