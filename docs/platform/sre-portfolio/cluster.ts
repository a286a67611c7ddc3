import { heading, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const cluster: Section<Row> = {
  title: 'SRE portfolio: cluster and nodes',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    otherwise(
      'S2-08',
      'T',
      'The cluster, version 1.28',
      '1.34, for 1.28 is out of support (contradiction 1).',
      on(output('cluster_name', { '': 'sre-portfolio-cluster' }), 'sre-portfolio'),
      output('cluster_version', { '': '1.34' }),
    ),
    outside(
      'S2-09',
      'T',
      'The API endpoint',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    outside(
      'S2-10',
      'T',
      'Core add-ons',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    done(
      'S2-11',
      'K',
      'AWS Load Balancer Controller',
      rendered('aws-load-balancer-controller/values.yaml')({
        clusterName: '{cluster_name}',
        region: '{region}',
        vpcId: '{vpc_id}',
      }),
    ),
    otherwise(
      'S2-12',
      'T',
      'The primary node group: 2 to 6 nodes of t3.medium',
      'A group for each of the three zones, 2 to 6 nodes in all, so that a volume finds its zone again (X-55).',
      on(
        output('node_groups', {
          '["general-1a"].max_size': 2,
          '["general-1c"].max_size': 2,
          '["general-1d"].max_size': 2,
          '["general-1a"].min_size': 1,
          '["general-1c"].min_size': 1,
        }),
        'sre-portfolio',
      ),
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    done(
      'S2-13',
      'K',
      'Nodes scale by the Cluster Autoscaler',
      rendered('cluster-autoscaler/values.yaml')({
        cloudProvider: 'aws',
        'autoDiscovery.clusterName': '{cluster_name}',
      }),
    ),
    done(
      'S2-14',
      'T',
      'Nodes over three zones',
      output('availability_zones', { '': ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'] }),
    ),
    done(
      'S2-15',
      'K',
      'Disruption budgets',
      rendered('api-service/app-{environment}/poddisruptionbudget-api-service.yaml')({
        'spec.minAvailable': '50%',
      }),
      rendered('frontend-service/app-{environment}/poddisruptionbudget-frontend-service.yaml')({
        'spec.minAvailable': '50%',
      }),
      rendered('worker/app-{environment}/poddisruptionbudget-worker.yaml')({ 'spec.maxUnavailable': '25%' }),
    ),
    otherwise(
      'S2-16',
      'K',
      'Affinity to nodes, and of pods against each other',
      'A node selector, and constraints on the spread: hard over zones, soft over hosts. They do what anti-affinity does, and count.',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.nodeSelector["workload-type"]': 'general',
        'spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable': 'DoNotSchedule',
        'spec.template.spec.topologySpreadConstraints[1].topologyKey': 'kubernetes.io/hostname',
      }),
    ),
    done(
      'S2-17',
      'D',
      'Whether it fits the nodes',
      heading('docs/task-manager.md', 'Capacity'),
      test(
        'test/apps/task-manager/capacity.test.ts',
        'S2-17: everything at its largest fits the nodes of both groups, with a quarter to spare for what does not pack',
      ),
    ),
  ],
};
