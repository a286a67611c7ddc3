import { file, heading, rendered, test } from '../../../scripts/rows/evidence.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const topology: Section<Row> = {
  title: 'Task management: topology and stack',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-01', 'T', '', 'Not answered yet.'),
    open('S1-02', 'T', '', 'Not answered yet.'),
    open('S1-03', 'T', '', 'Not answered yet.'),
    open('S1-04', 'T', '', 'Not answered yet.'),
    open('S1-05', 'T', '', 'Not answered yet.'),
    open('S1-06', 'T', '', 'Not answered yet.'),
    open('S1-07', 'T', '', 'Not answered yet.'),
    open('S1-08', 'T', '', 'Not answered yet.'),
    open('S1-09', 'T', '', 'Not answered yet.'),
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
    open('S1-12', 'T', '', 'Not answered yet.'),
    open('S1-13', 'T', '', 'Not answered yet.'),
    open('S1-14', 'T', '', 'Not answered yet.'),
    open('S1-15', 'T', '', 'Not answered yet.'),
    open('S1-16', 'T', '', 'Not answered yet.'),
    done(
      'S1-17',
      'K',
      'Volumes are encrypted',
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
        'parameters.encrypted': 'true',
        'parameters.kmsKeyId': '{kms_key_arn_ebs}',
      }),
    ),
    open('S1-18', 'T', '', 'Not answered yet.'),
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
        'every object of production is there, in its own namespace, but for the autoscaler',
      ),
    ),
  ],
};
