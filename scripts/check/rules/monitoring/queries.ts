import { documentsOf } from '../../../cluster-model/input/documents.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { type Fields, fields, fieldsAt, listAt, type Path, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { dashboardsIn } from './dashboards.ts';
import { type Expression, type Parsed, parsePromql } from './promql/expression.ts';

/** Where an expression of PromQL stands, and what for. */
export interface Query {
  readonly resource: Resource;
  readonly path: Path;
  readonly text: string;
  readonly use: 'alert' | 'record' | 'trigger' | 'panel';
  readonly parsed: Parsed;
  /** Of alerts and records: the rule, where it stands, and the group that it is in. */
  readonly rule: Fields;
  readonly rulePath: Path;
  readonly group: Fields;
}

/** A query that can be read. */
export interface ReadQuery extends Query {
  readonly expression: Expression;
}

const NOTHING: Fields = {};

/** Every expression of the tree: rules in objects and in files of ConfigMaps, triggers of KEDA, panels of Grafana. */
export const queriesIn = remembered((state: ClusterState): readonly Query[] => [
  ...state
    .of('monitoring.coreos.com/PrometheusRule')
    .flatMap((resource) => ofGroups(resource, resource.value.spec, ['spec'])),
  ...ruleFiles(state),
  ...triggers(state),
  ...dashboardsIn(state).flatMap(({ resource, path, expressions }) =>
    expressions.map((text) => queryOf({ resource, path, text, use: 'panel' })),
  ),
]);

export const readQueriesIn = remembered((state: ClusterState): readonly ReadQuery[] =>
  queriesIn(state).flatMap((query) => {
    const { expression } = query.parsed;
    return expression === undefined ? [] : [{ ...query, expression }];
  }),
);

type Described = Pick<Query, 'resource' | 'path' | 'text' | 'use'> &
  Partial<Pick<Query, 'rule' | 'rulePath' | 'group'>>;

function queryOf(described: Described): Query {
  return {
    rule: NOTHING,
    rulePath: described.path,
    group: NOTHING,
    ...described,
    parsed: parsePromql(described.text),
  };
}

function ofGroups(resource: Resource, value: unknown, from: Path, inText = false): readonly Query[] {
  return listAt(value, 'groups').flatMap((group, at) =>
    listAt(group, 'rules').flatMap((rule, index): Query[] => {
      const { alert, record, expr } = fields(rule);
      const text = typeof expr === 'number' ? String(expr) : expr;
      if (typeof text !== 'string') return [];
      const use = alert !== undefined ? 'alert' : record !== undefined ? 'record' : undefined;
      if (use === undefined) return [];
      const rulePath = inText ? from : [...from, 'groups', at, 'rules', index];
      const path = inText ? from : [...rulePath, 'expr'];
      return [queryOf({ resource, path, text, use, rule: fields(rule), rulePath, group: fields(group) })];
    }),
  );
}

/** Files of rules, as the Prometheus without an operator reads them. */
const RULE_FILE = /(?:rules?|alerts?)[^/]*\.ya?ml$/i;

function ruleFiles(state: ClusterState): readonly Query[] {
  return state.of('/ConfigMap').flatMap((resource) =>
    Object.entries(fieldsAt(resource.value, 'data')).flatMap(([key, text]) => {
      if (!RULE_FILE.test(key) || typeof text !== 'string' || !/^\s*groups:/m.test(text)) return [];
      const [document] = documentsOf(text).documents;
      return ofGroups(resource, document?.value, ['data', key], true);
    }),
  );
}

function triggers(state: ClusterState): readonly Query[] {
  return state.of('keda.sh/ScaledObject', 'keda.sh/ScaledJob').flatMap((resource) =>
    [...places(resource.value, 'spec.triggers[]')].flatMap(({ path, value }) => {
      const text = textAt(value, 'metadata', 'query');
      if (textAt(value, 'type') !== 'prometheus' || text === undefined) return [];
      return [queryOf({ resource, path: [...path, 'metadata', 'query'], text, use: 'trigger' })];
    }),
  );
}

/** What rules record, by name. */
export const recordedIn = remembered((state: ClusterState): ReadonlyMap<string, readonly ReadQuery[]> => {
  const found = new Map<string, ReadQuery[]>();
  for (const query of readQueriesIn(state)) {
    const name = query.use === 'record' ? textAt(query.rule, 'record') : undefined;
    if (name === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), query]);
  }
  return found;
});

export const alertsIn = remembered((state: ClusterState): readonly ReadQuery[] =>
  readQueriesIn(state).filter(({ use }) => use === 'alert'),
);

/** How a message names the query. */
export function titleOfQuery({ use, rule }: Query): string {
  if (use === 'alert') return `the alert ${textAt(rule, 'alert') ?? ''}`;
  if (use === 'record') return `the record ${textAt(rule, 'record') ?? ''}`;
  return use === 'trigger' ? 'the trigger' : 'the panel';
}

/** What comes of it that the query finds nothing. */
export function emptinessOf({ use, rule }: Query): string {
  if (use === 'alert') return `The alert ${textAt(rule, 'alert') ?? ''} can never fire.`;
  if (use === 'record') return `The record ${textAt(rule, 'record') ?? ''} stays empty.`;
  return use === 'trigger' ? 'The trigger reads no data.' : 'The panel stays empty.';
}

export function labelsOfRule(query: Query): Fields {
  return fieldsAt(query.rule, 'labels');
}
