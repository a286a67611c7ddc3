import { file, heading, on, output, rendered, something } from '../../../scripts/rows/evidence.ts';
import { absent, matching, present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const multiCluster: Section<Row> = {
  title: 'Streaming: clusters, accounts, who calls whom',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    otherwise(
      'S0-28',
      'T',
      'The account of prod-japan',
      'Region ap-northeast-1; the account is an example until Terraform prints the real one.',
      on(output('region', { '': 'ap-northeast-1' }), 'prod-japan'),
      on(output('account_id'), 'prod-japan'),
      output('databases'),
      output('buckets'),
      output('queues'),
    ),
    otherwise(
      'S0-29',
      'T',
      'The account of prod-eu',
      'Region eu-central-1, and a network apart from that of prod-japan.',
      on(output('region', { '': 'eu-central-1' }), 'prod-eu'),
      on(output('vpc_cidr', { '': '10.1.0.0/16' }), 'prod-eu'),
      output('databases'),
      output('buckets'),
      output('queues'),
    ),
    otherwise(
      'S0-30',
      'K',
      'Two clusters, each with objects of its own',
      'Named prod-japan and prod-eu, without the prefix.',
      rendered('namespaces/_cluster/namespace-prod.yaml')({ kind: 'Namespace' }),
      rendered('applications/argocd/application-{cluster}-namespaces.yaml')({
        'spec.source.path': 'dist/{cluster}/namespaces',
      }),
    ),
    done(
      'S0-31',
      'K',
      'A mesh in each cluster, joined',
      rendered('istiod/values.yaml')({ 'global.meshID': 'streaming', 'global.network': '{cluster}' }),
    ),
    done(
      'S0-32',
      'K',
      '`user-service` in both clusters',
      rendered('user-service/prod/deployment-user-service.yaml')({ 'metadata.namespace': 'prod' }),
    ),
    done(
      'S0-33',
      'K',
      '`video-service` in both clusters',
      rendered('video-service/prod/deployment-video-service.yaml')({ 'metadata.namespace': 'prod' }),
    ),
    done(
      'S0-34',
      'K',
      '`chat-service` in both clusters',
      rendered('chat-service/prod/deployment-chat-service.yaml')({ 'metadata.namespace': 'prod' }),
    ),
    done(
      'S0-35',
      'K',
      'Internet, load balancer, gateway, services',
      rendered('user-service/prod/networkpolicy-allow-user-service.yaml')({
        'spec.ingress[0].from[0].podSelector.matchLabels.app': 'istio-ingressgateway',
      }),
      something(/^ingress\/istio-system\/ingress-public/, 'the load balancer'),
    ),
    done(
      'S0-36',
      'K',
      'user-service to Aurora',
      rendered('user-service/prod/configmap-user-service-config.yaml')({ 'data.DB_PORT': '5432' }),
      rendered('user-service/prod/networkpolicy-allow-user-service.yaml')({
        'spec.egress[0].ports[0].port': 5432,
      }),
    ),
    done(
      'S0-37',
      'K',
      'video-service to S3',
      rendered('video-service/prod/configmap-video-service-config.yaml')({
        'data.VIDEO_BUCKET': matching(/^prod-/),
      }),
    ),
    done(
      'S0-38',
      'K',
      'Each service publishes events',
      rendered('user-service/prod/configmap-user-service-config.yaml')({
        'data.USER_REGISTERED_QUEUE_URL': matching(/^https:\/\/sqs/),
      }),
      rendered('video-service/prod/configmap-video-service-config.yaml')({
        'data.VIDEO_PUBLISHED_QUEUE_URL': matching(/^https:\/\/sqs/),
      }),
      rendered('chat-service/prod/configmap-chat-service-config.yaml')({
        'data.MESSAGE_SENT_QUEUE_URL': matching(/^https:\/\/sqs/),
      }),
    ),
    done(
      'S0-39',
      'T',
      'The database of each cluster, and where its credentials lie',
      output('databases', { 'users.engine': 'postgres' }),
      output('secret_path_prefix'),
    ),
    done(
      'S0-40',
      'T',
      'The bucket of videos and the role of its user',
      output('buckets', { 'video.name': present }),
      output('irsa_role_arns', { '["video-service"]': present }),
    ),
    done(
      'S0-41',
      'D',
      'Why several clusters and accounts',
      heading('docs/architecture.md', 'Products and clusters'),
    ),
    otherwise(
      'S0-42',
      'T',
      'Folders of Terraform',
      'A root module a cluster on the side of Terraform; here a folder a cluster in `clusters/`.',
      heading('docs/terraform.md', 'Layout and state'),
    ),
    done(
      'S0-43',
      'D',
      "A README for each cluster's Terraform",
      heading('docs/terraform.md', 'Layout and state'),
    ),
    outside(
      'S0-44',
      'T',
      'State split by cluster, encrypted and locked',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Layout and state'),
    ),
    otherwise(
      'S0-45',
      'C',
      'A folder for what CI and documents share',
      'Workflows that all repositories call stand in `.github/workflows/`, documents in `docs/`; modules of Terraform are with Terraform.',
      file('.github/workflows/build-image.yaml', 'workflow_call'),
      file('.github/workflows/terraform-ci.yaml', 'workflow_call'),
      heading('docs/delivery.md', 'Workflows'),
    ),
    done(
      'S0-46',
      'K',
      'East-west gateway, mTLS between the meshes',
      rendered('istio-eastwestgateway/istio-system/gateway-cross-network.yaml')({
        'spec.servers[0].port.number': 15443,
        'spec.servers[0].tls.mode': 'AUTO_PASSTHROUGH',
      }),
    ),
    done(
      'S0-47',
      'K',
      'Trust domains',
      on(
        rendered('istiod/values.yaml')({
          'meshConfig.trustDomain': 'japan.mesh.example.com',
          'meshConfig.trustDomainAliases': ['eu.mesh.example.com'],
        }),
        'prod-japan',
      ),
      on(
        rendered('istiod/values.yaml')({
          'meshConfig.trustDomain': 'eu.mesh.example.com',
          'meshConfig.trustDomainAliases': ['japan.mesh.example.com'],
        }),
        'prod-eu',
      ),
      heading('docs/decisions/004-one-mesh-two-networks.md', 'Instead of'),
    ),
    otherwise(
      'S0-48',
      'K',
      'Discovery by ServiceEntry, ExternalName and Gateway',
      'ServiceEntry and Gateway. A Service without pods gives the name to DNS; an ExternalName would weaken policies by host.',
      on(
        rendered('streaming/prod/service-user-service-prod-eu.yaml')({
          'spec.type': 'ClusterIP',
          'spec.selector': absent,
        }),
        'prod-japan',
      ),
      on(
        rendered('streaming/prod/service-user-service-prod-japan.yaml')({
          'spec.type': 'ClusterIP',
          'spec.selector': absent,
        }),
        'prod-eu',
      ),
    ),
    done(
      'S0-49',
      'K',
      'user-service reaches the other region by a ServiceEntry',
      on(
        rendered('streaming/prod/serviceentry-user-service-prod-eu.yaml')({
          'spec.endpoints[0].network': 'prod-eu',
          'spec.location': 'MESH_INTERNAL',
        }),
        'prod-japan',
      ),
      on(
        rendered('streaming/prod/destinationrule-user-service-prod-eu.yaml')({
          'spec.trafficPolicy.tls.mode': 'ISTIO_MUTUAL',
        }),
        'prod-japan',
      ),
    ),
    done(
      'S0-50',
      'K',
      'From Japan to the EU; failover needs the way back too',
      on(
        rendered('streaming/prod/serviceentry-user-service-prod-eu.yaml')({
          'spec.endpoints[0].locality': 'eu-central-1',
        }),
        'prod-japan',
      ),
      on(
        rendered('streaming/prod/serviceentry-user-service-prod-japan.yaml')({
          'spec.endpoints[0].locality': 'ap-northeast-1',
        }),
        'prod-eu',
      ),
    ),
    done('S0-51', 'T', 'Address of the east-west load balancer', output('eastwest_gateway_hostname')),
    done('S0-52', 'T', 'A role across accounts', on(output('argocd_access_role_arn'), 'prod-eu')),
    done('S0-53', 'T', 'The networks are linked', output('transit_gateway_id')),
    outside(
      'S0-54',
      'T',
      'CloudTrail, GuardDuty and Security Hub',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Audit'),
    ),
  ],
};
