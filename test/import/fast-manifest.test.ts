import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withLinearCopies } from '../../scripts/import/fast-manifest.ts';

/** As cdk8s-cli 2.207 writes it. */
const GENERATED = `
export function toJson_Spec(obj: any): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'rules': obj.rules?.map((y: any) => toJson_Rule(y)),
    'labels': ((obj.labels) === undefined) ? undefined : (Object.entries(obj.labels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'byName': ((obj.byName) === undefined) ? undefined : (Object.entries(obj.byName).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: toJson_Rule(i[1]) }), {})),
    'nested': ((obj.nested) === undefined) ? undefined : (Object.entries(obj.nested).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: ((i[1]) === undefined) ? undefined : (Object.entries(i[1]).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})) }), {})),
  };
  // filter undefined values
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
export function toJson_Rule(obj: any): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'port': obj.port?.value,
  };
  // filter undefined values
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
`;

const conversion = z.function({ input: [z.unknown()], output: z.unknown() });

function load(source: string): (value: unknown) => unknown {
  const javascript = ts.transpile(source.replaceAll('export ', ''), { target: ts.ScriptTarget.ES2022 });
  return conversion.implement(conversion.parse(new Function(`${javascript}; return toJson_Spec;`)()));
}

describe('the conversions of generated classes', () => {
  it('give the same as those that cdk8s wrote, keys in the same order', () => {
    const before = load(GENERATED);
    const after = load(withLinearCopies(GENERATED));
    const values = [
      undefined,
      {},
      { name: undefined, rules: [] },
      { name: 'a', rules: [{ port: { value: 0 } }, { port: undefined, unknown: 1 }] },
      { labels: { b: '1', a: undefined, c: '' }, byName: { x: { port: { value: 'http' } }, y: undefined } },
      { nested: { a: { b: '1', c: undefined }, d: undefined }, unknown: true },
    ];
    for (const value of values) expect(JSON.stringify(after(value))).toBe(JSON.stringify(before(value)));
  });

  it('are not rewritten by guess when cdk8s writes them in another way', () => {
    const changed = GENERATED.replace('obj.labels).reduce((r, i) =>', 'obj.labels).reduce((all, i) =>');
    expect(() => withLinearCopies(changed)).toThrow('not known here');
  });
});
