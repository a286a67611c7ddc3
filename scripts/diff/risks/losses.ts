import type { Risk } from '../change.ts';

/** What is lost with an object of a kind, by `<group>/<kind>`. */
const KINDS: Readonly<Record<string, readonly [Risk, string]>> = {
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
  'discovery.k8s.io/EndpointSlice': ['outage', 'its Service leads to nobody any more'],
  '/Endpoints': ['outage', 'its Service leads to nobody any more'],
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
  'gateway.networking.k8s.io/TLSRoute': ['outage', 'its routes are gone'],
  'gateway.networking.k8s.io/UDPRoute': ['outage', 'its routes are gone'],
  'gateway.networking.k8s.io/GatewayClass': ['outage', 'no controller answers for its Gateways'],
  'gateway.networking.k8s.io/BackendTLSPolicy': ['security', 'calls to what it is about go out without TLS'],
  'config.gatekeeper.sh/Config': ['outage', 'the namespaces that it exempts are exempt no more'],
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
  'storage.k8s.io/CSIDriver': ['outage', 'no volume of the driver can be attached any more'],
  'monitoring.coreos.com/Prometheus': ['outage', 'its pods stop: nothing is measured, and no alert fires'],
  'monitoring.coreos.com/PrometheusAgent': ['outage', 'its pods stop: nothing is measured'],
  'monitoring.coreos.com/Alertmanager': ['outage', 'its pods stop: alerts fire, and nobody is told'],
  'monitoring.coreos.com/AlertmanagerConfig': [
    'outage',
    'its routes are gone: whom they told is not told any more',
  ],
  'monitoring.coreos.com/ThanosRuler': ['outage', 'its pods stop: its rules are evaluated no more'],
  'monitoring.coreos.com/Probe': [
    'outage',
    'what it asks from outside is asked no more, and alerts on it fall silent',
  ],
  'networking.istio.io/EnvoyFilter': [
    'outage',
    'what it made proxies do is gone, such as a limit of requests',
  ],
  'extensions.istio.io/WasmPlugin': ['outage', 'what it made proxies do is gone'],
  'telemetry.istio.io/Telemetry': [
    'outage',
    'the logs, traces or metrics that it asks for are no longer made',
  ],
  'networking.istio.io/Sidecar': [
    'routine',
    'its pods see what the rest of their namespace, or of the mesh, sees',
  ],
  'vpcresources.k8s.aws/SecurityGroupPolicy': [
    'outage',
    'new pods have the security group of their node: what admits them by their own refuses them',
  ],
  'elbv2.k8s.aws/IngressClassParams': ['outage', 'load balancers of its class are configured without it'],
  'elbv2.k8s.aws/TargetGroupBinding': ['outage', 'its pods leave the target group of the load balancer'],
  '/ResourceQuota': ['scale', 'nothing bounds what its namespace takes any more'],
  '/LimitRange': ['routine', 'containers that ask for nothing get no defaults any more'],
  'autoscaling.k8s.io/VerticalPodAutoscaler': ['routine', 'its pods ask for what their template says'],
  'batch/Job': ['routine', 'its pods are deleted, and their logs'],
};

/** Kinds of operators that keep data, whatever their group. */
const STORES =
  /^(?:.*\/)?(?:Kafka|KafkaTopic|KafkaNodePool|Elasticsearch|OpenSearchCluster|Postgresql|PostgresCluster|Redis|RedisCluster|RedisReplication|RedisFailover|MongoDBCommunity|PerconaServerMongoDB|PerconaXtraDBCluster|MySQL|InnoDBCluster|RabbitmqCluster|CassandraDatacenter|EtcdCluster|NatsStreamingCluster|VMCluster|VMSingle|DBInstance|DBCluster|Bucket|Queue|Table|Volume)$/;
const STORE_GROUPS = /^postgresql\.cnpg\.io\/(?:Cluster|Database)$/;

/** Kinds that others make certificates by. */
const ISSUERS = /^[a-z0-9.-]*(?:cert-manager|awspca|step|jetstack|vault)[a-z0-9.-]*\/\w*Issuer$/i;

/** What is lost with an object of a type; undefined where nobody here knows. */
export function lossOf(type: string): readonly [Risk, string] | undefined {
  const known = KINDS[type];
  if (known !== undefined) return known;
  if (STORES.test(type) || STORE_GROUPS.test(type))
    return ['data-loss', 'a store is deleted, and what it keeps with it'];
  if (ISSUERS.test(type)) return ['outage', 'no certificate of it is issued or renewed any more'];
  if (type.startsWith('mutations.gatekeeper.sh/'))
    return ['security', 'what it wrote into objects is no longer written'];
  if (/^(?:policies\.)?kyverno\.io\/(?:Cluster)?\w*Policy$/.test(type))
    return ['security', 'what it refused is let in, and what it wrote is no longer written'];
  if (/^(?:policies\.)?kyverno\.io\/PolicyException$/.test(type))
    return ['outage', 'what it let in is refused from now on'];
  if (type.startsWith('constraints.gatekeeper.sh/')) return ['security', 'what this rule refused is let in'];
  return undefined;
}
