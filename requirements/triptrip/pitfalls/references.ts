import { deployed, eachUnitOf } from '../../evidence/delivery.ts';
import {
  eachMeshedNamespace,
  eachMeshedService,
  eachNamespace,
  eachProductNamespace,
  eachRunning,
  eachService,
  eachWorkload,
  unit,
  workload,
} from '../../evidence/members.ts';
import { routed } from '../../evidence/mesh.ts';
import {
  limitedByDefault,
  mayAskForNames,
  noOtherDefaults,
  podSecurityEnforced,
  podsIn,
  quotaHolds,
} from '../../evidence/namespaces.ts';
import { reachesAsDeclared, readByPrometheus } from '../../evidence/network.ts';
import {
  hardened,
  ownAccount,
  placedAsDeclared,
  runsTheContractsBuild,
  scaledAsDeclared,
  secretsFromManager,
  served,
} from '../../evidence/workloads.ts';
import { each, nothing, rendered } from '../../model/evidence.ts';
import { absent, contains } from '../../model/expected.ts';
import { keptOut, type Pitfall, type Section } from '../../model/row.ts';
import { queuesAreAsked } from '../evidence/queue-credentials.ts';
import { proof } from '../evidence/tests.ts';

export const references: Section<Pitfall> = {
  title: 'References to nothing',
  entries: [
    keptOut(
      'X-1',
      'Secret and ConfigMap of the API are never made',
      proof.api('S4-71, X-1: the Secret and the ConfigMap that it waits for are made, under those names'),
      secretsFromManager(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-2',
      'ServiceAccounts are missing',
      proof.redis('X-2, X-4: on %s everything that the pods name is rendered'),
      proof.api('S4-61: it runs under its own account, which exists'),
      proof.detector('with the right to report it: the role that the API server brings along (X-2)'),
      ownAccount(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-3',
      'ConfigMaps of volumes are missing',
      proof.fluentBit('mounts every directory that its configuration reads or writes (X-3)'),
      proof.detector('with files that are there, and none is left out (X-3)'),
      proof.redis('every script and setting that a container runs is in a file that it mounts'),
      rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({
        'spec.template.spec.volumes[name=config].configMap.name': 'fluent-bit-config',
      }),
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('cloudwatch_logs'),
      }),
    ),
    keptOut(
      'X-4',
      'The StorageClass is missing',
      proof.storage('S4-265, X-4: volumes of %s are encrypted with its own key, in the zone of their pod'),
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
        'parameters.encrypted': 'true',
        'parameters.kmsKeyId': '{kms_key_arn_ebs}',
      }),
    ),
    keptOut(
      'X-5',
      'The governing Service is missing',
      proof.redis('S4-81 to S4-85, X-5: the governing Service is there, is headless, and selects the pods'),
      rendered('redis-cluster/triptrip-cache/service-redis-cluster.yaml')({
        'spec.clusterIP': 'None',
        'spec.selector': { app: 'redis-cluster' },
      }),
    ),
    keptOut(
      'X-6',
      'The Service of the API is missing',
      proof.api('X-6: the Service that routes and load balancer lead to exists'),
      served(eachService('triptrip')),
    ),
    keptOut(
      'X-7',
      'The Gateway is missing',
      proof.ingress(
        'routes attach to a gateway that exists, and it takes their host from their namespace (X-7)',
      ),
      rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml')({
        'spec.gateways': ['istio-system/public-gateway'],
      }),
      rendered('ingress/istio-system/gateway-public-gateway.yaml')({
        'spec.servers[0].hosts': contains('triptrip-api/*'),
      }),
    ),
    keptOut(
      'X-8',
      'Callers in the mesh get around canary, timeout and retries',
      proof.routes('callers in the mesh get the canary, timeout and retries as well (X-8)'),
      rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api.yaml')({
        'spec.gateways': absent,
        'spec.http[*].timeout': ['30s', '30s'],
      }),
      routed(eachMeshedService('triptrip')),
    ),
    keptOut(
      'X-9',
      'Autoscalers without a workload',
      proof.worker('exists on %s, in the namespace that quota and autoscaler watch'),
      scaledAsDeclared(eachRunning('triptrip')),
      runsTheContractsBuild(eachRunning('triptrip')),
    ),
    keptOut(
      'X-10',
      'One missing TriggerAuthentication stops all triggers',
      proof.scaling('a queue, in the region of the cluster, with credentials that exist (X-10, X-50)'),
      queuesAreAsked,
    ),
    keptOut(
      'X-11',
      'The AppProject is missing',
      proof.projects('no kind is refused at the sync'),
      proof.projects('no place is refused, and a product can write to no other namespace than its own'),
      deployed(eachUnitOf('triptrip')),
    ),
    keptOut(
      'X-12',
      'Namespaces are missing, or bare',
      proof.applications('namespaces are rendered, never made on the way without their labels (X-12)'),
      podSecurityEnforced(eachNamespace()),
    ),
    keptOut(
      'X-13',
      'The collector of traces is missing',
      rendered('opentelemetry-collector/tracing/service-opentelemetry-collector.yaml')({
        'spec.ports[*].port': [4317],
      }),
      proof.telemetry(
        'every provider that is asked for is declared: istiod only logs that one is not (X-68)',
      ),
    ),
  ],
};

