import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { documentsOf } from '../../../cluster-model/input/documents.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { chartValuesIn } from '../../state/chart-values.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fieldsAt, list, listAt, textAt } from '../../state/read.ts';
import { type Dashboard, dashboardsIn, panelsOf } from './dashboards.ts';
import { secretTexts } from './secret-texts.ts';

const sample = (source: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: sources, namespace: monitoring, labels: { grafana_datasource: "1" } }
data:
  sources.yaml: |
    apiVersion: 1
    datasources: [{ name: Prometheus, uid: prometheus, type: prometheus, url: "http://prometheus:9090" }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: shop, namespace: monitoring, labels: { grafana_dashboard: "1" } }
data:
  shop.json: '{ "uid": "shop", "title": "Shop", "panels": [{ "title": "Up", "type": "stat", "datasource": { "type": "prometheus", "uid": "${source}" }, "targets": [{ "expr": "up" }] }] }'
`;

export const dashboardBroken: ClusterRule = {
  id: 'dashboard-broken',
  severity: 'warning',
  summary:
    'A dashboard of Grafana that is no JSON, asks a data source or a variable that is not there, or has the uid of another',
  breaks:
    'Grafana leaves the dashboard out, shows empty panels, or one of two dashboards, whichever it read last.',
  failing: sample('prometheuss'),
  passing: sample('prometheus'),
  *judge(state) {
    const sources = sourcesIn(state);
    const byUid = new Map<string, Dashboard>();
    for (const dashboard of dashboardsIn(state)) {
      const { resource, path, json } = dashboard;
      if (json === undefined) {
        yield {
          resource,
          path,
          severity: 'error',
          message: 'The dashboard is no JSON, and Grafana leaves it out.',
          fix: 'Write JSON: look for a comma or a quote too many or too few.',
        };
        continue;
      }
      const uid = textAt(json, 'uid');
      const other = uid === undefined ? undefined : byUid.get(uid);
      if (uid !== undefined && other !== undefined) {
        yield {
          resource,
          path,
          severity: 'error',
          message: `Its uid ${uid} is that of the dashboard in ${other.resource.kind} ${other.resource.namespace}/${other.resource.name} too: Grafana shows one of them.`,
          fix: 'Give it a uid of its own.',
        };
      } else if (uid !== undefined) byUid.set(uid, dashboard);
      yield* ofSources(dashboard, sources);
      yield* ofVariables(dashboard);
    }
  },
};

function* ofSources({ resource, path, json }: Dashboard, sources: ReadonlySet<string>): Generator<Said> {
  if (sources.size === 0 || json === undefined) return;
  const said = new Set<string>();
  for (const panel of panelsOf(json)) {
    for (const at of [panel, ...list(panel.targets)]) {
      const uid = textAt(at, 'datasource', 'uid') ?? textAt(at, 'datasource');
      if (
        uid === undefined ||
        sources.has(uid) ||
        /^[$-]|^\[\[|^$|^(?:grafana|default|null)$/.test(uid) ||
        said.has(uid)
      )
        continue;
      said.add(uid);
      yield {
        resource,
        path,
        message: `The panel ${textAt(panel, 'title') ?? ''} asks the data source ${uid}, and there is none: it stays empty.`,
        fix: `Write the uid of a data source${didYouMean(uid, [...sources])}.`,
      };
    }
  }
}

const OWN_VARIABLES = /^(?:__\w*|timeFilter|timezone|interval)$/;

function* ofVariables({ resource, path, json }: Dashboard): Generator<Said> {
  const known = listAt(json, 'templating', 'list').flatMap((variable) => textAt(variable, 'name') ?? []);
  const said = new Set<string>();
  for (const panel of panelsOf(json ?? {})) {
    if (
      panel.repeat !== undefined &&
      typeof panel.repeat === 'string' &&
      panel.repeat !== '' &&
      !known.includes(panel.repeat)
    )
      said.add(panel.repeat);
    for (const target of list(panel.targets)) {
      const text = textAt(target, 'expr') ?? '';
      for (const [, braced, plain] of text.matchAll(/\$\{([A-Za-z_]\w*)(?:[:.][^}]*)?\}|\$([A-Za-z_]\w*)/g)) {
        const name = braced ?? plain ?? '';
        if (!known.includes(name) && !OWN_VARIABLES.test(name)) said.add(name);
      }
    }
  }
  for (const name of said) {
    yield {
      resource,
      path,
      message: `A panel uses the variable ${name}, and the dashboard has none of that name: its query finds nothing.`,
      fix: `Add it to templating.list${didYouMean(name, known)}.`,
    };
  }
}

/** The names and uids of the data sources that the tree gives to Grafana. */
function sourcesIn(state: ClusterState): ReadonlySet<string> {
  const files = state
    .of('/ConfigMap', '/Secret')
    .flatMap((resource) => secretTexts(resource))
    .filter(({ content }) => /^\s*datasources:/m.test(content))
    .flatMap(({ content }) => listAt(documentsOf(content).documents[0]?.value, 'datasources'));
  const told = [...chartValuesIn(state).values()].flatMap((values) =>
    Object.values(fieldsAt(values, 'datasources')).flatMap((file) => listAt(file, 'datasources')),
  );
  const objects = state
    .of('grafana.integreatly.org/GrafanaDatasource')
    .map(({ value }) => fieldsAt(value, 'spec', 'datasource'));
  const all = [...files, ...told, ...objects];
  // A source without a uid gets one that nobody here knows.
  if (all.some((source) => textAt(source, 'uid') === undefined)) return new Set();
  return new Set(all.flatMap((source) => [textAt(source, 'uid') ?? [], textAt(source, 'name') ?? []].flat()));
}
