import { linkedClustersOf } from '../../../platform/workload/graph/linked-clusters.ts';
import { query } from '../../../requirements/model/query.ts';
import {
  add,
  type Breakage,
  deleted,
  drop,
  of,
  ofMeshed,
  ofNamespaces,
  only,
  push,
  rename,
  set,
  without,
} from '../breakage.ts';

const STREAMING = 'streaming';
const services = (file: (name: string) => string) => of('service', file, STREAMING);
const user = (file: string) => only(`user-service/prod/${file}.yaml`);
const video = (file: string) => only(`video-service/prod/${file}.yaml`);
const rules = services((name) => `destinationrule-${name}.yaml`);
const routes = services((name) => `virtualservice-${name}.yaml`);
const callers = services((name) => `authorizationpolicy-allow-${name}.yaml`);
const ways = services((name) => `networkpolicy-allow-${name}.yaml`);
const constraint = (name: string) => only(`constraints/_cluster/${name}.yaml`);
const publicEntry = only('ingress/istio-system/ingress-public.yaml');
const publicGateway = only('ingress/istio-system/gateway-public-gateway.yaml');
const istiod = only('{istiod}/values.yaml');
const linked =
  (file: (other: string) => string): Breakage['files'] =>
  (context) =>
    linkedClustersOf(context).map(({ name }) => `streaming/prod/${file(name)}.yaml`);
const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;
const isOfGateway = (rule: unknown): boolean =>
  query(rule, 'from[0].podSelector.matchLabels.app') === 'istio-ingressgateway';
const isOfPrometheus = (rule: unknown): boolean => query(rule, 'ports[0].port') === 15020;

const traffic: readonly Breakage[] = [
  {
    says: 'istiod that calls itself another cluster',
    row: 'S0-03',
    files: istiod,
    change: set('global.multiCluster.clusterName', 'other'),
  },
  {
    says: 'plain text accepted in a namespace',
    row: 'S0-04',
    files: ofMeshed((name) => `mesh-policies/${name}/peerauthentication-default.yaml`),
    change: set('spec.mtls.mode', 'PERMISSIVE'),
  },
  {
    says: 'plain text accepted at a port of one workload',
    row: 'S0-04',
    files: user('peerauthentication-user-service'),
    change: () => ({ spec: { portLevelMtls: { 8080: { mode: 'DISABLE' } } } }),
  },
  {
    says: 'allow-nothing deleted in a namespace',
    row: 'S0-05',
    files: ofMeshed((name) => `mesh-policies/${name}/authorizationpolicy-allow-nothing.yaml`),
    change: deleted,
  },
  {
    says: 'requestPrincipals turned to its opposite',
    row: 'S0-05',
    files: user('authorizationpolicy-allow-user-service'),
    change: rename('spec.rules[0].from[0].source.requestPrincipals', 'notRequestPrincipals'),
  },
  {
    says: 'principals turned to their opposite',
    row: 'S0-05',
    files: callers,
    change: rename('spec.rules[0].from[0].source.principals', 'notPrincipals'),
  },
  {
    says: 'one caller more',
    row: 'S0-05',
    files: callers,
    change: () => ({ kind: 'AuthorizationPolicy', spec: { action: 'ALLOW', rules: [{}] } }),
  },
  {
    says: 'tokens of any issuer',
    row: 'S0-05',
    files: user('requestauthentication-user-service'),
    change: drop('spec.jwtRules[0]'),
  },
  {
    says: 'a service without a time limit',
    row: 'S0-06',
    files: routes,
    change: drop('spec.http[0].timeout'),
  },
  {
    says: 'spans that nobody takes',
    row: 'S0-07',
    files: only('mesh-telemetry/istio-system/telemetry-mesh-default.yaml'),
    change: drop('spec.tracing[0]'),
  },
  {
    says: 'a rate limit that is only counted',
    row: 'S0-08',
    files: user('envoyfilter-user-service-rate-limit'),
    change: set('spec.configPatches[0].patch.value.typed_config.filter_enforced.default_value.numerator', 0),
  },
  {
    says: 'no ejection of pods that fail',
    row: 'S0-09',
    files: rules,
    change: drop('spec.trafficPolicy.outlierDetection'),
  },
  {
    says: 'no bound on connections',
    row: 'S0-09',
    files: rules,
    change: drop('spec.trafficPolicy.connectionPool'),
  },
  {
    says: 'half of the requests to a canary at rest',
    row: 'S0-10',
    files: routes,
    change: set('spec.http[0].route[0].weight', 50),
  },
  {
    says: 'the public entry without WAF',
    row: 'S0-12',
    files: publicEntry,
    change: drop(annotation('wafv2-acl-arn')),
  },
  {
    says: 'the public entry by HTTP alone',
    row: 'S0-12',
    files: publicEntry,
    change: set(annotation('listen-ports'), '[{"HTTP":80}]'),
  },
  {
    says: 'the public entry past the gateway',
    row: 'S0-12',
    files: publicEntry,
    change: set('spec.rules[0].http.paths[0].backend.service.name', 'user-service'),
  },
  {
    says: 'an Application that heals nothing',
    row: 'S0-14',
    files: only('applications/argocd/application-{cluster}-user-service.yaml'),
    change: set('spec.syncPolicy.automated.selfHeal', false),
  },
  {
    says: 'an Application that reads another cluster',
    row: 'S0-30',
    files: only('applications/argocd/application-{cluster}-user-service.yaml'),
    change: set('spec.source.path', 'dist/sre-portfolio/user-service'),
  },
  {
    says: "a gateway's identity replaced",
    row: 'S0-35',
    files: publicGateway,
    change: set('spec.selector', { app: 'istio-egressgateway' }),
  },
  {
    says: 'the gateway without TLS',
    row: 'S0-35',
    files: publicGateway,
    change: set('spec.servers[0].tls.mode', 'PASSTHROUGH'),
  },
  {
    says: 'the gateway closed to a service',
    row: 'S0-35',
    files: of('exposed', (name) => `networkpolicy-allow-${name}.yaml`, STREAMING),
    change: without('spec.ingress', isOfGateway),
  },
];

