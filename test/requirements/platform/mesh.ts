import { workloadsOf } from '../../../requirements/evidence/members.ts';
import { query } from '../../../requirements/model/query.ts';
import { add, type Breakage, deleted, drop, of, ofMeshed, only, push, set, without } from '../breakage.ts';

const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;
const everybody = only('ingress/istio-system/ingress-public.yaml');
const staff = only('ingress/istio-system/ingress-staff.yaml');
const telemetry = only('mesh-telemetry/istio-system/telemetry-mesh-default.yaml');
const values = only('kube-prometheus-stack/values.yaml');
const agent = only('fluent-bit/logging/daemonset-fluent-bit.yaml');
/** The entries of the mesh for the databases that workloads call. */
const databases: Breakage['files'] = (context) => [
  ...new Set(
    workloadsOf(context).flatMap(({ product, namespace, declaration: { calls = [] } }) =>
      calls.flatMap((call) => {
        const database = call.to === 'database' ? context.cluster.terraform.databases[call.name] : undefined;
        return database === undefined
          ? []
          : [`${product}/${namespace}/serviceentry-${database.endpoint.replaceAll('.', '-')}.yaml`];
      }),
    ),
  ),
];
const TOOLS = [
  'staff-tools/staff-tools/ingress-prometheus.yaml',
  'staff-tools/staff-tools/ingress-alertmanager.yaml',
  'staff-tools/monitoring/ingress-grafana.yaml',
  'staff-tools/kiali/ingress-kiali.yaml',
] as const;
const proxies = only(
  'staff-tools/staff-tools/deployment-oauth2-proxy-prometheus.yaml',
  'staff-tools/staff-tools/deployment-oauth2-proxy-alertmanager.yaml',
);

const entry: readonly Breakage[] = [
  {
    says: 'a namespace of the mesh without proxies',
    row: 'S3-06',
    files: ofMeshed((name) => `namespaces/_cluster/namespace-${name}.yaml`),
    change: drop('metadata.labels["istio.io/rev"]'),
  },
  {
    says: 'a proxy where the mesh ends',
    row: 'S3-15',
    files: only(
      'namespaces/_cluster/namespace-monitoring.yaml',
      'namespaces/_cluster/namespace-staff-tools.yaml',
    ),
    change: add(['metadata', 'labels', 'istio.io/rev'], '1-30'),
  },
  {
    says: 'another NodePort than the load balancer asks',
    row: 'S3-07',
    files: only('istio-ingressgateway/values.yaml'),
    change: set('service.ports[name=https].nodePort', 30999),
  },
  {
    says: 'a database that the mesh takes for HTTP',
    row: 'S3-09',
    files: databases,
    change: set('spec.ports[0].protocol', 'HTTP'),
  },
  {
    says: 'the gateway of staff on the pods of egress',
    row: 'S3-11',
    files: only('ingress/istio-system/gateway-staff-gateway.yaml'),
    change: set('spec.selector.app', 'istio-egressgateway'),
  },
  {
    says: 'smartphones get the site of PCs',
    row: 'S3-12',
    files: only('pc-frontend/storefront/virtualservice-pc-frontend-public.yaml'),
    change: drop('spec.http[name=smartphone-frontend]'),
  },
  {
    says: 'the API answered by a site',
    row: 'S3-13',
    files: only('api-gateway/storefront/virtualservice-api-gateway-public.yaml'),
    change: set('spec.http[0].route[0].destination.host', 'pc-frontend.storefront.svc.cluster.local'),
  },
  {
    says: 'one load balancer for all',
    row: 'S3-19',
    files: staff,
    change: set(annotation('group.name'), 'public'),
  },
  { says: 'an entry without WAF', row: 'S3-24', files: everybody, change: drop(annotation('wafv2-acl-arn')) },
  {
    says: 'a tool without WAF',
    row: 'S3-24',
    files: only(...TOOLS, 'staff-tools/argocd/ingress-argocd.yaml'),
    change: drop(annotation('wafv2-acl-arn')),
  },
  {
    says: 'Keycloak and Temporal for the public',
    row: 'S3-25',
    files: only(
      'keycloak/keycloak/virtualservice-keycloak.yaml',
      'temporal/temporal/virtualservice-temporal.yaml',
    ),
    change: set('spec.gateways', ['istio-system/public-gateway']),
  },
  {
    says: 'Temporal without a login',
    row: 'S3-25',
    files: only('temporal/values.yaml'),
    change: set('web.additionalEnv[name=TEMPORAL_AUTH_ENABLED].value', 'false'),
  },
  {
    says: 'a tool for the public',
    row: 'S3-28',
    files: only(...TOOLS),
    change: set(annotation('group.name'), 'public'),
  },
  {
    says: 'Prometheus without the login before it',
    row: 'S3-28',
    files: only(TOOLS[0]),
    change: set('spec.rules[0].http.paths[0].backend.service.name', 'prometheus-operated'),
  },
  {
    says: 'a login for everybody who has an account',
    row: 'S3-30',
    files: proxies,
    change: without('spec.template.spec.containers[0].args', (one) =>
      String(one).startsWith('--allowed-group'),
    ),
  },
  {
    says: 'Grafana without a login',
    row: 'S3-31',
    files: only('grafana/values.yaml'),
    change: set('["grafana.ini"]["auth.anonymous"].enabled', true),
  },
];

