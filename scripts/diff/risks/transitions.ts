import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import type { Item, Mapping } from '../change.ts';
import { canonicalText, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import { isEdit, judge, type Rule, said, type Trees } from './rule.ts';
import { evaluate } from './transition-rule.ts';

/** Rules of a definition in the tree that hold an object against what it was (`oldSelf`). */
export const transitions: Rule = (change, trees) => {
  if (!isEdit(change) || change.fields.length === 0) return [];
  const { before, after } = change;
  const schema = schemaOf(after, trees);
  if (schema === undefined) return [];
  return [...broken(schema, before.value, after.value, '')].map(({ path, message }) =>
    judge(
      'replacement',
      `the API server refuses this in place: ${path === '' ? 'the object' : path}: ${message}. ${after.kind} ${before.name} has to be deleted and made anew`,
    ),
  );
};

function schemaOf(item: Item, trees: Trees): Mapping | undefined {
  const version = item.apiVersion.slice(item.apiVersion.indexOf('/') + 1);
  const group = groupOf(item.apiVersion);
  if (!group.includes('.') || group.endsWith('.k8s.io')) return undefined;
  const definition = trees.after
    .ofKinds(item.cluster, 'CustomResourceDefinition')
    .find(
      ({ value }) => textAt(value, 'spec.group') === group && textAt(value, 'spec.names.kind') === item.kind,
    );
  const own = listAt(definition?.value, 'spec.versions').find((each) => textAt(each, 'name') === version);
  const schema = mappingAt(own, 'schema.openAPIV3Schema');
  return Object.keys(schema).length === 0 ? undefined : schema;
}

/** A rule that compares with what was there holds only where something was. */
function* broken(
  schema: Mapping,
  before: unknown,
  after: unknown,
  path: string,
): Generator<{ readonly path: string; readonly message: string }> {
  if (before === undefined || after === undefined || canonicalText(before) === canonicalText(after)) return;
  for (const rule of listAt(schema, 'x-kubernetes-validations')) {
    const text = textAt(rule, 'rule');
    if (text === undefined || !/\boldSelf\b/.test(text)) continue;
    if (evaluate(text, after, before) === false)
      yield { path, message: said(textAt(rule, 'message') ?? text) };
  }
  const properties = mappingAt(schema, 'properties');
  for (const [name, inner] of Object.entries(properties)) {
    if (!isMapping(inner) || !isMapping(before) || !isMapping(after)) continue;
    yield* broken(inner, before[name], after[name], path === '' ? name : `${path}.${name}`);
  }
  const { additionalProperties } = schema;
  if (isMapping(additionalProperties) && isMapping(before) && isMapping(after)) {
    for (const name of Object.keys(after))
      yield* broken(additionalProperties, before[name], after[name], `${path}.${name}`);
  }
}