const regions: readonly Breakage[] = [
  {
    says: 'the way to the other mesh taken out',
    row: 'S0-31',
    files: istiod,
    change: set('global.meshNetworks', {}),
  },
  {
    says: 'the way to the database closed',
    row: 'S0-36',
    files: user('networkpolicy-allow-user-service'),
    change: drop('spec.egress[0]'),
  },
  {
    says: 'the database without a verified certificate',
    row: 'S0-36',
    files: user('configmap-user-service-config'),
    change: set('data.DB_SSL_MODE', 'disable'),
  },
  {
    says: 'the role of another workload',
    row: 'S0-37',
    files: video('serviceaccount-video-service'),
    change: set('metadata.annotations["eks.amazonaws.com/role-arn"]', 'arn:aws:iam::111122223333:role/admin'),
  },
  {
    says: 'events to the queue of another service',
    row: 'S0-38',
    files: video('configmap-video-service-config'),
    change: set('data.VIDEO_PUBLISHED_QUEUE_URL', 'https://sqs.ap-northeast-1.amazonaws.com/1/message-sent'),
  },
  {
    says: 'every service open to the other mesh',
    row: 'S0-46',
    files: only('istio-eastwestgateway/istio-system/gateway-cross-network.yaml'),
    change: set('spec.servers[0].hosts', ['*.local']),
  },
  {
    says: 'an east-west gateway that ends mTLS',
    row: 'S0-46',
    files: only('istio-eastwestgateway/istio-system/gateway-cross-network.yaml'),
    change: set('spec.servers[0].tls.mode', 'SIMPLE'),
  },
  {
    says: 'an east-west load balancer on the Internet',
    row: 'S0-46',
    files: only('istio-eastwestgateway/values.yaml'),
    change: set(
      'service.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]',
      'internet-facing',
    ),
  },
  {
    says: 'a foreign trust domain that counts as ours',
    row: 'S0-47',
    files: istiod,
    change: push('meshConfig.trustDomainAliases', 'other.example.com'),
  },
  {
    says: 'discovery by ExternalName',
    row: 'S0-48',
    files: linked((other) => `service-user-service-${other}`),
    change: add(['spec', 'externalName'], 'other.example.com'),
  },
  {
    says: 'any identity may answer for the other region',
    row: 'S0-49',
    files: linked((other) => `destinationrule-user-service-${other}`),
    change: drop('spec.trafficPolicy.tls.subjectAltNames'),
    clusters: ['prod-japan'],
  },
  {
    says: 'the way back between the regions gone',
    row: 'S0-50',
    files: linked((other) => `serviceentry-user-service-${other}`),
    change: deleted,
  },
  {
    says: 'a service that no longer fails over',
    row: 'S0-89',
    files: video('serviceentry-video-service-failover'),
    change: set('spec.endpoints', []),
  },
  {
    says: 'failover to nowhere',
    row: 'S0-88',
    files: video('destinationrule-video-service'),
    change: drop('spec.trafficPolicy.loadBalancer.localityLbSetting.failover'),
  },
  {
    says: 'a gateway with one pod',
    row: 'S0-85',
    files: only('istio-ingressgateway/values.yaml', 'istio-eastwestgateway/values.yaml'),
    change: set('autoscaling.minReplicas', 1),
  },
  {
    says: 'a gateway in whatever zone',
    row: 'S0-85',
    files: only('istio-egressgateway/values.yaml'),
    change: set('topologySpreadConstraints[0].whenUnsatisfiable', 'ScheduleAnyway'),
  },
  {
    says: 'fewer pods than declared',
    row: 'S0-87',
    files: user('horizontalpodautoscaler-user-service-hpa'),
    change: set('spec.minReplicas', 2),
  },
];

