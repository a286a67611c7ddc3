import type { Item, Risk } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { listAt, mappingAt, textAt } from '../compare/value.ts';
import { fateOf } from './fate.ts';
import { autoscalerOf, podsText } from './pods.ts';
import { hostsOf } from './routes.ts';
import { judge, type Rule, some, type Trees } from './rule.ts';
import { usersOf } from './users.ts';

/** What is lost with an object of a kind, by `<group>/<kind>`. */
const OF_KIND: Readonly<Record<string, readonly [Risk, string]>> = {
  '/Namespace': ['data-loss', 'everything in it is deleted with it, volumes and secrets included'],
  '/PersistentVolume': ['data-loss', 'the volume behind it is let go of, or deleted with its data'],
  '/PersistentVolumeClaim': [
    'data-loss',
    'its volume is let go of, and deleted where the reclaim policy says Delete',
  ],
  'apps/StatefulSet': ['data-loss', 'its pods stop, and what they keep is served by nobody'],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    'data-loss',
    'every object of its kind is deleted with it, in all namespaces',
  ],
  'snapshot.storage.k8s.io/VolumeSnapshot': ['data-loss', 'a snapshot to restore from is deleted'],
  'velero.io/Schedule': ['data-loss', 'no backup is made by it any more'],
  'velero.io/BackupStorageLocation': [
    'data-loss',
    'backups have no place to go to, and none to be restored from',
  ],
  'velero.io/VolumeSnapshotLocation': ['data-loss', 'snapshots of volumes have no place to go to'],
  'apps/Deployment': ['outage', 'its pods stop'],
  'apps/DaemonSet': ['outage', 'its pods stop on every node'],
  'apps/ReplicaSet': ['outage', 'its pods stop'],
  'argoproj.io/Rollout': ['outage', 'its pods stop'],
  '/Pod': ['outage', 'it stops'],
  'batch/CronJob': ['outage', 'its work is no longer done'],
  'keda.sh/ScaledJob': ['outage', 'its work is no longer done'],
  '/Service': ['outage', 'its name and address are gone for all who call it'],
  'networking.k8s.io/Ingress': ['outage', 'what it served is no longer reached from outside'],
  'networking.istio.io/VirtualService': ['outage', 'its routes are gone'],
  'networking.istio.io/Gateway': ['outage', 'nothing listens for its hosts any more'],
  'networking.istio.io/ServiceEntry': [
    'outage',
    'a mesh that admits only what it knows refuses calls to its hosts',
  ],
  'gateway.networking.k8s.io/Gateway': ['outage', 'nothing listens for its hosts any more'],
  'gateway.networking.k8s.io/HTTPRoute': ['outage', 'its routes are gone'],
  'gateway.networking.k8s.io/GRPCRoute': ['outage', 'its routes are gone'],
  'gateway.networking.k8s.io/TCPRoute': ['outage', 'its routes are gone'],
  'networking.k8s.io/IngressClass': ['outage', 'no controller answers for its Ingresses'],
  'policy/PodDisruptionBudget': ['outage', 'a drain may take all of its pods at once'],
  'storage.k8s.io/StorageClass': ['outage', 'no new volume of the class can be made'],
  'scheduling.k8s.io/PriorityClass': ['outage', 'the API server refuses new pods that name it'],
  'apiregistration.k8s.io/APIService': ['outage', 'the API server no longer serves the kinds behind it'],
  'karpenter.sh/NodePool': ['outage', 'its nodes are drained and deleted'],
  'karpenter.k8s.aws/EC2NodeClass': ['outage', 'no node of it can be made'],
  'cert-manager.io/Certificate': ['outage', 'its certificate is not renewed any more, and ends one day'],
  'cert-manager.io/Issuer': ['outage', 'no certificate of it is issued or renewed any more'],
  'cert-manager.io/ClusterIssuer': ['outage', 'no certificate of it is issued or renewed any more'],
  'external-secrets.io/SecretStore': ['outage', 'secrets that it brings are not refreshed any more'],
  'external-secrets.io/ClusterSecretStore': ['outage', 'secrets that it brings are not refreshed any more'],
  'keda.sh/TriggerAuthentication': ['outage', 'the autoscalers that name it cannot read what they scale by'],
  'monitoring.coreos.com/PrometheusRule': ['outage', 'its alerts are gone: nobody is told any more'],
  'monitoring.coreos.com/ServiceMonitor': [
    'outage',
    'its metrics are no longer read, and alerts on them fall silent',
  ],
  'monitoring.coreos.com/PodMonitor': [
    'outage',
    'its metrics are no longer read, and alerts on them fall silent',
  ],
  'autoscaling/HorizontalPodAutoscaler': ['scale', 'its workload keeps the size that it has at that moment'],
  'keda.sh/ScaledObject': ['scale', 'its workload keeps the size that it has at that moment'],
  'security.istio.io/RequestAuthentication': ['security', 'tokens are no longer verified'],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['security', 'what it refused is let in'],
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': [
    'security',
    'what it wrote into objects is no longer written',
  ],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': ['security', 'what it refused is let in'],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': ['security', 'what it refused is let in'],
  'templates.gatekeeper.sh/ConstraintTemplate': ['security', 'its rule goes, and every constraint of it'],
  'argoproj.io/AppProject': ['outage', 'its Applications are refused'],
};

