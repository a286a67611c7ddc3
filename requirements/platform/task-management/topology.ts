import { eachRunning, eachService, eachWorkload } from '../../evidence/members.ts';
import { probed, runsTheContractsBuild, served, sizedAsDeclared } from '../../evidence/workloads.ts';
import { file, heading, only, output, rendered, test } from '../../model/evidence.ts';
import { matching } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
import { installs } from '../evidence/charts.ts';
import { arnOf, atLeastOf, CIDR, nodes, versionAfter } from '../evidence/outputs.ts';
import { beginning } from '../evidence/texts.ts';

export const topology: Section<Row> = {
  title: 'Task management: topology and stack',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done('S1-01', 'T', 'Region', output('region', { '': 'ap-northeast-1' })),
    done(
      'S1-02',
      'T',
      'A network over three zones',
      output('vpc_id', { '': matching(/^vpc-/) }),
      output('availability_zones', { '': atLeastOf(3) }),
      output('public_subnet_ids', { '': atLeastOf(3, /^subnet-/) }),
      output('private_subnet_ids', { '': atLeastOf(3, /^subnet-/) }),
      output('data_subnet_cidrs', { '': atLeastOf(2, CIDR) }),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S1-03',
      'T',
      'A way out by NAT',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('nat_gateway_public_ips', { '': atLeastOf(1) }),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S1-04',
      'T',
      'Flow logs',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    otherwise(
      'S1-05',
      'T',
      'Kubernetes 1.29',
      'A later version, for 1.29 is out of support (X-94).',
      output('cluster_version', { '': versionAfter(29) }),
      output('cluster_version', { '': '{kubernetesVersion}' }),
    ),
    otherwise(
      'S1-06',
      'T',
      'A node group of t3.medium',
      'The exact figures are those of S2-12 (contradiction 2), in a group for each zone (X-55).',
      output('node_groups', {
        '': nodes({ capacityType: 'ON_DEMAND', instanceType: 't3.medium', min: 2, max: 4 }),
      }),
    ),
    done(
      'S1-07',
      'T',
      'An identity provider for ServiceAccounts',
      output('oidc_provider_arn', { '': matching(/:oidc-provider\/oidc\.eks\./) }),
    ),
    outside(
      'S1-08',
      'T',
      'Core add-ons',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    done(
      'S1-09',
      'T',
      'Roles of the controllers',
      output('irsa_role_arns', {
        '["aws-load-balancer-controller"]': arnOf('iam'),
        '["cluster-autoscaler"]': arnOf('iam'),
      }),
    ),
    done(
      'S1-10',
      'K',
      'AWS Load Balancer Controller',
      rendered('aws-load-balancer-controller/values.yaml')({
        clusterName: '{cluster_name}',
        region: '{region}',
        vpcId: '{vpc_id}',
        'serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
          '{irsa_role_arns.aws-load-balancer-controller}',
      }),
      installs('aws-load-balancer-controller', 'aws-load-balancer-controller'),
    ),
    done(
      'S1-11',
      'K',
      'Cluster Autoscaler',
      rendered('cluster-autoscaler/values.yaml')({
        cloudProvider: 'aws',
        'autoDiscovery.clusterName': '{cluster_name}',
        awsRegion: '{region}',
        'rbac.serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
          '{irsa_role_arns.cluster-autoscaler}',
        'extraArgs.scale-down-enabled': true,
      }),
      installs('cluster-autoscaler', 'cluster-autoscaler'),
    ),
    done(
      'S1-12',
      'T',
      'PostgreSQL on RDS',
      output('databases', {
        'tasks.engine': 'postgres',
        'tasks.endpoint': matching(/\.rds\.amazonaws\.com$/),
      }),
      heading('docs/terraform.md', 'Data stores'),
    ),
    done(
      'S1-13',
      'T',
      'Redis on ElastiCache',
      output('caches', {
        'tasks.port': 6379,
        'tasks.endpoint': matching(/\.cache\.amazonaws\.com$/),
      }),
      rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
        'data.REDIS_TLS': 'true',
      }),
      heading('docs/terraform.md', 'Data stores'),
    ),
    done('S1-14', 'T', 'ECR', output('ecr_registry', { '': matching(/\.dkr\.ecr\./) })),
    outside(
      'S1-15',
      'T',
      'Secrets Manager with rotation',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('secret_path_prefix', { '': beginning('/') }),
      heading('docs/terraform.md', 'Secrets and keys'),
    ),
    outside(
      'S1-16',
      'T',
      'Encryption at rest',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('kms_key_arn_ebs', { '': arnOf('kms') }),
      heading('docs/terraform.md', 'Data stores'),
    ),
    done(
      'S1-17',
      'K',
      'Volumes are encrypted',
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
        provisioner: 'ebs.csi.aws.com',
        'parameters.encrypted': 'true',
        'parameters.kmsKeyId': '{kms_key_arn_ebs}',
        'metadata.annotations["storageclass.kubernetes.io/is-default-class"]': 'true',
      }),
      only(/\/storageclass-/, 'the encrypted class, and no other', () => [
        'storage-classes/_cluster/storageclass-gp3-encrypted.yaml',
      ]),
    ),
    outside(
      'S1-18',
      'T',
      'Security groups and private subnets',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Edge'),
    ),
    done(
      'S1-19',
      'D',
      'Environments dev and prod',
      file('clusters/sre-portfolio/cluster.yaml', 'environment: production'),
      file('clusters/sre-portfolio-dev/cluster.yaml', 'environment: development'),
    ),
    done(
      'S1-20',
      'K',
      'The same manifests for both; what differs follows from the contract',
      runsTheContractsBuild(eachWorkload('task-manager')),
      sizedAsDeclared(eachWorkload('task-manager')),
      probed(eachRunning('task-manager')),
      served(eachService('task-manager')),
      heading('docs/task-manager.md', 'Decisions'),
      test(
        'test/apps/task-manager/clusters.test.ts',
        'every object of production is there, in its own namespace, but for what office hours change',
      ),
    ),
  ],
};
