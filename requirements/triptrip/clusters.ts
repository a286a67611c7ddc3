import { eachNamespace, eachRunning } from '../evidence/members.ts';
import { podSecurityEnforced } from '../evidence/namespaces.ts';
import { spread } from '../evidence/workloads.ts';
import { on, output, rendered } from '../model/evidence.ts';
import { computed, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';
import { proof } from './evidence/tests.ts';

const production = 'triptrip-production';

/** The version that the contract of the cluster chose, and no older one than when this was written. */
const supported = computed('`kubernetesVersion` of the cluster, 1.34 at the least', ({ cluster }) => ({
  says: `= ${cluster.kubernetesVersion}, 1.34 at the least`,
  holds: (version) =>
    version === cluster.kubernetesVersion && Number(cluster.kubernetesVersion.split('.')[1]) >= 34,
}));

/** A release by its full version, not a tag that moves. */
const release = matching(/^v?\d+\.\d+\.\d+$/);

const daemons = rendered('fluent-bit/logging/daemonset-fluent-bit.yaml', 'spec.template.spec.containers[0]');

const namespace = rendered('namespaces/_cluster/namespace-triptrip-api.yaml', 'metadata.labels');

const application = (unit: string) => rendered(`applications/argocd/application-{cluster}-${unit}.yaml`);

export const clusters: EvidenceById = {
  'S4-26': [
    on(output('cluster_name', { '': 'triptrip-production' }), production),
    daemons({ 'env[name=CLUSTER_NAME].value': '{cluster_name}' }),
    rendered('cluster-autoscaler/values.yaml')({ 'autoDiscovery.clusterName': '{cluster_name}' }),
  ],
  'S4-27': [
    output('cluster_version', { '': supported }),
    namespace({ '["pod-security.kubernetes.io/enforce-version"]': 'v{cluster_version}' }),
    podSecurityEnforced(eachNamespace()),
  ],
  'S4-28': [
    on(output('region', { '': 'ap-northeast-1' }), production),
    rendered('cluster-autoscaler/values.yaml')({ awsRegion: '{region}' }),
  ],
  'S4-29': [
    on(
      output('availability_zones', { '': ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'] }),
      production,
    ),
    rendered(
      'triptrip-api/triptrip-api/deployment-triptrip-api.yaml',
      'spec.template.spec',
    )({
      'topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
    }),
    spread(eachRunning('triptrip')),
  ],
  'S4-30': [output('cluster_endpoint'), overview('What Terraform owns')],
  'S4-31': [overview('What Terraform owns')],
  'S4-32': [overview('What Terraform owns')],
  'S4-33': [overview('What Terraform owns')],
  'S4-34': [
    output('vpc_id'),
    output('private_subnet_ids'),
    output('private_subnet_cidrs'),
    output('node_security_group_id'),
  ],
  'S4-35': [output('network_policy_enforced', { '': true }), overview('What Terraform owns')],
  'S4-36': [overview('What Terraform owns')],
  'S4-37': [overview('What Terraform owns')],
  'S4-38': [
    application('aws-ebs-csi-driver')({
      'spec.sources[0].chart': 'aws-ebs-csi-driver',
      'spec.sources[0].targetRevision': release,
    }),
    rendered(
      'aws-ebs-csi-driver/values.yaml',
      'controller.serviceAccount',
    )({
      'annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.ebs-csi-controller-sa}',
    }),
    overview('What Terraform owns'),
  ],
  'S4-39': [
    application('aws-load-balancer-controller')({
      'spec.sources[0].chart': 'aws-load-balancer-controller',
      'spec.sources[0].targetRevision': release,
    }),
    rendered(
      'aws-load-balancer-controller/values.yaml',
      'serviceAccount',
    )({
      'annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.aws-load-balancer-controller}',
    }),
  ],
  'S4-46': [
    on(output('cluster_name', { '': 'triptrip-production' }), production),
    on(
      rendered('triptrip-api/triptrip-api/configmap-triptrip-api-config.yaml')({
        'data.NODE_ENV': 'production',
      }),
      production,
    ),
  ],
  'S4-47': [
    on(output('cluster_name', { '': 'triptrip-staging' }), 'triptrip-staging'),
    on(
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.tracing[0].customTags.environment.literal.value': 'staging',
      }),
      'triptrip-staging',
    ),
  ],
  'S4-48': [
    on(output('cluster_name', { '': 'triptrip-dev' }), 'triptrip-dev'),
    on(
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.tracing[0].customTags.environment.literal.value': 'development',
      }),
      'triptrip-dev',
    ),
  ],
  'S4-49': [
    on(output('cluster_name', { '': 'triptrip-dr' }), 'triptrip-dr'),
    on(output('region', { '': 'ap-northeast-3' }), 'triptrip-dr'),
    on(
      rendered('argocd/argocd/applicationset-triptrip-dr.yaml')({
        'spec.generators[0].list.elements': [{ cluster: 'triptrip-dr' }],
      }),
      'triptrip-dr',
    ),
  ],
  'S4-50': [
    overview('Clusters and disaster recovery'),
    proof.stoppedSide('$section: $context, whatever is added to it'),
    proof.otherSide('$to may run as many pods of each service as $home'),
  ],
  'S4-51': [
    on(
      output('databases', {
        'triptrip.endpoint': matching(/\.ap-northeast-3\.rds\.amazonaws\.com$/),
      }),
      'triptrip-dr',
    ),
    on(output('secret_path_prefix', { '': matching(/\/dr$/) }), 'triptrip-dr'),
    overview('Clusters and disaster recovery'),
  ],
  'S4-52': [overview('Clusters and disaster recovery')],
  'S4-53': [overview('What is not stated')],
};