const certificates: readonly Breakage[] = [
  {
    says: 'plain text behind the load balancer',
    row: 'S3-38',
    files: everybody,
    change: set(annotation('backend-protocol'), 'HTTP'),
  },
  {
    says: 'a gateway that takes old TLS',
    row: 'S3-38',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: set('spec.servers[0].tls.minProtocolVersion', 'TLSV1_0'),
  },
  {
    says: 'plain text in a namespace of the mesh',
    row: 'S3-41',
    files: ofMeshed((name) => `mesh-policies/${name}/peerauthentication-default.yaml`),
    change: set('spec.mtls.mode', 'PERMISSIVE'),
  },
  {
    says: 'the root of somebody else',
    row: 'S3-42',
    files: only('istio-csr/cert-manager/configmap-mesh-root.yaml'),
    change: set('data["root-cert.pem"]', '-----BEGIN CERTIFICATE-----'),
  },
  {
    says: 'a database whose certificate nobody checks',
    row: 'S3-44',
    files: only('user-service/prod/configmap-user-service-config.yaml'),
    change: set('data.DB_SSL_MODE', 'require'),
  },
  {
    says: 'authorities of the database that nothing mounts',
    row: 'S3-44',
    files: only('user-service/prod/deployment-user-service.yaml'),
    change: without(
      'spec.template.spec.containers[0].volumeMounts',
      (mount) => query(mount, 'name') === 'database-ca',
    ),
  },
];

const signals: readonly Breakage[] = [
  {
    says: 'no agent on nodes with a taint',
    row: 'S3-47',
    files: agent,
    change: drop('spec.template.spec.tolerations'),
  },
  {
    says: 'an agent without the logs',
    row: 'S3-48',
    files: agent,
    change: drop('spec.template.spec.volumes[name=varlog]'),
  },
  {
    says: 'access logs that nobody asks for',
    row: 'S3-52',
    files: telemetry,
    change: set('spec.accessLogging[0].providers', []),
  },
  {
    says: 'requests that count for nobody',
    row: 'S3-62',
    files: telemetry,
    change: drop('spec.metrics[0]'),
  },
  {
    says: 'a lasting store that forgets',
    row: 'S3-57',
    files: ({ cluster }) =>
      cluster.longTermMetrics === undefined
        ? []
        : ['victoria-metrics/monitoring/statefulset-victoria-metrics.yaml'],
    change: without('spec.template.spec.containers[0].args', (one) =>
      String(one).startsWith('-retentionPeriod'),
    ),
  },
  {
    says: 'a lasting store that nobody writes to',
    row: 'S3-57',
    files: ({ cluster }) =>
      cluster.longTermMetrics === undefined ? [] : ['kube-prometheus-stack/values.yaml'],
    change: drop('prometheus.prometheusSpec.remoteWrite'),
  },
  {
    says: 'monitors that Prometheus does not read',
    row: 'S3-56',
    files: values,
    change: set('prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues', true),
  },
  {
    says: '15020 closed to Prometheus',
    row: 'S3-63',
    files: of('service', (name) => `networkpolicy-allow-${name}.yaml`),
    change: without('spec.ingress', (rule) => query(rule, 'ports[0].port') === 15020),
  },
  {
    says: 'spans to a log',
    row: 'S3-65',
    files: only('opentelemetry-collector/tracing/configmap-opentelemetry-collector.yaml'),
    change: (document) => {
      const text = String(query(document, 'data["config.yaml"]'));
      return set('data["config.yaml"]', text.replaceAll('awsxray', 'debug'))(document);
    },
  },
  {
    says: 'no span at all',
    row: 'S3-65',
    files: telemetry,
    change: set('spec.tracing[0].randomSamplingPercentage', 0),
  },
];

