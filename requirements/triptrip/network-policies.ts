import { eachNamespace, eachRunning, eachWorkload, workload } from '../evidence/members.ts';
import { calledAsDeclared } from '../evidence/mesh.ts';
import { deniedByDefault, mayAskForNames, noOtherDefaults } from '../evidence/namespaces.ts';
import { narrowPolicies, reachesAsDeclared, readByPrometheus } from '../evidence/network.ts';
import { ingressGateway, networks, pods, prometheus, publicAddresses, tcp } from '../evidence/peers.ts';
import { rendered } from '../model/evidence.ts';
import { computed, contains } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { redisReached } from './evidence/redis-reached.ts';

const deny = rendered('namespaces/triptrip-api/networkpolicy-default-deny-all.yaml');

const allow = rendered('triptrip-api/triptrip-api/networkpolicy-allow-triptrip-api.yaml');

export const networkPolicies: EvidenceById = {
  'S4-190': [
    deny({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }),
    deniedByDefault(eachNamespace()),
    noOtherDefaults,
  ],
  'S4-191': [
    allow({
      'spec.podSelector': { matchLabels: { app: 'triptrip-api' } },
      'spec.policyTypes': ['Ingress', 'Egress'],
    }),
    reachesAsDeclared(eachWorkload('triptrip')),
    narrowPolicies,
  ],
  'S4-192': [
    allow({
      'spec.ingress': contains({
        from: [ingressGateway],
        ports: tcp(3000),
      }),
    }),
  ],
  'S4-193': [
    reachesAsDeclared(workload('triptrip-api', 'triptrip')),
    calledAsDeclared(workload('triptrip-api', 'triptrip')),
  ],
  'S4-194': [
    allow({
      'spec.ingress': contains({
        from: [prometheus],
        ports: tcp(15020),
      }),
    }),
    readByPrometheus(eachRunning('triptrip')),
  ],
  'S4-195': [mayAskForNames(eachNamespace())],
  'S4-196': [
    allow({
      'spec.egress': computed('the data subnets at 5432', ({ cluster }) =>
        contains({ ports: tcp(5432), to: networks(cluster.terraform.dataSubnetCidrs) }),
      ),
    }),
  ],
  'S4-197': [
    allow({
      'spec.egress': contains({
        ports: tcp(6379),
        to: [pods('triptrip-cache', { app: 'redis-cluster' })],
      }),
    }),
    redisReached,
  ],
  'S4-198': [
    allow({
      'spec.egress': contains({
        ports: tcp(443),
        to: [publicAddresses],
      }),
    }),
    allow({
      'spec.egress': computed('the endpoints of AWS in the VPC at 443', ({ cluster }) =>
        contains({ ports: tcp(443), to: networks(cluster.terraform.vpcEndpointCidrs) }),
      ),
    }),
  ],
};
