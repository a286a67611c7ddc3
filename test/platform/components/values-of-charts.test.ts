import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { IMPORTS } from '../../../scripts/schemas/imported-schemas.ts';
import { liveFleet } from '../../live-fleet.ts';

const { fleet, contextOf, unitsOn } = liveFleet;

type Fields = readonly ts.TypeElement[];
const read = new Map<string, Fields | undefined>();

/** The fields of the values of a chart; undefined where it is new and has no types yet. */
function fieldsOf(chart: string): Fields | undefined {
  if (read.has(chart)) return read.get(chart);
  const path = join(IMPORTS, 'charts', `${chart}.d.ts`);
  const file = existsSync(path)
    ? ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
    : undefined;
  const found = file?.statements.find((statement) => ts.isInterfaceDeclaration(statement))?.members;
  read.set(chart, found);
  return found;
}

/** The types of a union, without what only groups them or forbids to change them. */
function alternatives(type: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(alternatives);
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return alternatives(type.type);
  return [type];
}

/** Keys of a value that its type does not have, each with its path. */
function strange(value: unknown, type: ts.TypeNode, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const types = alternatives(type);
  if (Array.isArray(value)) {
    const list = types.find((each) => ts.isArrayTypeNode(each));
    return list === undefined ? [] : value.flatMap((each) => strange(each, list.elementType, at));
  }
  const map = types.find((each) => ts.isTypeLiteralNode(each));
  return map === undefined ? [] : strangeIn(value, map.members, at);
}

function strangeIn(value: object, fields: Fields, at: string): string[] {
  const known = new Map<string, ts.TypeNode>();
  let rest: ts.TypeNode | undefined;
  for (const field of fields) {
    if (ts.isIndexSignatureDeclaration(field)) rest = field.type;
    if (ts.isPropertySignature(field) && field.type !== undefined && !ts.isComputedPropertyName(field.name)) {
      known.set(field.name.text, field.type);
    }
  }
  return Object.entries(value).flatMap(([key, each]) => {
    const type = known.get(key) ?? rest;
    return type === undefined ? [`${at}${key}`] : strange(each, type, `${at}${key}.`);
  });
}

/**
 * The compiler refuses a key that a chart does not have wherever it sees the key; it forgets those of a
 * `Record<string, unknown>` that is spread.
 */
test.each(fleet.clusters)('$name tells no chart a value that the chart does not have (X-87)', ({ name }) => {
  for (const unit of unitsOn(name)) {
    const helm = unit.helm?.(contextOf(name));
    const fields = helm === undefined ? undefined : fieldsOf(helm.chart);
    if (helm !== undefined && fields !== undefined)
      expect(strangeIn(helm.values, fields, ''), unit.name).toEqual([]);
  }
});

test('a key that no chart has is found at any depth', () => {
  const type =
    '{ readonly a?: string | { readonly b?: readonly ({ readonly c?: unknown } | number)[] }; readonly "d-e"?: { readonly [name: string]: { readonly f?: string } } }';
  const file = ts.createSourceFile('x.d.ts', `export interface Values ${type}`, ts.ScriptTarget.Latest);
  const fields = file.statements.flatMap((each) =>
    ts.isInterfaceDeclaration(each) ? [...each.members] : [],
  );
  const values = { a: { b: [{ c: { any: 1 } }, { x: 1 }, 2], y: 1 }, 'd-e': { any: { f: 'a', z: 1 } }, w: 1 };
  expect(strangeIn(values, fields, '')).toEqual(['a.b.x', 'a.y', 'd-e.any.z', 'w']);
});
