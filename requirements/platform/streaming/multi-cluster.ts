import { overlaps } from '../../../clusters/network.ts';
import type { Context } from '../../../platform/unit/unit.ts';
import { narrowerThan } from '../../../platform/workload/graph/exposures.ts';
import {
  linkedClustersOf,
  linkedServices,
  servicesOpenToLinked,
} from '../../../platform/workload/graph/linked-clusters.ts';
import { deployed } from '../../evidence/delivery.ts';
import { exposedHosts } from '../../evidence/ingress.ts';
import { eachWorkload, workloadsOf } from '../../evidence/members.ts';
import { calledAsDeclared } from '../../evidence/mesh.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { ingressGateway, networks, to } from '../../evidence/peers.ts';
import { runsTheContractsBuild, served } from '../../evidence/workloads.ts';
import { each, file, heading, on, output, type Quantifier, rendered } from '../../model/evidence.ts';
import {
  absent,
  atLeast,
  computed,
  contains,
  exactly,
  type Json,
  type Matcher,
  matching,
} from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import {
  contract,
  eachLinkedCluster,
  eachServiceThat,
  folderOf,
  LINKED,
  linkedItself,
  serviceOf,
} from '../evidence/members.ts';
import { arnOf, atLeastOf, CIDR } from '../evidence/outputs.ts';
import { routedTo } from '../evidence/services.ts';

/** What both accounts have: zones, network, stores and queues of their own. */
const account = [
  output('account_id', { '': matching(/^\d{12}$/) }),
  output('availability_zones', { '': atLeastOf(2) }),
  output('databases', { 'users.endpoint': matching(/\.rds\.amazonaws\.com$/) }),
  output('buckets', { 'video.name': matching(/\S/) }),
  output('queues', { '["user-registered"].url': matching(/^https:\/\/sqs\./) }),
  output('waf_public_acl_arn', { '': arnOf('wafv2') }),
] as const;

/** No address in common with the networks of the mesh's other clusters, to which nothing could be routed otherwise. */
const apart = computed(
  'a network apart from those of linked clusters',
  (context): Matcher => ({
    says: 'overlaps with no network of a linked cluster',
    holds: (value) =>
      typeof value === 'string' &&
      CIDR.test(value) &&
      linkedClustersOf(context).every(({ terraform }) => !overlaps(value, terraform.vpcCidr)),
  }),
);

/** A service of the product as both clusters run it. */
function runs(name: string) {
  return [
    rendered(`${name}/prod/deployment-${name}.yaml`)({
      'metadata.name': name,
      'metadata.namespace': 'prod',
      'spec.template.spec.containers[name=app].image': `{ecr_registry}/${name}@{images.${name}.digest}`,
      'spec.template.metadata.labels["app.kubernetes.io/part-of"]': 'streaming',
    }),
    rendered(`${name}/prod/service-${name}.yaml`)({
      'metadata.namespace': 'prod',
      'spec.selector': { app: name },
    }),
  ] as const;
}

/** A queue's address in the environment, the role that may send to it, and the way there. */
function publishes(name: string, variable: string, queue: string) {
  return [
    rendered(`${name}/prod/configmap-${name}-config.yaml`)({ [`data.${variable}`]: `{queues.${queue}.url}` }),
    rendered(`${name}/prod/serviceaccount-${name}.yaml`)({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': `{irsa_role_arns.${name}}`,
    }),
    rendered(`${name}/prod/networkpolicy-allow-${name}.yaml`)({
      'spec.egress': computed('443 to the endpoints of AWS', ({ cluster }) =>
        contains(to(networks(cluster.terraform.vpcEndpointCidrs), 443)),
      ),
    }),
    rendered(`${name}/prod/deployment-${name}.yaml`)({
      'spec.template.spec.containers[name=app].envFrom': contains({
        configMapRef: { name: `${name}-config` },
      }),
      'spec.template.spec.serviceAccountName': name,
    }),
  ] as const;
}