const governance: readonly Breakage[] = [
  {
    says: 'a rule that finds nothing',
    row: 'S0-15',
    files: only('constraint-templates/_cluster/constrainttemplate-noprivilegedcontainers.yaml'),
    change: set('spec.targets[0].code[0].source.rego', 'package noprivilegedcontainers\n'),
  },
  {
    says: 'labels that are only wished for',
    row: 'S0-16',
    files: constraint('requiredlabels-labels-of-workloads'),
    change: set('spec.enforcementAction', 'dryrun'),
  },
  {
    says: 'a namespace without an owner',
    row: 'S0-16',
    files: constraint('requiredlabels-labels-of-namespaces'),
    change: without('spec.parameters.labels', (label) => label === 'fleet.example.com/owner'),
  },
  {
    says: 'privileged pods in the namespace of a product',
    row: 'S0-17',
    files: constraint('noprivilegedcontainers-no-privileged-containers'),
    change: push('spec.match.excludedNamespaces', 'prod'),
  },
  {
    says: 'privileged Deployments',
    row: 'S0-17',
    files: constraint('noprivilegedcontainers-no-privileged-containers'),
    change: drop('spec.match.kinds[1]'),
  },
  {
    says: 'images from anywhere',
    row: 'S0-18',
    files: constraint('allowedregistries-own-registry'),
    change: push('spec.parameters.registries', 'docker.io'),
  },
  {
    says: 'rules that only warn',
    row: 'S0-18',
    files: only(
      ...['pinnedimages-pinned-images', 'nohostaccess-no-host-access', 'noopenservices-no-open-services'].map(
        (name) => `constraints/_cluster/${name}.yaml`,
      ),
    ),
    change: set('spec.enforcementAction', 'warn'),
  },
  {
    says: 'the CIS benchmark suspended',
    row: 'S0-22',
    files: only('kube-bench/kube-bench/cronjob-kube-bench-general.yaml'),
    change: add(['spec', 'suspend'], true),
  },
  {
    says: 'the CIS benchmark once a year',
    row: 'S0-22',
    files: only('kube-bench/kube-bench/cronjob-kube-bench-general.yaml'),
    change: set('spec.schedule', '0 18 1 1 *'),
  },
  {
    says: 'a secret of another cluster',
    row: 'S0-55',
    files: user('externalsecret-user-service-secret'),
    change: set('spec.data[0].remoteRef.key', '/prod/other/db_user'),
  },
  {
    says: 'a store for the whole cluster',
    row: 'S0-55',
    files: only('streaming/_cluster/clustersecretstore-all.yaml'),
    change: () => ({ kind: 'ClusterSecretStore' }),
  },
  {
    says: 'a Secret in Git',
    row: 'S0-56',
    files: user('secret-user-service-secret'),
    change: () => ({ kind: 'Secret', stringData: { DB_PASS: 'hunter2' } }),
  },
  {
    says: 'a rotated secret that pods never see',
    row: 'S0-61',
    files: user('deployment-user-service'),
    change: drop('metadata.annotations["secret.reloader.stakater.com/reload"]'),
  },
  {
    says: 'a queue that scales nothing',
    row: 'S0-67',
    files: video('scaledobject-video-service'),
    change: without('spec.triggers', (trigger) => query(trigger, 'type') === 'aws-sqs-queue'),
  },
  {
    says: 'the events of another queue',
    row: 'S0-70',
    files: video('scaledobject-video-service'),
    change: set('spec.triggers[type=aws-sqs-queue].metadata.queueURL', 'https://sqs/other'),
  },
  {
    says: 'default deny deleted in a namespace',
    row: 'S0-74',
    files: ofNamespaces((name) => `namespaces/${name}/networkpolicy-default-deny-all.yaml`),
    change: deleted,
  },
  {
    says: 'a service that reaches every address',
    row: 'S0-75',
    files: ways,
    change: push('spec.egress', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }),
  },
  {
    says: '15020 closed to Prometheus',
    row: 'S0-75',
    files: ways,
    change: without('spec.ingress', isOfPrometheus),
  },
  {
    says: 'a policy of nobody in the namespace',
    row: 'S0-75',
    files: only('streaming/prod/networkpolicy-allow-all.yaml'),
    change: () => ({ kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{}] } }),
  },
  {
    says: 'the security group of another workload',
    row: 'S0-79',
    files: user('securitygrouppolicy-user-service'),
    change: set('spec.securityGroups.groupIds', ['sg-0']),
  },
  {
    says: 'istiod that signs by itself',
    row: 'S0-81',
    files: istiod,
    change: set('env.ENABLE_CA_SERVER', 'true'),
  },
  {
    says: 'any host reached without being registered',
    row: 'S0-82',
    files: istiod,
    change: set('meshConfig.outboundTrafficPolicy.mode', 'ALLOW_ANY'),
  },
  {
    says: 'the egress gateway open to all workloads',
    row: 'S0-82',
    files: only('istio-egressgateway/istio-system/authorizationpolicy-allow-declared-hosts.yaml'),
    change: () => ({ kind: 'AuthorizationPolicy', spec: { action: 'ALLOW', rules: [{}] } }),
  },
  {
    says: 'the egress gateway to private networks',
    row: 'S0-82',
    files: only('istio-egressgateway/istio-system/networkpolicy-allow-istio-egressgateway.yaml'),
    change: add(
      ['spec', 'egress'],
      [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443, protocol: 'TCP' }] }],
    ),
  },
  {
    says: 'a backlog that calls nobody',
    row: 'S0-101',
    files: video('prometheusrule-video-service'),
    change: drop('spec.groups[name=video-service-workload].rules[alert=WorkloadBacklogHigh]'),
  },
];

/** What could be taken away from the platform of two regions (S0). */
export const streamingBreakages: readonly Breakage[] = [...traffic, ...regions, ...governance];
