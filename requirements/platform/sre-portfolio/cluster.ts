import { eachRunning } from '../../evidence/members.ts';
import { budgeted } from '../../evidence/workloads.ts';
import { each, heading, on, output, rendered, test } from '../../model/evidence.ts';
import { including } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
import { installs } from '../evidence/charts.ts';
import { nodes, versionAfter } from '../evidence/outputs.ts';

export const cluster: Section<Row> = {
  title: 'SRE portfolio: cluster and nodes',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    otherwise(
      'S2-08',
      'T',
      'The cluster, version 1.28',
      'A later version, for 1.28 is out of support (contradiction 1).',
      on(output('cluster_name', { '': 'sre-portfolio-cluster' }), 'sre-portfolio'),
      output('cluster_version', { '': versionAfter(28) }),
      output('cluster_version', { '': '{kubernetesVersion}' }),
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
        'serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
          '{irsa_role_arns.aws-load-balancer-controller}',
      }),
      installs('aws-load-balancer-controller', 'aws-load-balancer-controller'),
    ),
    otherwise(
      'S2-12',
      'T',
      'The primary node group: 2 to 6 nodes of t3.medium',
      'A group for each of the three zones, 2 to 6 nodes in all, so that a volume finds its zone again (X-55).',
      on(
        output('node_groups', {
          '': nodes({ capacityType: 'ON_DEMAND', instanceType: 't3.medium', min: 2, max: 6 }),
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
        awsRegion: '{region}',
        'autoDiscovery.clusterName': '{cluster_name}',
        'rbac.serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
          '{irsa_role_arns.cluster-autoscaler}',
        'extraArgs.scale-down-enabled': true,
      }),
      installs('cluster-autoscaler', 'cluster-autoscaler'),
    ),
    done(
      'S2-14',
      'T',
      'Nodes over three zones',
      output('availability_zones', { '': ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'] }),
    ),
    done('S2-15', 'K', 'Disruption budgets', budgeted(eachRunning('task-manager'))),
    otherwise(
      'S2-16',
      'K',
      'Affinity to nodes, and of pods against each other',
      'A node selector, and constraints on the spread: hard over zones, soft over hosts. They do what anti-affinity does, and count.',
      each(eachRunning('task-manager'), (name) =>
        rendered(
          `${name}/app-{environment}/deployment-${name}.yaml`,
          'spec.template.spec',
        )({
          nodeSelector: { 'workload-type': 'general' },
          'topologySpreadConstraints[0]': including({
            labelSelector: { matchLabels: { app: name, track: 'stable' } },
            maxSkew: 1,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule',
          }),
          'topologySpreadConstraints[1]': including({
            labelSelector: { matchLabels: { app: name, track: 'stable' } },
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
          }),
        }),
      ),
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
