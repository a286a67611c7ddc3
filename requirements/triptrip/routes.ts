import { eachMeshedNamespace, workload } from '../evidence/members.ts';
import { calledAsDeclared, closedMesh } from '../evidence/mesh.ts';
import { heading, rendered } from '../model/evidence.ts';
import { absent, computed, exactly } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

const inside = rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api.yaml');

const outside = rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml');

const rule = rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml');

const policy = rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml', 'spec.trafficPolicy');

const atRest =
  'At rest there is no canary, so neither route nor weight names one (X-14, X-15); `canary` in `images.yaml` brings both.';

/** The cluster's own name first; those of the clusters that it takes over from behind it (S4-49). */
const hosts = computed(
  'api.{domain}, and of each cluster that it takes this name over from',
  ({ cluster, fleet }) => [
    `api.${cluster.domain}`,
    ...cluster.takesOver.flatMap((takeover) =>
      fleet.clusters.flatMap(({ name, domain }) =>
        name === takeover.cluster && takeover.hosts.includes('api') ? [`api.${domain}`] : [],
      ),
    ),
  ],
);

/** All requests go to the stable pods. */
const stableOnly = [
  {
    destination: {
      host: 'triptrip-api.triptrip-api.svc.cluster.local',
      port: { number: 80 },
      subset: 'stable',
    },
    weight: 100,
  },
];

export const routes: Section<Row> = {
  title: 'Routes',
  entries: [
    otherwise(
      'S4-165',
      'K',
      'A VirtualService of the API',
      'In the version that stays (X-73), one for the public and one for the mesh (X-8).',
      inside({
        apiVersion: 'networking.istio.io/v1',
        'metadata.name': 'triptrip-api',
        'spec.http[*].name': exactly(['stable-repeatable', 'stable']),
      }),
      outside({
        apiVersion: 'networking.istio.io/v1',
        'spec.http[*].name': exactly(['stable-repeatable', 'stable']),
      }),
    ),
    otherwise(
      'S4-166',
      'K',
      'Hosts and gateway',
      'The host of the cluster’s domain at the gateway, the full name in the mesh (X-8).',
      outside({ 'spec.hosts': hosts, 'spec.gateways': ['istio-system/public-gateway'] }),
      inside({ 'spec.hosts': ['triptrip-api.triptrip-api.svc.cluster.local'], 'spec.gateways': absent }),
    ),
    otherwise(
      'S4-167',
      'K',
      'A header that reaches the canary',
      atRest,
      outside({ 'spec.http[*].route': [stableOnly, stableOnly] }),
      inside({ 'spec.http[*].route': [stableOnly, stableOnly] }),
    ),
    otherwise(
      'S4-168',
      'K',
      '95 % stable, 5 % canary',
      atRest,
      outside({ 'spec.http[*].route': [stableOnly, stableOnly] }),
      rule({ 'spec.subsets[*].name': exactly(['stable']) }),
    ),
    done(
      'S4-169',
      'K',
      'A timeout of 30 s',
      outside({ 'spec.http[*].timeout': ['30s', '30s'] }),
      inside({ 'spec.http[*].timeout': ['30s', '30s'] }),
    ),
    otherwise(
      'S4-170',
      'K',
      'Three more tries, of everything',
      'Two, which fit the timeout; 5xx for reading requests only (X-65).',
      outside({
        'spec.http[name=stable-repeatable].retries.attempts': 2,
        'spec.http[name=stable-repeatable].retries.perTryTimeout': '10s',
        'spec.http[name=stable].retries.retryOn': 'connect-failure,refused-stream,reset-before-request',
        'spec.http[name=stable].retries.retryRemoteLocalities': true,
      }),
    ),
    done('S4-171', 'D', 'Faults injected in tests only', overview('Faults on purpose')),
    otherwise(
      'S4-172',
      'K',
      'A DestinationRule of the API',
      'In the version that stays (X-73), for the full name.',
      rule({
        apiVersion: 'networking.istio.io/v1',
        'spec.host': 'triptrip-api.triptrip-api.svc.cluster.local',
      }),
    ),
    done(
      'S4-173',
      'K',
      'A pool of 1,000 connections',
      policy({ 'connectionPool.tcp': { maxConnections: 1000, connectTimeout: '10s' } }),
    ),
    otherwise(
      'S4-174',
      'K',
      'Bounds of requests',
      'Without the upgrade to HTTP/2 (X-67), and 20 retries at a time in place of 3 (X-65).',
      policy({
        'connectionPool.http': {
          http1MaxPendingRequests: 1000,
          http2MaxRequests: 1000,
          maxRequestsPerConnection: 100,
          maxRetries: 20,
        },
      }),
    ),
    otherwise(
      'S4-175',
      'K',
      'The least busy pod; failover from zone to zone',
      'The own zone first, which is the default; failover takes regions (X-64).',
      policy({ loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } } }),
    ),
    done(
      'S4-176',
      'K',
      'Pods that fail are ejected',
      policy({
        outlierDetection: {
          consecutive5xxErrors: 5,
          interval: '10s',
          baseEjectionTime: '30s',
          maxEjectionPercent: 50,
          minHealthPercent: 30,
        },
      }),
    ),
    otherwise(
      'S4-177',
      'K',
      'ISTIO_MUTUAL',
      'Left to automatic mTLS, and enforced at the server (X-59, X-60).',
      policy({
        tls: absent,
        loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } },
      }),
      closedMesh(eachMeshedNamespace()),
      calledAsDeclared(workload('triptrip-api', 'triptrip')),
    ),
    otherwise(
      'S4-178',
      'K',
      'Subsets by version',
      'By `track`, which pods have (X-14).',
      rule({ 'spec.subsets': [{ name: 'stable', labels: { track: 'stable' } }] }),
    ),
  ],
};
