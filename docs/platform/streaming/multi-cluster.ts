import { file, heading, on, output, rendered, something } from '../../../scripts/rows/evidence.ts';
import { absent, matching } from '../../../scripts/rows/expected.ts';
import { done, open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const multiCluster: Section<Row> = {
  title: 'Streaming: clusters, accounts, who calls whom',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-28', 'T', '', 'Not answered yet.'),
    open('S0-29', 'T', '', 'Not answered yet.'),
    open('S0-30', 'K', '', 'Not answered yet.'),
    done(
      'S0-31',
      'K',
      'A mesh in each cluster, joined',
      rendered('istiod/values.yaml')({ 'global.meshID': 'streaming', 'global.network': '{cluster}' }),
    ),
    open('S0-32', 'K', '', 'Not answered yet.'),
    open('S0-33', 'K', '', 'Not answered yet.'),
    open('S0-34', 'K', '', 'Not answered yet.'),
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
    open('S0-39', 'T', '', 'Not answered yet.'),
    open('S0-40', 'T', '', 'Not answered yet.'),
    open('S0-41', 'D', '', 'Not answered yet.'),
    open('S0-42', 'T', '', 'Not answered yet.'),
    open('S0-43', 'D', '', 'Not answered yet.'),
    open('S0-44', 'T', '', 'Not answered yet.'),
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
    open('S0-54', 'T', '', 'Not answered yet.'),
  ],
};
