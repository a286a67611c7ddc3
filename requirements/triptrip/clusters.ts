import { eachNamespace, eachRunning } from '../evidence/members.ts';
import { podSecurityEnforced } from '../evidence/namespaces.ts';
import { spread } from '../evidence/workloads.ts';
import { heading, on, output, rendered } from '../model/evidence.ts';
import { computed, matching } from '../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../model/row.ts';

const terraformAlone = 'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.';

const production = 'triptrip-production';

/** The version that the contract of the cluster chose, and no older one than when this was written. */
const supported = computed('`kubernetesVersion` of the cluster, 1.34 at the least', ({ cluster }) => ({
  says: `= ${cluster.kubernetesVersion}, 1.34 at the least`,
  holds: (version) =>
    version === cluster.kubernetesVersion && Number(cluster.kubernetesVersion.split('.')[1]) >= 34,
}));

/** A release by its whole number, and none that moves. */
const release = matching(/^v?\d+\.\d+\.\d+$/);

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

const daemons = rendered('fluent-bit/logging/daemonset-fluent-bit.yaml', 'spec.template.spec.containers[0]');

const namespace = rendered('namespaces/_cluster/namespace-triptrip-api.yaml', 'metadata.labels');

const application = (unit: string) => rendered(`applications/argocd/application-{cluster}-${unit}.yaml`);

export const clusters: Section<Row> = {
  title: 'Clusters and EKS',
  entries: [
    done(
      'S4-26',
      'K+T',
      'The production cluster `triptrip-production`, named inside manifests',
      on(output('cluster_name', { '': 'triptrip-production' }), production),
      daemons({ 'env[name=CLUSTER_NAME].value': '{cluster_name}' }),
      rendered('cluster-autoscaler/values.yaml')({ 'autoDiscovery.clusterName': '{cluster_name}' }),
    ),
    otherwise(
      'S4-27',
      'K+T',
      'The Kubernetes version',
      'One that is supported in place of 1.29, which nobody does any more (X-94).',
      output('cluster_version', { '': supported }),
      namespace({ '["pod-security.kubernetes.io/enforce-version"]': 'v{cluster_version}' }),
      podSecurityEnforced(eachNamespace()),
    ),
    done(
      'S4-28',
      'K+T',
      'The region',
      on(output('region', { '': 'ap-northeast-1' }), production),
      rendered('cluster-autoscaler/values.yaml')({ awsRegion: '{region}' }),
    ),
    done(
      'S4-29',
      'K+T',
      'Three availability zones',
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
    ),
    done(
      'S4-30',
      'T',
      'A control plane that AWS runs',
      output('cluster_endpoint'),
      overview('What Terraform owns'),
    ),
    outside(
      'S4-31',
      'T',
      'An API server without a public address',
      terraformAlone,
      overview('What Terraform owns'),
    ),
    outside('S4-32', 'T', 'Secrets encrypted by a KMS key', terraformAlone, overview('What Terraform owns')),
    outside(
      'S4-33',
      'T',
      'Logs of the control plane, kept for 90 days',
      terraformAlone,
      overview('What Terraform owns'),
    ),
    done(
      'S4-34',
      'T',
      'VPC, subnets, security group',
      output('vpc_id'),
      output('private_subnet_ids'),
      output('private_subnet_cidrs'),
      output('node_security_group_id'),
    ),
    done(
      'S4-35',
      'T',
      'The add-on vpc-cni and its settings',
      output('network_policy_enforced', { '': true }),
      overview('What Terraform owns'),
    ),
    outside(
      'S4-36',
      'T',
      'The add-on coredns: three replicas over the zones',
      terraformAlone,
      overview('What Terraform owns'),
    ),
    outside('S4-37', 'T', 'The add-on kube-proxy', terraformAlone, overview('What Terraform owns')),
    otherwise(
      'S4-38',
      'K+T',
      'The EBS CSI driver, with a role',
      'A Helm chart of ours in a namespace of its own; Terraform must not install the add-on as well.',
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
    ),
    otherwise(
      'S4-39',
      'K+T',
      'The AWS Load Balancer Controller, with a role',
      'A Helm chart, since EKS has no such add-on (X-93).',
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
    ),
    done(
      'S4-46',
      'K+T',
      'The cluster `triptrip-production`',
      on(output('cluster_name', { '': 'triptrip-production' }), production),
      on(
        rendered('triptrip-api/triptrip-api/configmap-triptrip-api-config.yaml')({
          'data.NODE_ENV': 'production',
        }),
        production,
      ),
    ),
    done(
      'S4-47',
      'K+T',
      'The cluster `triptrip-staging`',
      on(output('cluster_name', { '': 'triptrip-staging' }), 'triptrip-staging'),
      on(
        rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
          'spec.tracing[0].customTags.environment.literal.value': 'staging',
        }),
        'triptrip-staging',
      ),
    ),
    done(
      'S4-48',
      'K+T',
      'The cluster `triptrip-dev`',
      on(output('cluster_name', { '': 'triptrip-dev' }), 'triptrip-dev'),
      on(
        rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
          'spec.tracing[0].customTags.environment.literal.value': 'development',
        }),
        'triptrip-dev',
      ),
    ),
    done(
      'S4-49',
      'K+T',
      'The cluster `triptrip-dr` in Osaka',
      on(output('cluster_name', { '': 'triptrip-dr' }), 'triptrip-dr'),
      on(output('region', { '': 'ap-northeast-3' }), 'triptrip-dr'),
      on(
        rendered('argocd/argocd/applicationset-triptrip-dr.yaml')({
          'spec.generators[0].list.elements': [{ cluster: 'triptrip-dr' }],
        }),
        'triptrip-dr',
      ),
    ),
    done('S4-50', 'D', 'One cluster serves, the other waits', overview('Clusters and disaster recovery')),
    done(
      'S4-51',
      'T',
      'Database, buckets and secrets copied to the other region',
      on(
        output('databases', {
          'triptrip.endpoint': matching(/\.ap-northeast-3\.rds\.amazonaws\.com$/),
        }),
        'triptrip-dr',
      ),
      on(output('secret_path_prefix', { '': matching(/\/dr$/) }), 'triptrip-dr'),
      overview('Clusters and disaster recovery'),
    ),
    outside(
      'S4-52',
      'T',
      'A network between the clusters',
      terraformAlone,
      overview('Clusters and disaster recovery'),
    ),
    done(
      'S4-53',
      'D',
      'What is not stated of staging, development and recovery',
      overview('What is not stated'),
    ),
  ],
};