const databaseHost: Quantifier = {
  says: 'the address of the database that is called by user-service',
  members: (context) =>
    workloadsOf(context).some(({ declaration }) => declaration.name === 'user-service')
      ? Object.entries(context.cluster.terraform.databases).flatMap(([name, { endpoint }]) =>
          name === 'users' ? [endpoint] : [],
        )
      : [],
};

/** The pods of user-service on a linked cluster, as the mesh of this one knows them. */
function endpointsOn(other: string, context: Context): readonly Json[] {
  return linkedServices('user-service', context)
    .filter(({ cluster }) => cluster.name === other)
    .map(({ cluster }) => ({
      labels: { 'security.istio.io/tlsMode': 'istio', track: 'stable' },
      locality: cluster.terraform.region,
      network: cluster.mesh.network,
      ports: { http: 80 },
      serviceAccount: 'user-service',
    }));
}

/** The linked clusters whose user-service is called from here. */
const eachLinkedUserService: Quantifier = {
  says: 'user-service of each linked cluster',
  about: ['user-service', 'streaming', ...LINKED],
  members: (context) =>
    workloadsOf(context).some(({ declaration: { calls = [] } }) =>
      calls.some((call) => call.to === 'linked' && call.name === 'user-service'),
    )
      ? linkedClustersOf(context).map(({ name }) => name)
      : [],
};

/** Another cluster, for what its hub has of it: nothing while it is its own, as on the day that the hub is lost. */
const another = (name: string): Quantifier => ({
  says: `${name}, which its hub deploys to`,
  about: [name],
  members: ({ fleet }) => (fleet.clusters.some((other) => other.name === name) ? [name] : []),
});

/** The gateway that lets in what linked clusters call, from their nodes alone. */
const gatewayBetween = (context: Context) => [
  rendered(
    'istio-eastwestgateway/istio-system/gateway-cross-network.yaml',
    'spec',
  )({
    selector: { app: 'istio-eastwestgateway' },
    'servers[*].port': [{ name: 'tls', number: 15443, protocol: 'TLS' }],
    'servers[*].tls': [{ mode: 'AUTO_PASSTHROUGH' }],
    'servers[0].hosts': computed('the services that linked clusters call', () =>
      exactly(
        servicesOpenToLinked(context).map(
          ({ declaration, namespace }) => `${declaration.name}.${namespace}.svc.cluster.local`,
        ),
      ),
    ),
  }),
  rendered(
    'istio-eastwestgateway/values.yaml',
    'service',
  )({
    type: 'LoadBalancer',
    'annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]': 'internal',
    'ports[*].port': [15443],
    loadBalancerSourceRanges: computed('the nodes of linked clusters', () =>
      exactly(linkedClustersOf(context).flatMap(({ terraform }) => terraform.privateSubnetCidrs)),
    ),
  }),
];

const linkedEntry = (other: string, context: Context) =>
  rendered(
    `streaming/prod/serviceentry-user-service-${other}.yaml`,
    'spec',
  )({
    endpoints: endpointsOn(other, context),
    exportTo: ['.'],
    hosts: [`user-service-${other}.prod.svc.cluster.local`],
    location: 'MESH_INTERNAL',
    ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
    resolution: 'STATIC',
  });

const linkedRule = (other: string, context: Context) =>
  rendered(
    `streaming/prod/destinationrule-user-service-${other}.yaml`,
    'spec',
  )({
    host: `user-service-${other}.prod.svc.cluster.local`,
    'trafficPolicy.tls': {
      mode: 'ISTIO_MUTUAL',
      sni: 'outbound_.80_.stable_.user-service.prod.svc.cluster.local',
      subjectAltNames: linkedClustersOf(context)
        .filter(({ name }) => name === other)
        .map(({ mesh }) => `spiffe://${mesh.trustDomain}/ns/prod/sa/user-service`),
    },
    'trafficPolicy.outlierDetection.consecutive5xxErrors': atLeast(1),
  });