/** Kinds of operators that keep data, whatever their group. */
const STORES =
  /^(?:.*\/)?(?:Kafka|KafkaTopic|KafkaNodePool|Elasticsearch|OpenSearchCluster|Postgresql|PostgresCluster|Redis|RedisCluster|RedisReplication|RedisFailover|MongoDBCommunity|PerconaServerMongoDB|PerconaXtraDBCluster|MySQL|InnoDBCluster|RabbitmqCluster|CassandraDatacenter|EtcdCluster|NatsStreamingCluster|VMCluster|VMSingle|DBInstance|DBCluster|Bucket|Queue|Table|Volume)$/;
const STORE_GROUPS = /^postgresql\.cnpg\.io\/(?:Cluster|Database)$/;

export const removed: Rule = (change, trees) => {
  const { before, after } = change;
  if (before === undefined || after !== undefined || before.source === 'values') return [];
  const fate = fateOf(before, trees);
  if (!fate.goes) return [];
  const verdict = verdictOf(before, trees);
  if (verdict === undefined) return fate.why === undefined ? [] : [judge('routine', fate.why)];
  const [risk, reason] = verdict;
  return [judge(risk, reason), ...(fate.why === undefined ? [] : [judge(risk, fate.why)])];
};

/** Undefined where other rules say what its removal does, if it does anything. */
function verdictOf(item: Item, trees: Trees): readonly [Risk, string] | undefined {
  const type = typeOf(item);
  const users = usersOf(item, trees.after);
  if (users.length > 0)
    return ['outage', `it is removed while ${some(users)} still use${users.length === 1 ? 's' : ''} it`];
  if (
    type === 'apps/StatefulSet' &&
    textAt(item.value, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete'
  ) {
    return [
      'data-loss',
      'its pods stop, and its volume claims are deleted with it (persistentVolumeClaimRetentionPolicy)',
    ];
  }
  const successor = successorOf(item, trees);
  if (successor !== undefined) return ['scale', `${titleOf(successor)} scales its workload from now on`];
  const known = OF_KIND[type];
  if (known !== undefined) {
    const [risk, reason] = known;
    const pods = /\/(?:Deployment|StatefulSet|Rollout)$/.test(type)
      ? ` (${podsText(item, trees.before)})`
      : '';
    return [risk, `${reason}${pods}${hostsText(item)}`];
  }
  if (STORES.test(type) || STORE_GROUPS.test(type))
    return ['data-loss', 'a store is deleted, and what it keeps with it'];
  if (type.startsWith('constraints.gatekeeper.sh/')) return ['security', 'what this rule refused is let in'];
  return undefined;
}

/** The names under which people knew it. */
function hostsText(item: Item): string {
  const names =
    typeOf(item) === 'networking.istio.io/ServiceEntry'
      ? listAt(item.value, 'spec.hosts').map(String)
      : hostsOf(item);
  return names.length === 0 ? '' : `: ${some([...new Set(names)])}`;
}

/** The autoscaler that takes the workload of one that goes. */
function successorOf(item: Item, trees: Trees): Item | undefined {
  if (!/\/(?:HorizontalPodAutoscaler|ScaledObject)$/.test(typeOf(item))) return undefined;
  const target = mappingAt(item.value, 'spec.scaleTargetRef');
  const workload = trees.after
    .inNamespace(item.cluster, item.namespace, String(target.kind ?? 'Deployment'))
    .find(({ name }) => name === target.name);
  return workload && autoscalerOf(workload, trees.after);
}
