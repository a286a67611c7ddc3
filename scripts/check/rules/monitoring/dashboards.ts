import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { type Fields, fieldsAt, isFields, list, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { parsePromql } from './promql/expression.ts';

/** A dashboard of Grafana, and where its text stands. */
export interface Dashboard {
  readonly resource: Resource;
  readonly path: Path;
  /** Undefined where the text is no JSON. */
  readonly json: Fields | undefined;
  /** What its panels ask Prometheus, with variables replaced by something that can be read. */
  readonly expressions: readonly string[];
}

/** Dashboards in ConfigMaps, which Grafana's sidecar finds by a label, and those of Grafana's operator. */
export const dashboardsIn = remembered((state: ClusterState): readonly Dashboard[] => [
  ...state.of('/ConfigMap').flatMap((resource) => {
    const isMarked = Object.keys(resource.labels).some((label) => /dashboard/.test(label));
    return Object.entries(fieldsAt(resource.value, 'data')).flatMap(([key, text]) =>
      typeof text === 'string' && key.endsWith('.json') && (isMarked || /"panels"\s*:/.test(text))
        ? [dashboardOf(resource, ['data', key], text)]
        : [],
    );
  }),
  ...state.of('grafana.integreatly.org/GrafanaDashboard').flatMap((resource) => {
    const text = textAt(resource.value, 'spec', 'json');
    return text === undefined ? [] : [dashboardOf(resource, ['spec', 'json'], text)];
  }),
]);

function dashboardOf(resource: Resource, path: Path, text: string): Dashboard {
  let json: Fields | undefined;
  try {
    const value: unknown = JSON.parse(text);
    json = isFields(value) ? value : undefined;
  } catch {
    json = undefined;
  }
  return { resource, path, json, expressions: json === undefined ? [] : expressionsOf(json) };
}

/** Kinds of sources that take PromQL. */
const PROMETHEUS = /^(?:prometheus|mimir|cortex|thanos)$/;

function expressionsOf(dashboard: Fields): readonly string[] {
  return panelsOf(dashboard).flatMap((panel) =>
    list(panel.targets).flatMap((target) => {
      const expression = textAt(target, 'expr');
      const kind = textAt(target, 'datasource', 'type') ?? textAt(panel, 'datasource', 'type');
      if (expression === undefined || expression.trim() === '') return [];
      return kind === undefined || !PROMETHEUS.test(kind) ? [] : readable(expression);
    }),
  );
}

/** The panels, those in rows among them. */
export function panelsOf(dashboard: Fields): readonly Fields[] {
  return [
    dashboard.panels,
    ...list(dashboard.rows)
      .filter(isFields)
      .map((row) => row.panels),
  ]
    .flatMap(list)
    .filter(isFields)
    .flatMap((panel) => [panel, ...list(panel.panels).filter(isFields)]);
}

const VARIABLE = /\$\{[^}]+\}|\$[A-Za-z_]\w*|\[\[[^\]]+\]\]/g;

/** A variable may stand for any part of the text, an operator or a function among them: then nobody here can read it. */
function readable(expression: string): readonly string[] {
  const named = withoutVariables(expression);
  const isWhole = named === withoutVariables(expression, '') || parsePromql(named).expression !== undefined;
  if (isWhole) return [named];
  const bare = withoutVariables(expression, '');
  return parsePromql(bare).expression === undefined ? [] : [bare];
}

/** Grafana fills its variables in; what stands in quotes is left for those who look at values. */
function withoutVariables(expression: string, name = 'variable'): string {
  return expression
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/)
    .map((part, at) => {
      if (at % 2 === 1) return part;
      return part
        .replace(/\$__(?:rate_)?interval(?:_ms)?\b|\$\{__(?:rate_)?interval\}|\$__range(?:_s|_ms)?\b/g, '1h')
        .replace(/(\[|offset\s+|:)\s*(?:\$\{[^}]+\}|\$[A-Za-z_]\w*|\[\[[^\]]+\]\])/g, '$11h')
        .replace(VARIABLE, name);
    })
    .join('');
}

/** Whether Grafana, or something else, fills in a part of a value. */
export function hasVariable(value: string): boolean {
  return /\$\{|\$[A-Za-z_]|\[\[|\{\{/.test(value);
}
