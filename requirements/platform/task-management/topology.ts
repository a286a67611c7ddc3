import { eachRunning, eachService, eachWorkload } from '../../evidence/members.ts';
import { probed, runsTheContractsBuild, served, sizedAsDeclared } from '../../evidence/workloads.ts';
import { file, heading, only, output, rendered, test } from '../../model/evidence.ts';
import { matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import { arnOf, atLeastOf, CIDR, nodes, versionAfter } from '../evidence/outputs.ts';
import { beginning } from '../evidence/texts.ts';

export const topology: EvidenceById = {
  'S1-01': [output('region', { '': 'ap-northeast-1' })],
  'S1-02': [
    output('vpc_id', { '': matching(/^vpc-/) }),
    output('availability_zones', { '': atLeastOf(3) }),
    output('public_subnet_ids', { '': atLeastOf(3, /^subnet-/) }),
    output('private_subnet_ids', { '': atLeastOf(3, /^subnet-/) }),
    output('data_subnet_cidrs', { '': atLeastOf(2, CIDR) }),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S1-03': [
    output('nat_gateway_public_ips', { '': atLeastOf(1) }),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S1-04': [heading('docs/terraform.md', 'Accounts and networks')],
  'S1-05': [
    output('cluster_version', { '': versionAfter(29) }),
    output('cluster_version', { '': '{kubernetesVersion}' }),
  ],
  'S1-06': [
    output('node_groups', {
      '': nodes({ capacityType: 'ON_DEMAND', instanceType: 't3.medium', min: 2, max: 4 }),
    }),
  ],
  'S1-07': [output('oidc_provider_arn', { '': matching(/:oidc-provider\/oidc\.eks\./) })],
  'S1-08': [heading('docs/terraform.md', 'Cluster, add-ons and nodes')],
  'S1-09': [
    output('irsa_role_arns', {
      '["aws-load-balancer-controller"]': arnOf('iam'),
      '["cluster-autoscaler"]': arnOf('iam'),
    }),
  ],
  'S1-10': [
    rendered('aws-load-balancer-controller/values.yaml')({
      clusterName: '{cluster_name}',
      region: '{region}',
      vpcId: '{vpc_id}',
      'serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
        '{irsa_role_arns.aws-load-balancer-controller}',
    }),
    installs('aws-load-balancer-controller', 'aws-load-balancer-controller'),
  ],
  'S1-11': [
    rendered('cluster-autoscaler/values.yaml')({
      cloudProvider: 'aws',
      'autoDiscovery.clusterName': '{cluster_name}',
      awsRegion: '{region}',
      'rbac.serviceAccount.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.cluster-autoscaler}',
      'extraArgs.scale-down-enabled': true,
    }),
    installs('cluster-autoscaler', 'cluster-autoscaler'),
  ],
  'S1-12': [
    output('databases', {
      'tasks.engine': 'postgres',
      'tasks.endpoint': matching(/\.rds\.amazonaws\.com$/),
    }),
    heading('docs/terraform.md', 'Data stores'),
  ],
  'S1-13': [
    output('caches', {
      'tasks.port': 6379,
      'tasks.endpoint': matching(/\.cache\.amazonaws\.com$/),
    }),
    rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
      'data.REDIS_TLS': 'true',
    }),
    heading('docs/terraform.md', 'Data stores'),
  ],
  'S1-14': [output('ecr_registry', { '': matching(/\.dkr\.ecr\./) })],
  'S1-15': [
    output('secret_path_prefix', { '': beginning('/') }),
    heading('docs/terraform.md', 'Secrets and keys'),
  ],
  'S1-16': [output('kms_key_arn_ebs', { '': arnOf('kms') }), heading('docs/terraform.md', 'Data stores')],
  'S1-17': [
    rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
      provisioner: 'ebs.csi.aws.com',
      'parameters.encrypted': 'true',
      'parameters.kmsKeyId': '{kms_key_arn_ebs}',
      'metadata.annotations["storageclass.kubernetes.io/is-default-class"]': 'true',
    }),
    only(/\/storageclass-/, 'the encrypted class, and no other', () => [
      'storage-classes/_cluster/storageclass-gp3-encrypted.yaml',
    ]),
  ],
  'S1-18': [heading('docs/terraform.md', 'Edge')],
  'S1-19': [
    file('clusters/sre-portfolio/cluster.yaml', 'environment: production'),
    file('clusters/sre-portfolio-dev/cluster.yaml', 'environment: development'),
  ],
  'S1-20': [
    runsTheContractsBuild(eachWorkload('task-manager')),
    sizedAsDeclared(eachWorkload('task-manager')),
    probed(eachRunning('task-manager')),
    served(eachService('task-manager')),
    heading('docs/task-manager.md', 'Decisions'),
    test(
      'test/apps/task-manager/clusters.test.ts',
      'every object of production is there, in its own namespace, but for what office hours change',
    ),
  ],
};