const incidents: readonly Breakage[] = [
  {
    says: 'a rule that never fires',
    row: 'S3-69',
    files: of('service', (name) => `prometheusrule-${name}.yaml`),
    change: set('spec.groups[*].rules[alert=ServiceErrorRatioHigh].for', '30d'),
  },
  { says: 'no Alertmanager', row: 'S3-69', files: values, change: set('alertmanager.enabled', false) },
  {
    says: 'rates that nobody records',
    row: 'S3-70',
    files: of('service', (name) => `prometheusrule-${name}.yaml`),
    change: without('spec.groups[*].rules', (rule) => query(rule, 'record') === 'service:requests:rate5m'),
  },
  {
    says: 'critical alerts that reach no tool',
    row: 'S3-71',
    files: values,
    change: set('alertmanager.config.route.routes[receiver=incident-io].matchers', ['severity="none"']),
  },
  {
    says: 'the alerts of a team in the channel of another',
    row: 'S3-71',
    files: values,
    change: set(
      'alertmanager.config.receivers[name=slack-streaming].slack_configs[0].channel',
      '#alerts-platform',
    ),
  },
  {
    says: 'alerts without a team',
    row: 'S3-74',
    files: of('deployment', (name) => `prometheusrule-${name}.yaml`),
    change: drop('spec.groups[*].rules[alert=WorkloadRestarts].labels.owner'),
  },
  {
    says: 'the token of the tool that is no secret',
    row: 'S3-75',
    files: only('alertmanager/monitoring/externalsecret-alertmanager-receivers.yaml'),
    change: without('spec.data', (one) => query(one, 'secretKey') === 'incident_io_token'),
  },
  {
    says: 'the heartbeat of another cluster',
    row: 'S3-68',
    files: values,
    change: set(
      'alertmanager.config.receivers[name=heartbeat].webhook_configs[0].url',
      'https://api.incident.io/v2/heartbeat/other/ping',
    ),
  },
  {
    says: 'Alertmanager without a way out',
    row: 'S3-78',
    files: only('alertmanager/monitoring/networkpolicy-allow-alertmanager.yaml'),
    change: drop('spec.egress[1]'),
  },
  {
    says: 'one Alertmanager',
    row: 'S3-78',
    files: values,
    change: set('alertmanager.alertmanagerSpec.replicas', 1),
  },
  {
    says: 'nobody may come in from Prometheus',
    row: 'S3-78',
    files: only('alertmanager/monitoring/networkpolicy-allow-alertmanager.yaml'),
    change: deleted,
  },
  {
    says: 'an entry that leads the public to staff',
    row: 'S3-25',
    files: only('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml'),
    change: push('spec.rules[1].to[0].operation.ports', '443'),
  },
];

/** What could be taken away from the mesh's entry and from what watches it (S3). */
export const meshBreakages: readonly Breakage[] = [...entry, ...certificates, ...signals, ...incidents];
