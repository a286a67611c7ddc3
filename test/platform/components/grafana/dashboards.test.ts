import { describe, expect, it } from 'vitest';
import { thresholds } from '../../../../platform/components/grafana/dashboards/thresholds.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { mistakesOf, type Recorded, readPromql } from '../monitoring/promql.ts';
import { clusters, dashboards, type Panel } from './rendered-dashboards.ts';

const { contextOf, fleet, ofKind, unitsOn } = frozenFleet;

interface Rule {
  readonly record?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What the rules of any service record, with the labels that they give it: the same for each. */
const recorded: Recorded = new Map(
  ofKind('PrometheusRule')
    .flatMap(({ json }): readonly Rule[] =>
      json.spec.groups.flatMap((group: { rules: readonly Rule[] }) => group.rules),
    )
    .flatMap(({ record, labels = {} }) => (record === undefined ? [] : [[record, Object.keys(labels)]])),
);

/** As Grafana fills its variables in. */
function filledIn(expression: string): string {
  return expression
    .replaceAll('$__rate_interval', '2m')
    .replaceAll('$window', '7d')
    .replaceAll(/\$\w+/g, 'x');
}

function overlap(one: Panel['gridPos'], other: Panel['gridPos']): boolean {
  return (
    one.x < other.x + other.w &&
    other.x < one.x + one.w &&
    one.y < other.y + other.h &&
    other.y < one.y + one.h
  );
}

it.each(clusters)('%s has the five that S1 and S2 ask for, each loaded by its label', (name) => {
  const context = contextOf(name);
  const units = new Set(unitsOn(name).map((unit) => unit.name));
  const here = dashboards.filter(({ cluster }) => cluster === name);
  expect(here.map(({ model }) => model.title).sort()).toEqual([
    'Application',
    ...(units.has('argocd') ? ['Argo CD'] : []),
    'Cluster overview',
    'Database',
    'Golden signals',
    ...(context.cluster.mesh === undefined ? [] : ['Mesh control plane']),
    'Queues',
    'Redis and other stores',
    'SLI and SLO',
  ]);
  const values = context.units.find((unit) => unit.name === 'grafana')?.helm?.(context).values;
  expect(values?.sidecar).toMatchObject({
    dashboards: { label: 'grafana_dashboard', labelValue: '1', resource: 'configmap' },
  });
});

describe.each(dashboards)('$cluster: $name', ({ cluster, file, model }) => {
  const panels = model.panels.filter(({ type }) => type !== 'row');
  const expressions = panels.flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ title, expression: filledIn(expr) }])),
  );

  it('keeps its address: the uid is that of its file', () => {
    expect(file).toBe(`${model.uid}.json`);
  });

  it('no panel hides another or stands outside the grid, and no two share an id', () => {
    expect(new Set(model.panels.map(({ id }) => id)).size).toBe(model.panels.length);
    for (const [index, { title, gridPos }] of model.panels.entries()) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      const hidden = model.panels.slice(index + 1).filter((other) => overlap(gridPos, other.gridPos));
      expect(hidden.map((other) => `${title} and ${other.title}`)).toEqual([]);
    }
  });

  it('every panel tells a newcomer what it means, and asks something', () => {
    for (const { title, description = '', targets = [] } of panels) {
      expect(description.length, title).toBeGreaterThan(5);
      expect(targets.length, title).toBeGreaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length);
    }
  });

  it('every panel reads from a data source that Grafana has here', () => {
    const context = contextOf(cluster);
    const values = context.units.find(({ name }) => name === 'grafana')?.helm?.(context).values;
    const sources = JSON.stringify(values?.datasources);
    for (const { title, datasource } of panels) {
      if (datasource?.uid === `\${datasource}`) expect(datasource.type).toBe('prometheus');
      else expect(sources, title).toContain(`"uid":"${datasource?.uid}"`);
    }
  });

  it('every expression reads what something on the cluster exports or a rule records, by labels that it has', () => {
    const units = new Set(unitsOn(cluster).map(({ name }) => name));
    const mistakes = expressions.flatMap(({ title, expression }) =>
      mistakesOf(expression, recorded, (unit) => units.has(unit)).map((mistake) => `${title}: ${mistake}`),
    );
    expect(mistakes).toEqual([]);
  });

  it('no expression asks for a variable that nobody can choose', () => {
    const known = ['__rate_interval', ...model.templating.list.map(({ name }) => name)];
    for (const { title, targets = [] } of panels) {
      const used = targets.flatMap(({ expr = '' }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name));
      for (const name of used) expect(known, title).toContain(name);
    }
  });
});

it('what is no PromQL is found, with the variables filled in', () => {
  expect(() => readPromql(filledIn('sum by (job (rate(up[$__rate_interval]))'))).toThrow('No PromQL');
  expect(readPromql(filledIn('rate(up{namespace=~"$namespace"}[$__rate_interval])')).selectors).toEqual([
    { metric: 'up', labels: ['namespace'], ranged: true },
  ]);
});

it('a panel turns red where the alert calls somebody', () => {
  const rules = JSON.stringify(ofKind('PrometheusRule').map(({ json }) => json.spec));
  for (const figure of [thresholds.cpu, thresholds.memory, thresholds.errors]) {
    expect(rules).toMatch(new RegExp(`> ${String(figure).replace('.', '\\.')}"`));
  }
});

it('the window of the objectives is never longer than what is kept', () => {
  const windows = dashboards
    .filter(({ model }) => model.uid === 'service-levels')
    .map(({ cluster, model }) => {
      const found = model.templating.list.find(({ name }) => name === 'window');
      return [contextOf(cluster).cluster.longTermMetrics !== undefined, found?.query];
    });
  expect(new Set(windows.map((pair) => pair.join(' ')))).toEqual(
    new Set(['true 30d,7d,1d', 'false 15d,7d,1d']),
  );
});

it('a database is looked up in CloudWatch as what it is: an Aurora cluster or one instance (S2-71)', () => {
  const text = (cluster: string) =>
    JSON.stringify(dashboards.find((one) => one.cluster === cluster && one.model.uid === 'database')?.model);
  expect(text('prod-japan')).toContain('"DBClusterIdentifier":"users"');
  expect(text('prod-japan')).toContain('/aws/rds/cluster/users/postgresql');
  expect(text('sre-portfolio')).toContain('"DBInstanceIdentifier":"sre-portfolio"');
  expect(text('sre-portfolio')).toContain('/aws/rds/instance/sre-portfolio/postgresql');
});

it('slow statements are looked for in the log that the engine of the database writes, once for each server', () => {
  const written = { postgres: ['postgresql', 'duration: '], mysql: ['slowquery', 'Query_time: '] };
  for (const { name, terraform } of fleet.clusters) {
    const text = JSON.stringify(
      dashboards.find((one) => one.cluster === name && one.model.uid === 'database')?.model,
    );
    for (const { endpoint, engine } of Object.values(terraform.databases)) {
      const [log = '', mark = ''] = written[engine];
      const group = `/${endpoint.split('.')[0]}/${log}"`;
      expect(text.split(group).length - 1, `${name} ${endpoint}`).toBe(1);
      expect(text).toContain(mark);
    }
  }
});
