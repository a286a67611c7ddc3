import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { at, type Fields, listAt, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const MESH = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    extensionProviders:
      - name: otel
        opentelemetry: { service: collector.tracing.svc.cluster.local, port: 4317 }
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: mesh, namespace: istio-system }
spec: { tracing: [{ providers: [{ name: NAME }], randomSamplingPercentage: 1 }] }
`;

export const telemetryProvider: ClusterRule = {
  id: 'telemetry-provider-missing',
  severity: 'error',
  summary:
    'A Telemetry of Istio for a provider that the mesh does not have, with a filter that cannot be computed, or a log format of many lines',
  breaks:
    'Every object is green, and no trace and no log line arrives; or each request becomes several lines.',
  pitfalls: ['X-68', 'X-69', 'X-70', 'X-71'],
  failing: MESH.replace('NAME', 'jaeger'),
  passing: MESH.replace('NAME', 'otel'),
  *judge(state) {
    const { meshConfig } = meshInstallation(state);
    for (const resource of state.of('telemetry.istio.io/Telemetry')) {
      if (meshConfig !== undefined) yield* ofProviders(resource, meshConfig);
      yield* ofFilters(resource);
      yield* ofSampling(resource, meshConfig);
    }
    yield* ofFormats(state);
  },
};

/** Istio has these without anybody's doing. */
const BUILT_IN = ['prometheus', 'stackdriver', 'envoy'];

function* ofProviders(resource: Resource, meshConfig: Fields): Generator<Said> {
  const declared = listAt(meshConfig, 'extensionProviders').flatMap(
    (provider) => textAt(provider, 'name') ?? [],
  );
  const known = [...declared, ...BUILT_IN];
  for (const part of ['tracing', 'metrics', 'accessLogging']) {
    for (const { path, value } of places(resource.value, `spec.${part}[].providers[].name`)) {
      if (typeof value !== 'string' || known.includes(value)) continue;
      yield {
        resource,
        path,
        message: `The mesh has no provider ${value}, and istiod passes over this: nothing is sent to it.`,
        fix: `Declare it in meshConfig.extensionProviders, or name one of ${known.join(', ')}${didYouMean(value, known)}.`,
      };
    }
  }
}

/** What Envoy has for expressions. */
const ROOTS = [
  'request',
  'response',
  'connection',
  'source',
  'destination',
  'upstream',
  'metadata',
  'filter_state',
  'xds',
  'node',
  'plugin_name',
  'route_name',
  'cluster_name',
  'cluster_metadata',
  'listener_direction',
  'listener_metadata',
  'route_metadata',
  'upstream_host_metadata',
];
const WORDS = [
  'true',
  'false',
  'null',
  'in',
  'has',
  'size',
  'duration',
  'timestamp',
  'string',
  'int',
  'uint',
  'double',
  'bool',
  'bytes',
  'type',
  'matches',
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'dyn',
];

function* ofFilters(resource: Resource): Generator<Said> {
  for (const { path, value } of places(resource.value, 'spec.accessLogging[].filter.expression')) {
    if (typeof value !== 'string') continue;
    const bare = value.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
    // An identifier that no dot stands before, and no parenthesis behind.
    const used = [...bare.matchAll(/(?<![\w.])([a-zA-Z_]\w*)(\s*\()?/g)];
    const unknown = used.find(([, name = '', call]) =>
      call === undefined
        ? !ROOTS.includes(name) && !['true', 'false', 'null', 'in'].includes(name)
        : !WORDS.includes(name),
    );
    if (unknown === undefined) continue;
    yield {
      resource,
      path,
      message: `The filter names ${unknown[1]}, which Envoy does not have: that part fails for each request, and what it should log is not logged.`,
      fix: `Begin with one of ${ROOTS.slice(0, 7).join(', ')}, such as request.duration > duration('1s').`,
    };
  }
}

function* ofSampling(resource: Resource, meshConfig: Fields | undefined): Generator<Said> {
  const inMesh = at(meshConfig, 'defaultConfig', 'tracing', 'sampling');
  for (const { path, value } of places(resource.value, 'spec.tracing[].randomSamplingPercentage')) {
    if (inMesh !== undefined && inMesh !== value) {
      yield {
        resource,
        path,
        severity: 'warning',
        message: `Two places say how many requests are traced: ${String(value)} % here, and ${String(inMesh)} % in meshConfig.defaultConfig.tracing, which has no effect.`,
        fix: 'Say it here alone, and take sampling out of the mesh configuration.',
      };
    }
  }
}

function* ofFormats(state: ClusterState): Generator<Said> {
  const [holder] = state
    .of('/ConfigMap')
    .filter(
      ({ name, value }) =>
        /^istio(?:-[a-z0-9-]+)?$/.test(name) && textAt(value, 'data', 'mesh') !== undefined,
    );
  const operator = state.of('install.istio.io/IstioOperator', 'sailoperator.io/Istio');
  const { meshConfig } = meshInstallation(state);
  const resource = holder ?? operator[0];
  if (resource === undefined || meshConfig === undefined) return;
  const format = textAt(meshConfig, 'accessLogFormat');
  if (format?.trim().includes('\n') && textAt(meshConfig, 'accessLogEncoding') !== 'JSON') {
    yield {
      resource,
      path: resource === holder ? ['data', 'mesh'] : ['spec'],
      message: `accessLogFormat has ${format.trim().split('\n').length} lines, and each request becomes as many entries of the log.`,
      fix: 'Write one line, in YAML with >- and not |, or accessLogEncoding: JSON.',
    };
  }
}
