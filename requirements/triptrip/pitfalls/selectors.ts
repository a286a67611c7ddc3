import {
  eachMeshedNamespace,
  eachMeshedService,
  eachNamespace,
  eachRunning,
  eachWorkload,
  workload,
} from '../../evidence/members.ts';
import { routed } from '../../evidence/mesh.ts';
import { mayAskForNames, noOtherDefaults, quotaHolds } from '../../evidence/namespaces.ts';
import { reachesAsDeclared, readByPrometheus } from '../../evidence/network.ts';
import { pods } from '../../evidence/peers.ts';
import { placedAsDeclared } from '../../evidence/workloads.ts';
import { each, nothing, rendered } from '../../model/evidence.ts';
import { contains } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { proof } from '../evidence/tests.ts';

export const selectors: EvidenceById = {
  'X-14': [
    proof.api('S4-178, X-14: each subset has pods'),
    rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
      'spec.subsets': [{ name: 'stable', labels: { track: 'stable' } }],
    }),
    rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
      'spec.template.metadata.labels.track': 'stable',
    }),
    routed(eachMeshedService('triptrip')),
  ],
  'X-15': [
    proof.api('S4-167, S4-168, X-15: at rest everything goes to the stable pods'),
    proof.routes('a request never comes to a subset whose pods do not run yet, or no more'),
    rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml')({
      'spec.http[name=stable].route[*].destination.subset': ['stable'],
    }),
  ],
  'X-16': [
    proof.api(
      'S4-195 to S4-198, X-16, X-17, X-19 to X-21: DNS, istiod, database, Redis, AWS and payment may be asked',
    ),
    reachesAsDeclared(eachWorkload('triptrip')),
  ],
  'X-17': [
    proof.api('X-17: a Job of a person in the namespace has what every pod has, and no more'),
    mayAskForNames(eachNamespace()),
  ],
  'X-18': [
    proof.api(
      'S4-191 to S4-194, X-16, X-18, X-61, X-76: gateway, front end, Prometheus and the smoke test may come',
    ),
    readByPrometheus(eachRunning('triptrip')),
  ],
  'X-19': [
    proof.access('a database is reached in its subnets only, on its port (X-19)'),
    reachesAsDeclared(workload('triptrip-api', 'triptrip')),
  ],
  'X-20': [
    proof.access('a queue is reached through the interface endpoints, which have private addresses (X-20)'),
    reachesAsDeclared(workload('triptrip-queue-worker', 'triptrip')),
  ],
  'X-21': [
    proof.namespace(
      'whatever pod comes later may ask for names and for its certificate, and no more (S0-74, X-17, X-21)',
    ),
    each(eachMeshedNamespace(), (namespace) =>
      rendered(`namespaces/${namespace}/networkpolicy-allow-istiod.yaml`)({
        'spec.podSelector': {},
        'spec.egress': contains({
          ports: [{ port: 15012, protocol: 'TCP' }],
          to: [pods('istio-system', { app: 'istiod' })],
        }),
      }),
    ),
    noOtherDefaults,
  ],
  'X-22': [
    proof.worker('exists on %s, in the namespace that quota and autoscaler watch'),
    quotaHolds(eachNamespace('triptrip')),
  ],
  'X-23': [
    proof.redis('on %s all six find a place on as many hosts as the group can have'),
    proof.workload('a workload runs on the nodes of its group: label chosen, taints tolerated (S4-80, X-23)'),
    rendered('redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml')({
      'spec.template.spec.nodeSelector': { 'workload-type': 'memory' },
      'spec.template.spec.tolerations[0].value': 'memory',
    }),
    placedAsDeclared(eachWorkload('triptrip')),
  ],
  'X-24': [
    proof.nodeGroupUse('X-24: nodes that are always there and that no pod tolerates are paid for in vain'),
    rendered('triptrip-queue-worker/triptrip-workers/deployment-triptrip-queue-worker.yaml')({
      'spec.template.spec.nodeSelector': { 'workload-type': 'spot' },
    }),
  ],
  'X-25': [nothing(/runtimeclass-/, 'no RuntimeClass')],
};
