import { at, fields, listAt, number, places, text, textAt } from '../read.ts';
import { type Made, type Maker, madeOf, named } from './made.ts';

const AGENT = { '/ServiceAccount': { '*': null }, '/Secret': { '*': null }, '/ConfigMap': { '*': null } };

/** A program of VictoriaMetrics' operator: its objects carry the kind before the name. */
function victoria(prefix: string, ports: readonly number[], workload = 'apps/Deployment'): Maker {
  return ({ name, value }) => [
    ...madeOf({ ...AGENT, '/Service': { '*': ports }, [workload]: { '*': null } }, `${prefix}-${name}`),
    ...additionalService(at(value, 'spec', 'serviceSpec'), `${prefix}-${name}-additional-service`),
  ];
}

function additionalService(spec: unknown, byDefault: string): readonly Made[] {
  if (spec === undefined) return [];
  return [{ group: '', kind: 'Service', name: textAt(spec, 'metadata', 'name') ?? byDefault }];
}

/** What watches the cluster, as an operator runs it. */
export const TELEMETRY_MAKERS: Readonly<Record<string, Maker>> = {
  'monitoring.coreos.com/Prometheus': ({ name }) =>
    madeOf(
      {
        '/Service': { 'prometheus-operated': [9090, 10_901] },
        'apps/StatefulSet': { 'prometheus-*': null },
        '/Secret': {
          'prometheus-*': null,
          'prometheus-*-tls-assets-0': null,
          'prometheus-*-web-config': null,
        },
        '/ConfigMap': { 'prometheus-*-rulefiles-0': null },
        '/PersistentVolumeClaim': {
          'prometheus-*-db-prometheus-*-0': null,
          'prometheus-*-db-prometheus-*-1': null,
        },
      },
      name,
    ),
  'monitoring.coreos.com/PrometheusAgent': named({
    '/Service': { 'prometheus-agent-operated': [9090], 'prometheus-operated': [9090] },
    'apps/StatefulSet': { 'prom-agent-*': null },
  }),
  'monitoring.coreos.com/Alertmanager': named({
    '/Service': { 'alertmanager-operated': [9093, 9094] },
    'apps/StatefulSet': { 'alertmanager-*': null },
    '/Secret': { 'alertmanager-*-generated': null },
  }),
  'monitoring.coreos.com/ThanosRuler': named({
    '/Service': { 'thanos-ruler-operated': [10_902, 10_901] },
    'apps/StatefulSet': { 'thanos-ruler-*': null },
  }),
  'operator.victoriametrics.com/VMSingle': victoria('vmsingle', [8428, 8429]),
  'operator.victoriametrics.com/VMAgent': victoria('vmagent', [8429]),
  'operator.victoriametrics.com/VMAlert': victoria('vmalert', [8080]),
  'operator.victoriametrics.com/VMAlertmanager': victoria('vmalertmanager', [9093, 9094], 'apps/StatefulSet'),
  'operator.victoriametrics.com/VMAuth': victoria('vmauth', [8427]),
  'operator.victoriametrics.com/VLogs': victoria('vlogs', [9428]),
  'operator.victoriametrics.com/VLSingle': victoria('vlsingle', [9428]),
  'operator.victoriametrics.com/VTSingle': victoria('vtsingle', [10_428]),
  'operator.victoriametrics.com/VMCluster': named({
    '/Service': {
      'vminsert-*': [8480, 8481],
      'vmselect-*': [8481],
      'vmstorage-*': [8482, 8400, 8401],
      'vmclusterlb-*': [8427],
    },
    '/ServiceAccount': { 'vmcluster-*': null },
    'apps/StatefulSet': { 'vmstorage-*': null, 'vmselect-*': null },
    'apps/Deployment': { 'vminsert-*': null },
  }),
  'opentelemetry.io/OpenTelemetryCollector': ({ name, value }) => {
    const mode = textAt(value, 'spec', 'mode') ?? 'deployment';
    const kind = { deployment: 'Deployment', statefulset: 'StatefulSet', daemonset: 'DaemonSet' }[mode];
    const ports = portsOfCollector(value);
    return madeOf(
      {
        ...(mode !== 'sidecar' && {
          '/Service': {
            '*-collector': ports,
            '*-collector-headless': ports,
            '*-collector-monitoring': [8888],
            '*-targetallocator': null,
          },
        }),
        '/ServiceAccount': { '*-collector': null, '*-targetallocator': null },
        '/ConfigMap': { '*-collector': null },
        ...(kind !== undefined && { [`apps/${kind}`]: { '*-collector': null } }),
      },
      name,
    );
  },
  'jaegertracing.io/Jaeger': named({
    '/Service': { '*-collector': null, '*-collector-headless': null, '*-query': null, '*-agent': null },
    'apps/Deployment': { '*': null, '*-collector': null, '*-query': null },
  }),
  'tempo.grafana.com/TempoStack': named({
    '/Service': Object.fromEntries(
      ['distributor', 'ingester', 'querier', 'query-frontend', 'compactor', 'gateway', 'gossip-ring'].map(
        (part) => [`tempo-*-${part}`, null],
      ),
    ),
  }),
  'tempo.grafana.com/TempoMonolithic': named({ '/Service': { 'tempo-*': null, 'tempo-*-gateway': null } }),
  'loki.grafana.com/LokiStack': named({
    '/Service': Object.fromEntries(
      [
        'distributor',
        'ingester',
        'querier',
        'query-frontend',
        'compactor',
        'gateway',
        'index-gateway',
        'ruler',
      ].flatMap((part) => [`*-${part}-http`, `*-${part}-grpc`].map((service) => [service, null])),
    ),
  }),
  'grafana.integreatly.org/Grafana': named({
    '/Service': { '*-service': [3000] },
    'apps/Deployment': { '*-deployment': null },
    '/ServiceAccount': { '*-sa': null },
    '/Secret': { '*-admin-credentials': ['GF_SECURITY_ADMIN_USER', 'GF_SECURITY_ADMIN_PASSWORD'] },
    '/ConfigMap': { '*-ini': null },
  }),
  'kiali.io/Kiali': named({ '/Service': { kiali: null }, 'apps/Deployment': { kiali: null } }),
};

/** The ports of receivers that say where they listen; all others are their kind's own, which nobody here knows. */
function portsOfCollector(value: unknown): readonly number[] | null {
  const receivers = fields(at(value, 'spec', 'config', 'receivers'));
  const protocols = Object.values(receivers).flatMap((receiver) => {
    const own = Object.values(fields(at(receiver, 'protocols')));
    return own.length > 0 ? own : [receiver];
  });
  const endpoints = protocols.map((each) => text(at(each, 'endpoint')));
  if (protocols.length === 0 || endpoints.includes(undefined)) return null;
  const stated = [...places(value, 'spec.ports[].port')].flatMap((place) => number(place.value) ?? []);
  const listening = endpoints.flatMap((endpoint) => {
    const found = Number(/:(\d+)$/.exec(endpoint ?? '')?.[1]);
    return Number.isInteger(found) ? [found] : [];
  });
  // Exporters that are scraped add theirs.
  const exporters = Object.keys(fields(at(value, 'spec', 'config', 'exporters')));
  const isScraped =
    exporters.some((exporter) => exporter.startsWith('prometheus')) ||
    listAt(value, 'spec', 'config', 'service', 'extensions').length > 0;
  return isScraped ? null : [...new Set([...listening, ...stated])];
}
