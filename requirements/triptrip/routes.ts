import { eachMeshedNamespace, workload } from '../evidence/members.ts';
import { calledAsDeclared, closedMesh } from '../evidence/mesh.ts';
import { rendered } from '../model/evidence.ts';
import { absent, computed, exactly } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

const inside = rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api.yaml');

const outside = rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml');

const rule = rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml');

const policy = rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml', 'spec.trafficPolicy');

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

export const routes: EvidenceById = {
  'S4-165': [
    inside({
      apiVersion: 'networking.istio.io/v1',
      'metadata.name': 'triptrip-api',
      'spec.http[*].name': exactly(['stable-repeatable', 'stable']),
    }),
    outside({
      apiVersion: 'networking.istio.io/v1',
      'spec.http[*].name': exactly(['stable-repeatable', 'stable']),
    }),
  ],
  'S4-166': [
    outside({ 'spec.hosts': hosts, 'spec.gateways': ['istio-system/public-gateway'] }),
    inside({ 'spec.hosts': ['triptrip-api.triptrip-api.svc.cluster.local'], 'spec.gateways': absent }),
  ],
  'S4-167': [
    outside({ 'spec.http[*].route': [stableOnly, stableOnly] }),
    inside({ 'spec.http[*].route': [stableOnly, stableOnly] }),
  ],
  'S4-168': [
    outside({ 'spec.http[*].route': [stableOnly, stableOnly] }),
    rule({ 'spec.subsets[*].name': exactly(['stable']) }),
  ],
  'S4-169': [
    outside({ 'spec.http[*].timeout': ['30s', '30s'] }),
    inside({ 'spec.http[*].timeout': ['30s', '30s'] }),
  ],
  'S4-170': [
    outside({
      'spec.http[name=stable-repeatable].retries.attempts': 2,
      'spec.http[name=stable-repeatable].retries.perTryTimeout': '10s',
      'spec.http[name=stable].retries.retryOn': 'connect-failure,refused-stream,reset-before-request',
      'spec.http[name=stable].retries.retryRemoteLocalities': true,
    }),
  ],
  'S4-171': [overview('Faults on purpose')],
  'S4-172': [
    rule({
      apiVersion: 'networking.istio.io/v1',
      'spec.host': 'triptrip-api.triptrip-api.svc.cluster.local',
    }),
  ],
  'S4-173': [policy({ 'connectionPool.tcp': { maxConnections: 1000, connectTimeout: '10s' } })],
  'S4-174': [
    policy({
      'connectionPool.http': {
        http1MaxPendingRequests: 1000,
        http2MaxRequests: 1000,
        maxRequestsPerConnection: 100,
        maxRetries: 20,
      },
    }),
  ],
  'S4-175': [policy({ loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } } })],
  'S4-176': [
    policy({
      outlierDetection: {
        consecutive5xxErrors: 5,
        interval: '10s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 50,
        minHealthPercent: 30,
      },
    }),
  ],
  'S4-177': [
    policy({
      tls: absent,
      loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } },
    }),
    closedMesh(eachMeshedNamespace()),
    calledAsDeclared(workload('triptrip-api', 'triptrip')),
  ],
  'S4-178': [rule({ 'spec.subsets': [{ name: 'stable', labels: { track: 'stable' } }] })],
};
