import { deployed, eachUnitOf } from '../../evidence/delivery.ts';
import {
  eachMeshedService,
  eachNamespace,
  eachRunning,
  eachService,
  eachWorkload,
} from '../../evidence/members.ts';
import { routed } from '../../evidence/mesh.ts';
import { podSecurityEnforced } from '../../evidence/namespaces.ts';
import {
  ownAccount,
  runsTheContractsBuild,
  scaledAsDeclared,
  secretsFromManager,
  served,
} from '../../evidence/workloads.ts';
import { rendered } from '../../model/evidence.ts';
import { absent, contains } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { queuesAreAsked } from '../evidence/queue-credentials.ts';
import { proof } from '../evidence/tests.ts';

export const references: EvidenceById = {
  'X-1': [
    proof.api('S4-71, X-1: the Secret and the ConfigMap that it waits for are made, under those names'),
    secretsFromManager(eachWorkload('triptrip')),
  ],
  'X-2': [
    proof.redis('X-2, X-4: on %s everything that the pods name is rendered'),
    proof.api('S4-61: it runs under its own account, which exists'),
    proof.detector('with the right to report it: the role that the API server brings along (X-2)'),
    ownAccount(eachWorkload('triptrip')),
  ],
  'X-3': [
    proof.fluentBit('mounts every directory that its configuration reads or writes (X-3)'),
    proof.detector('with files that are there, and none is left out (X-3)'),
    proof.redis('every script and setting that a container runs is in a file that it mounts'),
    rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({
      'spec.template.spec.volumes[name=config].configMap.name': 'fluent-bit-config',
    }),
    rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
      'data["fluent-bit.yaml"]': contains('cloudwatch_logs'),
    }),
  ],
  'X-4': [
    proof.storage('S4-265, X-4: volumes of %s are encrypted with its own key, in the zone of their pod'),
    rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
      'parameters.encrypted': 'true',
      'parameters.kmsKeyId': '{kms_key_arn_ebs}',
    }),
  ],
  'X-5': [
    proof.redis('S4-81 to S4-85, X-5: the governing Service is there, is headless, and selects the pods'),
    rendered('redis-cluster/triptrip-cache/service-redis-cluster.yaml')({
      'spec.clusterIP': 'None',
      'spec.selector': { app: 'redis-cluster' },
    }),
  ],
  'X-6': [
    proof.api('X-6: the Service that routes and load balancer lead to exists'),
    served(eachService('triptrip')),
  ],
  'X-7': [
    proof.ingress(
      'routes attach to a gateway that exists, and it takes their host from their namespace (X-7)',
    ),
    rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml')({
      'spec.gateways': ['istio-system/public-gateway'],
    }),
    rendered('ingress/istio-system/gateway-public-gateway.yaml')({
      'spec.servers[0].hosts': contains('triptrip-api/*'),
    }),
  ],
  'X-8': [
    proof.routes('callers in the mesh get the canary, timeout and retries as well (X-8)'),
    rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api.yaml')({
      'spec.gateways': absent,
      'spec.http[*].timeout': ['30s', '30s'],
    }),
    routed(eachMeshedService('triptrip')),
  ],
  'X-9': [
    proof.worker('exists on %s, in the namespace that quota and autoscaler watch'),
    scaledAsDeclared(eachRunning('triptrip')),
    runsTheContractsBuild(eachRunning('triptrip')),
  ],
  'X-10': [
    proof.scaling('a queue, in the region of the cluster, with credentials that exist (X-10, X-50)'),
    queuesAreAsked,
  ],
  'X-11': [
    proof.projects('no kind is refused at the sync'),
    proof.projects('no place is refused, and a product can write to no other namespace than its own'),
    deployed(eachUnitOf('triptrip')),
  ],
  'X-12': [
    proof.applications('namespaces are rendered, never made on the way without their labels (X-12)'),
    podSecurityEnforced(eachNamespace()),
  ],
  'X-13': [
    rendered('opentelemetry-collector/tracing/service-opentelemetry-collector.yaml')({
      'spec.ports[*].port': [4317],
    }),
    proof.telemetry('every provider that is asked for is declared: istiod only logs that one is not (X-68)'),
  ],
};
