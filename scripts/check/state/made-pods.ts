import type { Labels } from '../../cluster-model/objects/fields.ts';
import type { ClusterState } from './cluster-state.ts';
import { groupedBy } from './grouped.ts';
import { remembered } from './memory.ts';
import type { Resource } from './resource.ts';

/** Labels of the pods that an operator makes of an object, as far as they are known; they have others too. */
type LabelsOf = (resource: Resource) => readonly Labels[];

const victoria =
  (...names: readonly string[]): LabelsOf =>
  ({ name }) =>
    names.map((own) => ({
      'app.kubernetes.io/name': own,
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/component': 'monitoring',
      'managed-by': 'vm-operator',
    }));

const KNOWN: Readonly<Record<string, LabelsOf>> = {
  'postgresql.cnpg.io/Cluster': ({ name }) => [{ 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' }],
  'postgresql.cnpg.io/Pooler': ({ name }) => [{ 'cnpg.io/poolerName': name, 'cnpg.io/podRole': 'pooler' }],
  'kafka.strimzi.io/Kafka': ({ name }) => [
    {
      'strimzi.io/cluster': name,
      'strimzi.io/kind': 'Kafka',
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/managed-by': 'strimzi-cluster-operator',
    },
  ],
  'kafka.strimzi.io/KafkaConnect': ({ name }) => [
    { 'strimzi.io/cluster': name, 'strimzi.io/kind': 'KafkaConnect' },
  ],
  'opentelemetry.io/OpenTelemetryCollector': ({ name, namespace }) => [
    {
      'app.kubernetes.io/name': `${name}-collector`,
      'app.kubernetes.io/instance': `${namespace}.${name}`,
      'app.kubernetes.io/component': 'opentelemetry-collector',
      'app.kubernetes.io/managed-by': 'opentelemetry-operator',
      'app.kubernetes.io/part-of': 'opentelemetry',
    },
  ],
  'operator.victoriametrics.com/VMSingle': victoria('vmsingle'),
  'operator.victoriametrics.com/VMAgent': victoria('vmagent'),
  'operator.victoriametrics.com/VMAlert': victoria('vmalert'),
  'operator.victoriametrics.com/VMAlertmanager': victoria('vmalertmanager'),
  'operator.victoriametrics.com/VMAuth': victoria('vmauth'),
  'operator.victoriametrics.com/VMCluster': victoria('vminsert', 'vmselect', 'vmstorage'),
  'rabbitmq.com/RabbitmqCluster': ({ name }) => [
    { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'rabbitmq' },
  ],
  'elasticsearch.k8s.elastic.co/Elasticsearch': ({ name }) => [
    { 'elasticsearch.k8s.elastic.co/cluster-name': name, 'common.k8s.elastic.co/type': 'elasticsearch' },
  ],
  'kibana.k8s.elastic.co/Kibana': ({ name }) => [
    { 'kibana.k8s.elastic.co/name': name, 'common.k8s.elastic.co/type': 'kibana' },
  ],
  'gateway.networking.k8s.io/Gateway': ({ name }) => [{ 'gateway.networking.k8s.io/gateway-name': name }],
};

/** Groups whose objects become pods of which nothing is known here. */
const UNKNOWN =
  /^(?:serving\.knative\.dev|serving\.kserve\.io|sparkoperator\.k8s\.io|flink\.apache\.org|ray\.io|tekton\.dev|acid\.zalan\.do|postgres-operator\.crunchydata\.com|.+\.percona\.com|mongodbcommunity\.mongodb\.com|mysql\.oracle\.com|k8s\.mariadb\.com|databases\.spotahome\.com|redis\.redis\.opstreelabs\.in|dragonflydb\.io|opensearch\.opster\.io|clickhouse\.altinity\.com|minio\.min\.io|jaegertracing\.io|tempo\.grafana\.com|loki\.grafana\.com|grafana\.integreatly\.org|kiali\.io|k8s\.keycloak\.org|nats\.io|.+\.k8s\.elastic\.co|helm\.toolkit\.fluxcd\.io|source\.toolkit\.fluxcd\.io|kubevirt\.io|camel\.apache\.org|core\.oam\.dev|temporal\.io|apps\.kruise\.io|leaderworkerset\.x-k8s\.io|jobset\.x-k8s\.io|batch\.volcano\.sh|kubeflow\.org|cassandra\.datastax\.com|scylla\.scylladb\.com|zookeeper\.pravega\.io|ceph\.rook\.io)$/;

interface MadePods {
  readonly namespace: string;
  /** Undefined where nobody here knows them. */
  readonly labels: Labels | undefined;
}

const madeIn = remembered((state: ClusterState) => {
  const pods = state.resources.flatMap((resource): readonly MadePods[] => {
    const { group, kind, namespace } = resource;
    const known = KNOWN[`${group}/${kind}`];
    if (known !== undefined) return known(resource).map((labels) => ({ namespace, labels }));
    return UNKNOWN.test(group) ? [{ namespace, labels: undefined }] : [];
  });
  return groupedBy(pods, ({ namespace }) => namespace);
});

/** The pods of operators in a namespace. */
export function madePodsIn(state: ClusterState, namespace: string): readonly MadePods[] {
  return madeIn(state).get(namespace) ?? [];
}