export const selectors: Section<Pitfall> = {
  title: 'Selectors that match nothing',
  entries: [
    keptOut(
      'X-14',
      'Subsets without pods',
      proof.api('S4-172 to S4-178, X-14, X-59, X-64, X-65, X-67: pools, ejection and subsets that have pods'),
      rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
        'spec.subsets': [{ name: 'stable', labels: { track: 'stable' } }],
      }),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
        'spec.template.metadata.labels.track': 'stable',
      }),
      routed(eachMeshedService('triptrip')),
    ),
    keptOut(
      'X-15',
      'Traffic to a canary that is not there',
      proof.api('S4-167, S4-168, X-15: at rest everything goes to the stable pods'),
      proof.routes('a request never comes to a subset whose pods do not run yet, or no more'),
      rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml')({
        'spec.http[name=stable].route[*].destination.subset': ['stable'],
      }),
    ),
    keptOut(
      'X-16',
      'Namespaces chosen by a label that none has',
      proof.api(
        'S4-195 to S4-198, X-16, X-17, X-19 to X-21: DNS, istiod, database, Redis, AWS and payment may be asked',
      ),
      reachesAsDeclared(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-17',
      'Only the API may ask for names',
      proof.api('X-17: a Job of a person in the namespace has what every pod has, and no more'),
      mayAskForNames(eachNamespace()),
    ),
    keptOut(
      'X-18',
      'Prometheus chosen by a label that it has not',
      proof.api(
        'S4-191 to S4-194, X-16, X-18, X-61, X-76: gateway, front end, Prometheus and the smoke test may come',
      ),
      readByPrometheus(eachRunning('triptrip')),
    ),
    keptOut(
      'X-19',
      'The database looked for among pods',
      proof.access('a database is reached in its subnets only, on its port (X-19)'),
      reachesAsDeclared(workload('triptrip-api', 'triptrip')),
    ),
    keptOut(
      'X-20',
      'Endpoints of AWS blocked',
      proof.access('a queue is reached through the interface endpoints, which have private addresses (X-20)'),
      reachesAsDeclared(workload('triptrip-queue-worker', 'triptrip')),
    ),
    keptOut(
      'X-21',
      'No way to istiod',
      proof.namespace(
        'whatever pod comes later may ask for names and for its certificate, and no more (S0-74, X-17, X-21)',
      ),
      each(eachMeshedNamespace(), (namespace) =>
        rendered(`namespaces/${namespace}/networkpolicy-allow-istiod.yaml`)({
          'spec.podSelector': {},
          'spec.egress': contains({
            ports: [{ port: 15012, protocol: 'TCP' }],
            to: [podsIn('istio-system', { app: 'istiod' })],
          }),
        }),
      ),
      noOtherDefaults,
    ),
    keptOut(
      'X-22',
      'A worker in another namespace than its quota',
      proof.worker('exists on %s, in the namespace that quota and autoscaler watch'),
      quotaHolds(eachNamespace('triptrip')),
    ),
    keptOut(
      'X-23',
      'Redis does not tolerate the nodes that it wants',
      proof.redis('on %s all six find a place on as many hosts as the group can have'),
      proof.workload(
        'a workload runs on the nodes of its group: label chosen, taints tolerated (S4-80, X-23)',
      ),
      rendered('redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml')({
        'spec.template.spec.nodeSelector': { 'workload-type': 'memory' },
        'spec.template.spec.tolerations[0].value': 'memory',
      }),
      placedAsDeclared(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-24',
      'Groups that no pod can use',
      proof.nodeGroupUse('X-24: nodes that are always there and that no pod tolerates are paid for in vain'),
      rendered('triptrip-queue-worker/triptrip-workers/deployment-triptrip-queue-worker.yaml')({
        'spec.template.spec.nodeSelector': { 'workload-type': 'spot' },
      }),
    ),
    keptOut('X-25', 'A RuntimeClass for nodes that nobody has', nothing(/runtimeclass-/, 'no RuntimeClass')),
  ],
};

export const admission: Section<Pitfall> = {
  title: 'Admission and quota',
  entries: [
    keptOut(
      'X-26',
      'Restricted namespaces refuse the injected container',
      proof.mesh(
        'lets injected pods into restricted namespaces, and proxies start before what needs them (X-26, X-27)',
      ),
      deployed(unit('istio-cni')),
    ),
    keptOut(
      'X-27',
      'An init container that waits for ever',
      proof.api('S4-64, X-27: nothing waits for the database before the start'),
      rendered('istiod/values.yaml')({ 'env.ENABLE_NATIVE_SIDECARS': 'true' }),
    ),
    keptOut(
      'X-28',
      'Agents in a namespace that refuses them',
      proof.namespaces('only namespaces with a written reason are weaker than restricted (X-28)'),
      podSecurityEnforced(eachNamespace()),
    ),
    keptOut(
      'X-29',
      'Redis and batch fail the level restricted',
      proof.redis('X-29: every pod meets the level restricted, which the namespace enforces'),
      proof.workload('may do nothing that the Pod Security level restricted refuses'),
      hardened(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-30',
      'A quota refuses containers without amounts',
      proof.namespace(
        'CPU limits are not counted: no container would need one, and then the quota would demand it (X-30)',
      ),
      proof.namespaces('every pod of a namespace with a quota fits it, those of stores included'),
      quotaHolds(eachProductNamespace),
      limitedByDefault(eachProductNamespace),
    ),
    keptOut(
      'X-31',
      'A quota stops the autoscaler',
      proof.api(
        'X-31, X-32, X-74: the quota holds the largest scale, an update and the smoke test, with proxies',
      ),
      quotaHolds(eachProductNamespace),
    ),
    keptOut(
      'X-32',
      'A quota stops the update at the peak',
      proof.namespace('the largest fleet, a quarter more while it is updated, and a proxy beside each pod'),
      quotaHolds(eachProductNamespace),
    ),
    keptOut(
      'X-33',
      'Recommendations that no node can hold',
      proof.workload('a recommendation that no node of the group can hold (X-33)'),
    ),
    keptOut(
      'X-34',
      'Quotas where nothing runs, none where something does',
      proof.namespace('every namespace of the product has its own'),
      quotaHolds(eachProductNamespace),
    ),
  ],
};
