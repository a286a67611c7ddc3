import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { at, listAt, numberAt, places, textAt } from '../../state/read.ts';

const telemetry = (filter: string) => `apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: mesh, namespace: istio-system }
spec: { accessLogging: [{ providers: [{ name: envoy }], filter: { expression: "${filter}" } }] }
`;

/** What Istio declares itself, besides what the mesh's configuration does. */
const BUILT_IN = ['prometheus', 'stackdriver', 'envoy'];

/** Roots of what Envoy knows of a request, each with its fields. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  request:
    'path url_path host scheme method headers referer useragent time id protocol query duration size total_size',
  response: 'code code_details flags grpc_status headers trailers size total_size backend_latency',
  connection:
    'id mtls requested_server_name tls_version subject_local_certificate subject_peer_certificate dns_san_local_certificate dns_san_peer_certificate uri_san_local_certificate uri_san_peer_certificate sha256_peer_certificate_digest termination_details transport_failure_reason',
  source: 'address port',
  destination: 'address port',
  upstream:
    'address port tls_version subject_local_certificate subject_peer_certificate dns_san_local_certificate dns_san_peer_certificate uri_san_local_certificate uri_san_peer_certificate sha256_peer_certificate_digest local_address transport_failure_reason request_attempt_count cx_pool_ready_duration locality',
  metadata: '',
  filter_state: '',
  upstream_filter_state: '',
  xds: '',
  node: '',
};
const WORDS = [
  'true',
  'false',
  'null',
  'in',
  'has',
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'size',
  'int',
  'uint',
  'double',
  'string',
  'bool',
  'bytes',
  'duration',
  'timestamp',
  'type',
  'dyn',
  'matches',
  'list',
  're',
];

/** Istio takes the names as they are, and the proxies find nothing behind them. */
export const telemetryIdle: ClusterRule = {
  id: 'telemetry-idle',
  severity: 'warning',
  summary: 'A Telemetry with a provider that is not declared, or a filter about what no request has',
  breaks: 'No traces, metrics or logs come, or not those that were meant, and no object reports a fault.',
  pitfalls: ['X-13', 'X-68', 'X-69', 'X-70', 'X-71'],
  failing: telemetry("response.code >= 400 || duration > duration('1s')"),
  passing: telemetry("response.code >= 400 || request.duration > duration('1s')"),
  *judge(state) {
    yield* judgeProviders(state);
    yield* judgeFilters(state);
    yield* judgeFormat(state);
    yield* judgeSampling(state);
  },
};

function* judgeProviders(state: ClusterState): Generator<Said> {
  const { meshConfig } = meshInstallation(state);
  const declared = [
    ...BUILT_IN,
    ...listAt(meshConfig, 'extensionProviders').flatMap((each) => textAt(each, 'name') ?? []),
  ];
  for (const resource of state.of('telemetry.istio.io/Telemetry')) {
    for (const field of ['tracing', 'metrics', 'accessLogging']) {
      for (const { value, path } of places(resource.value, `spec.${field}[].providers[].name`)) {
        if (typeof value !== 'string' || meshConfig === undefined || declared.includes(value)) continue;
        yield {
          resource,
          path,
          message: `The mesh has no provider ${value}: ${field === 'tracing' ? 'no trace is sent' : `its ${field} do nothing`}. It has ${declared.join(', ')}.`,
          fix: `Declare it under meshConfig.extensionProviders${didYouMean(value, declared)}.`,
        };
      }
      for (const { value, path } of places(resource.value, `spec.${field}[].providers`)) {
        if (Array.isArray(value) && value.length === 0)
          yield {
            resource,
            path,
            message: 'The list of providers is empty, and Istio passes over it.',
            fix: 'Name a provider, or take the list out.',
          };
      }
    }
    for (const { value, path } of places(resource.value, 'spec.tracing[].randomSamplingPercentage')) {
      if (typeof value === 'number' && (value < 0 || value > 100))
        yield {
          resource,
          path,
          severity: 'error',
          message: `${value} is no percentage: Istio refuses it.`,
          fix: 'Write a number from 0 to 100.',
        };
    }
  }
}

