import { add, type Breakage, deleted, drop, of, ofMeshed, only, push, rename, set } from '../breakage.ts';

import { api, callers, TRIPTRIP } from './files.ts';

export const mesh: readonly Breakage[] = [
  {
    says: 'STRICT turned to PERMISSIVE',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/peerauthentication-default.yaml`),
    change: set('spec.mtls.mode', 'PERMISSIVE'),
  },
  {
    says: 'a port without mTLS',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/peerauthentication-default.yaml`),
    change: add(['spec', 'portLevelMtls'], { 8080: { mode: 'DISABLE' } }),
  },
  {
    says: 'a second PeerAuthentication',
    row: 'S4-277',
    files: only('triptrip-api/triptrip-api/peerauthentication-open.yaml'),
    change: () => ({ spec: { mtls: { mode: 'PERMISSIVE' } } }),
  },
  {
    says: 'allow-nothing allows all',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/authorizationpolicy-allow-nothing.yaml`),
    change: add(['spec', 'rules'], [{}]),
  },
  {
    says: 'allow-nothing deleted',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/authorizationpolicy-allow-nothing.yaml`),
    change: deleted,
  },
  {
    says: 'one more caller',
    row: 'S4-277',
    files: callers,
    change: push('spec.rules[0].from[0].source.principals', 'cluster.local/ns/default/sa/default'),
  },
  {
    says: "the gateway's identity replaced",
    row: 'S4-277',
    files: callers,
    change: set('spec.rules[0].from[0].source.principals[0]', 'cluster.local/ns/istio-system/sa/default'),
  },
  {
    says: 'principals turned to notPrincipals',
    row: 'S4-277',
    files: callers,
    change: rename('spec.rules[0].from[0].source.principals', 'notPrincipals'),
  },
  { says: 'callers by any identity', row: 'S4-277', files: callers, change: drop('spec.rules[0].from') },
  { says: 'callers at any port', row: 'S4-277', files: callers, change: drop('spec.rules[0].to') },
  { says: 'ALLOW turned to DENY', row: 'S4-277', files: callers, change: set('spec.action', 'DENY') },
  { says: 'callers of every workload', row: 'S4-277', files: callers, change: drop('spec.selector') },
  {
    says: 'unknown hosts allowed',
    row: 'S4-160',
    files: of('workload', (name) => `sidecar-${name}.yaml`, TRIPTRIP),
    change: set('spec.outboundTrafficPolicy.mode', 'ALLOW_ANY'),
  },
  {
    says: 'a sidecar that knows every host',
    row: 'S4-160',
    files: of('workload', (name) => `sidecar-${name}.yaml`, TRIPTRIP),
    change: set('spec.egress[0].hosts', ['*/*']),
  },
  {
    says: 'unknown hosts allowed in the whole mesh',
    row: 'S4-160',
    files: only('{istiod}/values.yaml'),
    change: set('meshConfig.outboundTrafficPolicy.mode', 'ALLOW_ANY'),
  },
  {
    says: 'automatic mTLS off',
    row: 'S4-159',
    files: only('{istiod}/values.yaml'),
    change: set('meshConfig.enableAutoMtls', false),
  },
  {
    says: 'TLS to the API disabled',
    row: 'S4-177',
    files: api('destinationrule-triptrip-api'),
    change: add(['spec', 'trafficPolicy', 'tls'], { mode: 'DISABLE' }),
  },
  {
    says: 'nobody is ejected',
    row: 'S4-176',
    files: api('destinationrule-triptrip-api'),
    change: drop('spec.trafficPolicy.outlierDetection'),
  },
  {
    says: 'bookings tried again',
    row: 'S4-170',
    files: api('virtualservice-triptrip-api-public'),
    change: set('spec.http[name=stable].retries.retryOn', '5xx'),
  },
  {
    says: 'requests to pods of another subset',
    row: 'S4-167',
    files: api('virtualservice-triptrip-api'),
    change: set('spec.http[*].route[0].destination.subset', 'canary'),
  },
  {
    says: 'nothing traced',
    row: 'S4-181',
    files: only('mesh-telemetry/istio-system/telemetry-mesh-default.yaml'),
    change: set('spec.tracing[0].randomSamplingPercentage', 0),
  },
  {
    says: 'no access log',
    row: 'S4-180',
    files: only('mesh-telemetry/istio-system/telemetry-mesh-default.yaml'),
    change: drop('spec.accessLogging[0]'),
  },
];