export const multiCluster: EvidenceById = {
  'S0-28': [
    on(output('region', { '': 'ap-northeast-1' }), 'prod-japan'),
    ...account.map((one) => on(one, 'prod-japan')),
  ],
  'S0-29': [
    on(output('region', { '': 'eu-central-1' }), 'prod-eu'),
    on(output('vpc_cidr', { '': apart }), 'prod-eu'),
    ...account.map((one) => on(one, 'prod-eu')),
  ],
  'S0-30': [deployed()],
  'S0-31': [
    rendered(
      '{istiod}/values.yaml',
      'global',
    )({
      meshID: '{mesh.id}',
      network: '{mesh.network}',
      'multiCluster.clusterName': '{cluster}',
    }),
    each(eachLinkedCluster, (other, context) =>
      rendered('{istiod}/values.yaml')({
        [`global.meshNetworks["${networkOf(other, context)}"]`]: {
          endpoints: [{ fromRegistry: other }],
          gateways: gatewaysOf(other, context),
        },
        'global.meshID': sharedMesh(other, context),
      }),
    ),
  ],
  'S0-32': [...runs('user-service')],
  'S0-33': [...runs('video-service')],
  'S0-34': [...runs('chat-service')],
  'S0-35': [
    rendered(
      'ingress/istio-system/gateway-public-gateway.yaml',
      'spec',
    )({
      selector: { app: 'istio-ingressgateway' },
      'servers[*].port': [{ name: 'https', number: 443, protocol: 'HTTPS' }],
      'servers[*].tls': [
        { credentialName: 'gateway-certificate', minProtocolVersion: 'TLSV1_2', mode: 'SIMPLE' },
      ],
      'servers[0].hosts': contains('prod/*'),
    }),
    rendered(
      'ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml',
      'spec',
    )({ action: 'ALLOW', 'selector.matchLabels': { app: 'istio-ingressgateway' } }),
    each(
      eachServiceThat('that is exposed', 'streaming', ({ exposes }) => exposes !== undefined),
      (name, context) => {
        const { declaration } = serviceOf(context, name);
        const { port, exposes } = declaration;
        const host = `${exposes?.host}.${context.cluster.domain}`;
        const routes = rendered(`${folderOf(context, name)}/virtualservice-${name}-public.yaml`, 'spec');
        return [
          rendered('ingress/istio-system/ingress-public.yaml')({
            [`spec.rules[host=${host}].http.paths[*].backend.service.name`]: ['istio-ingressgateway'],
          }),
          rendered('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml')({
            'spec.rules[0].to[0].operation.hosts': contains(host),
          }),
          routes({
            // One that answers only some browsers has no address of its own.
            ...(exposes?.userAgent === undefined && {
              gateways: ['istio-system/public-gateway'],
              hosts: contains(host),
            }),
            http: routedTo(serviceOf(context, name)),
          }),
          ...narrowerThan(declaration, context).map(({ service, namespace }) =>
            routes({ [`http[name=${service}].delegate`]: { name: `${service}-public`, namespace } }),
          ),
          rendered(`${folderOf(context, name)}/networkpolicy-allow-${name}.yaml`)({
            'spec.ingress': contains({ from: [ingressGateway], ports: [{ port, protocol: 'TCP' }] }),
            'spec.podSelector': { matchLabels: { app: name } },
          }),
        ];
      },
    ),
    exposedHosts,
    calledAsDeclared(),
    served(eachServiceThat('of the product', 'streaming', () => true)),
    runsTheContractsBuild(eachWorkload('streaming')),
  ],
  'S0-36': [
    rendered(
      'user-service/prod/configmap-user-service-config.yaml',
      'data',
    )({
      DB_HOST: '{databases.users.endpoint}',
      DB_PORT: '{databases.users.port}',
      DB_NAME: '{databases.users.name}',
      DB_SSL_MODE: 'verify-full',
    }),
    rendered('user-service/prod/networkpolicy-allow-user-service.yaml')({
      'spec.egress': contract('the port of the database, to the data subnets', ({ terraform }) =>
        terraform.databases.users === undefined
          ? undefined
          : contains(to(networks(terraform.dataSubnetCidrs), terraform.databases.users.port)),
      ),
    }),
    each(databaseHost, (host, { cluster }) => {
      const port = cluster.terraform.databases.users?.port ?? 0;
      const name = host.replaceAll('.', '-');
      return rendered(
        `streaming/prod/serviceentry-${name}.yaml`,
        'spec',
      )({
        hosts: [host],
        location: 'MESH_EXTERNAL',
        ports: [{ name: `tcp-${port}`, number: port, protocol: 'TCP' }],
        exportTo: ['.'],
      });
    }),
  ],
  'S0-37': [
    rendered('video-service/prod/configmap-video-service-config.yaml')({
      'data.VIDEO_BUCKET': '{buckets.video.name}',
    }),
    rendered('video-service/prod/serviceaccount-video-service.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.video-service}',
    }),
    rendered('video-service/prod/networkpolicy-allow-video-service.yaml')({
      'spec.egress': contract('443 to the addresses of S3', ({ terraform: { s3EndpointCidrs } }) =>
        s3EndpointCidrs === undefined ? undefined : contains(to(networks(s3EndpointCidrs), 443)),
      ),
    }),
    rendered('video-service/prod/sidecar-video-service.yaml')({
      'spec.egress[0].hosts': contract('the host of the bucket', ({ terraform: { buckets, region } }) =>
        buckets.video === undefined
          ? undefined
          : contains(`./${buckets.video.name}.s3.${region}.amazonaws.com`),
      ),
    }),
  ],
  'S0-38': [
    ...publishes('user-service', 'USER_REGISTERED_QUEUE_URL', 'user-registered'),
    ...publishes('video-service', 'VIDEO_PUBLISHED_QUEUE_URL', 'video-published'),
    ...publishes('chat-service', 'MESSAGE_SENT_QUEUE_URL', 'message-sent'),
  ],
  'S0-39': [
    output('databases', {
      'users.endpoint': matching(/\.rds\.amazonaws\.com$/),
      'users.engine': matching(/^(postgres|mysql)$/),
      'users.port': atLeast(1),
      'users.name': matching(/\S/),
    }),
    output('secret_path_prefix', { '': matching(/^\/[a-z]+\/[a-z-]+$/) }),
    rendered('user-service/prod/externalsecret-user-service-secret.yaml')({
      'spec.data[*].remoteRef.key': ['{secret_path_prefix}/db_user', '{secret_path_prefix}/db_password'],
    }),
  ],
  'S0-40': [
    output('buckets', { 'video.name': matching(/\S/) }),
    output('irsa_role_arns', { '["video-service"]': arnOf('iam') }),
  ],
  'S0-41': [
    heading('docs/architecture.md', 'Products and clusters'),
    file(
      'docs/architecture.md',
      'No zone or region is a single point of failure',
      'law and organisation',
      'its own failure domain',
    ),
  ],
  'S0-42': [
    heading('docs/terraform.md', 'Layout and state'),
    file('docs/terraform.md', 'infra/cluster-<name>/'),
    file('clusters/prod-japan/cluster.yaml', 'name: prod-japan'),
    file('clusters/prod-eu/cluster.yaml', 'name: prod-eu'),
  ],
  'S0-43': [
    file(
      'docs/terraform.md',
      'each with a README that says its account, region, who may apply it and how to recover it',
    ),
  ],
  'S0-44': [
    heading('docs/terraform.md', 'Layout and state'),
    file('docs/terraform.md', 'State is split by cluster', 'a KMS key', "S3's own lock"),
  ],
  'S0-45': [
    file('.github/workflows/build-image.yaml', 'workflow_call'),
    file('.github/workflows/terraform-ci.yaml', 'workflow_call'),
    heading('docs/delivery.md', 'Workflows'),
  ],
  'S0-46': [
    each(linkedItself, (_, context) => gatewayBetween(context)),
    each(eachLinkedUserService, linkedRule),
  ],
  'S0-47': [
    rendered(
      '{istiod}/values.yaml',
      'meshConfig',
    )({
      trustDomain: '{mesh.trustDomain}',
      trustDomainAliases: computed('the trust domains of linked clusters', (context) => {
        const domains = linkedClustersOf(context).map(({ mesh }) => mesh.trustDomain);
        return domains.length === 0 ? absent : exactly(domains);
      }),
    }),
    rendered('istio-csr/values.yaml')({ 'app.tls.trustDomain': '{mesh.trustDomain}' }),
    each(eachLinkedCluster, (other, context) =>
      output('mesh_root_certificate', {
        '':
          linkedClustersOf(context).find(({ name }) => name === other)?.terraform.meshRootCertificate ??
          absent,
      }),
    ),
    heading('docs/decisions/004-one-mesh-two-networks.md', 'Instead of'),
  ],
  'S0-48': [
    each(eachLinkedUserService, (other, context) => [
      rendered(
        `streaming/prod/service-user-service-${other}.yaml`,
        'spec',
      )({
        type: 'ClusterIP',
        selector: absent,
        externalName: absent,
        'ports[*].port': [80],
      }),
      linkedEntry(other, context),
      rendered('istio-eastwestgateway/istio-system/gateway-cross-network.yaml')({
        'spec.servers[0].hosts': contains('user-service.prod.svc.cluster.local'),
      }),
    ]),
  ],
  'S0-49': [
    on(each(eachLinkedUserService, linkedEntry), 'prod-japan'),
    on(each(eachLinkedUserService, linkedRule), 'prod-japan'),
    on(
      each(eachLinkedUserService, (other) =>
        rendered('user-service/prod/configmap-user-service-config.yaml')({
          [`data.USER_SERVICE_${other.replaceAll('-', '_').toUpperCase()}_URL`]: `http://user-service-${other}.prod.svc.cluster.local`,
        }),
      ),
      'prod-japan',
    ),
    on(reachesAsDeclared(eachWorkload('streaming')), 'prod-japan'),
  ],
  'S0-50': [
    each(eachLinkedUserService, linkedEntry),
    calledAsDeclared(eachServiceThat('of the product', 'streaming', () => true)),
  ],
  'S0-51': [output('eastwest_gateway_hostname', { '': matching(/\.elb\.[a-z0-9-]+\.amazonaws\.com$/) })],
  'S0-52': [
    on(output('argocd_access_role_arn', { '': arnOf('iam') }), 'prod-eu'),
    on(
      each(another('prod-eu'), (name, { cluster, fleet }) => {
        const { hub, terraform } = fleet.clusters.find((other) => other.name === name) ?? {};
        const credentials = `configs.clusterCredentials["${name}"]`;
        return rendered('argocd/values.yaml')(
          hub === cluster.name
            ? { [`${credentials}.config.awsAuthConfig.roleARN`]: terraform?.argocdAccessRoleArn ?? absent }
            : { [credentials]: absent },
        );
      }),
      'prod-japan',
    ),
  ],
  'S0-53': [
    output('transit_gateway_id', { '': matching(/^tgw-[0-9a-f]+$/) }),
    output('vpc_cidr', { '': apart }),
  ],
  'S0-54': [
    heading('docs/terraform.md', 'Audit'),
    file('docs/terraform.md', 'CloudTrail over all regions', 'GuardDuty', 'Security Hub'),
  ],
};

function networkOf(other: string, context: Context): string {
  return linkedClustersOf(context).find(({ name }) => name === other)?.mesh.network ?? other;
}

function gatewaysOf(other: string, context: Context): Json {
  const hostname = linkedClustersOf(context).find(({ name }) => name === other)?.terraform
    .eastwestGatewayHostname;
  return [{ address: hostname ?? '', port: 15443 }];
}

function sharedMesh(other: string, context: Context): string {
  return linkedClustersOf(context).find(({ name }) => name === other)?.mesh.id ?? '';
}