/** CEL that parses: Istio asks no more of it. */
function* judgeFilters(state: ClusterState): Generator<Said> {
  for (const resource of state.of('telemetry.istio.io/Telemetry')) {
    for (const { value, path } of places(resource.value, 'spec.accessLogging[].filter.expression')) {
      if (typeof value !== 'string') continue;
      const plain = value.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
      for (const [, name = '', rest = ''] of plain.matchAll(
        /(?<![\w.])([a-zA-Z_]\w*)((?:\.[a-zA-Z_]\w*)*)(?!\w)/g,
      )) {
        const isCall = new RegExp(`(?<![\\w.])${name}\\s*\\(`).test(plain);
        const isPlain = new RegExp(`(?<![\\w.])${name}(?!\\w|\\s*\\()`).test(plain);
        const fields = ATTRIBUTES[name];
        if (fields === undefined) {
          if (WORDS.includes(name) && (!isPlain || ['true', 'false', 'null', 'in'].includes(name))) continue;
          if (!WORDS.includes(name) && isCall && !isPlain) continue;
          const owner = Object.entries(ATTRIBUTES).find(([, own]) => own.split(' ').includes(name));
          yield {
            resource,
            path,
            message: `No request has ${name}: that part of the filter fails, and never keeps a line.`,
            fix:
              owner === undefined
                ? `Begin with one of ${Object.keys(ATTRIBUTES).join(', ')}${didYouMean(name, Object.keys(ATTRIBUTES))}.`
                : `Write ${owner[0]}.${name}.`,
          };
          break;
        }
        const field = rest.split('.')[1];
        if (fields === '' || field === undefined || fields.split(' ').includes(field)) continue;
        yield {
          resource,
          path,
          message: `${name} has no ${field}: that part of the filter fails, and never keeps a line.`,
          fix: `Write one of ${fields.replaceAll(' ', ', ')}${didYouMean(field, fields.split(' '))}.`,
        };
        break;
      }
    }
  }
}

/** A format with breaks makes several lines of one request. */
function* judgeFormat(state: ClusterState): Generator<Said> {
  const holders = [
    ...state.of('install.istio.io/IstioOperator', 'sailoperator.io/Istio').flatMap((resource) =>
      [
        ['spec', 'meshConfig'],
        ['spec', 'values', 'meshConfig'],
      ].map((path) => ({ resource, path, config: at(resource.value, ...path) })),
    ),
    ...state
      .of('/ConfigMap')
      .filter(
        ({ value, name }) =>
          /^istio(-[a-z0-9-]+)?$/.test(name) && textAt(value, 'data', 'mesh') !== undefined,
      )
      .map((resource) => ({ resource, path: ['data', 'mesh'], config: meshInstallation(state).meshConfig })),
  ];
  for (const { resource, path, config } of holders) {
    const formats = [
      textAt(config, 'accessLogFormat'),
      ...listAt(config, 'extensionProviders').map((each) =>
        textAt(each, 'envoyFileAccessLog', 'logFormat', 'text'),
      ),
    ];
    const broken = formats.find((format) => format?.trim().includes('\n'));
    if (broken === undefined || textAt(config, 'accessLogEncoding') === 'JSON') continue;
    yield {
      resource,
      path: path[0] === 'data' ? path : [...path, 'accessLogFormat'],
      message: `The format of the access log has ${broken.trim().split('\n').length} lines: each request becomes as many records.`,
      fix: 'Write it on one line, or accessLogEncoding: JSON.',
    };
  }
}

/** Told twice, one of the two shares is dead. */
function* judgeSampling(state: ClusterState): Generator<Said> {
  const tracing = at(meshInstallation(state).meshConfig, 'defaultConfig', 'tracing', 'sampling');
  if (typeof tracing !== 'number') return;
  for (const resource of state.of('telemetry.istio.io/Telemetry')) {
    for (const [index, each] of listAt(resource.value, 'spec', 'tracing').entries()) {
      const own = numberAt(each, 'randomSamplingPercentage');
      if (own === undefined || own === tracing) continue;
      yield {
        resource,
        path: ['spec', 'tracing', index, 'randomSamplingPercentage'],
        severity: 'info',
        message: `The mesh's configuration samples ${tracing} % of the traces, and this ${own} %: the Telemetry counts, and the other does nothing.`,
        fix: 'Take sampling out of defaultConfig.tracing.',
      };
    }
  }
}
