import { file, heading, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const topology: Section<Row> = {
  title: 'Task management: topology and stack',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done('S1-01', 'T', 'Region', output('region', { '': 'ap-northeast-1' })),
    done(
      'S1-02',
      'T',
      'A network over three zones',
      output('vpc_id'),
      output('private_subnet_ids'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    outside(
      'S1-03',
      'T',
      'A way out by NAT',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('nat_gateway_public_ips'),
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
      '1.34, for 1.29 is out of support (X-94).',
      output('cluster_version', { '': '1.34' }),
    ),
    otherwise(
      'S1-06',
      'T',
      'A node group of t3.medium',
      'The exact figures are those of S2-12 (contradiction 2), in a group for each zone (X-55).',
      output('node_groups', {
        '["general-1a"].instance_types': ['t3.medium'],
        '["general-1a"].min_size': 1,
        '["general-1a"].max_size': 2,
      }),
    ),
    done('S1-07', 'T', 'An identity provider for ServiceAccounts', output('oidc_provider_arn')),
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
        '["aws-load-balancer-controller"]': present,
        '["cluster-autoscaler"]': present,
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
      }),
    ),
    done(
      'S1-11',
      'K',
      'Cluster Autoscaler',
      rendered('cluster-autoscaler/values.yaml')({
        cloudProvider: 'aws',
        'autoDiscovery.clusterName': '{cluster_name}',
      }),
    ),
    done(
      'S1-12',
      'T',
      'PostgreSQL on RDS',
      output('databases', { 'tasks.engine': 'postgres' }),
      heading('docs/terraform.md', 'Data stores'),
    ),
    done(
      'S1-13',
      'T',
      'Redis on ElastiCache',
      output('caches', { 'tasks.port': 6379 }),
      heading('docs/terraform.md', 'Data stores'),
    ),
    done('S1-14', 'T', 'ECR', output('ecr_registry')),
    outside(
      'S1-15',
      'T',
      'Secrets Manager with rotation',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('secret_path_prefix'),
      heading('docs/terraform.md', 'Secrets and keys'),
    ),
    outside(
      'S1-16',
      'T',
      'Encryption at rest',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('kms_key_arn_ebs'),
      heading('docs/terraform.md', 'Data stores'),
    ),
    done(
      'S1-17',
      'K',
      'Volumes are encrypted',
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
        'parameters.encrypted': 'true',
        'parameters.kmsKeyId': '{kms_key_arn_ebs}',
      }),
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
      'The same manifests for both',
      heading('docs/task-manager.md', 'Decisions'),
      test(
        'test/apps/task-manager/workloads.test.ts',
        'every object of production is there, in its own namespace, but for what office hours change',
      ),
    ),
  ],
};
