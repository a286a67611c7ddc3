import { eachRunning } from '../../evidence/members.ts';
import { budgeted } from '../../evidence/workloads.ts';
import { each, heading, on, output, rendered, test } from '../../model/evidence.ts';
import { including } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import { nodes, versionAfter } from '../evidence/outputs.ts';

export const cluster: EvidenceById = {
  'S2-08': [
    on(output('cluster_name', { '': 'sre-portfolio-cluster' }), 'sre-portfolio'),
    output('cluster_version', { '': versionAfter(28) }),
    output('cluster_version', { '': '{kubernetesVersion}' }),
  ],
  'S2-09': [heading('docs/terraform.md', 'Cluster, add-ons and nodes')],
  'S2-10': [heading('docs/terraform.md', 'Cluster, add-ons and nodes')],
  'S2-11': [
    rendered('aws-load-balancer-controller/values.yaml')({
      clusterName: '{cluster_name}',
      region: '{region}',
      vpcId: '{vpc_id}',
      'serviceAccount.annotations["eks.amazonaws.com/role-arn"]':
        '{irsa_role_arns.aws-load-balancer-controller}',
    }),
    installs('aws-load-balancer-controller', 'aws-load-balancer-controller'),
  ],
  'S2-12': [
    on(
      output('node_groups', {
        '': nodes({ capacityType: 'ON_DEMAND', instanceType: 't3.medium', min: 2, max: 6 }),
      }),
      'sre-portfolio',
    ),
    heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
  ],
  'S2-13': [
    rendered('cluster-autoscaler/values.yaml')({
      cloudProvider: 'aws',
      awsRegion: '{region}',
      'autoDiscovery.clusterName': '{cluster_name}',
      'rbac.serviceAccount.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.cluster-autoscaler}',
      'extraArgs.scale-down-enabled': true,
    }),
    installs('cluster-autoscaler', 'cluster-autoscaler'),
  ],
  'S2-14': [output('availability_zones', { '': ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'] })],
  'S2-15': [budgeted(eachRunning('task-manager'))],
  'S2-16': [
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
  ],
  'S2-17': [
    heading('docs/task-manager.md', 'Capacity'),
    test(
      'test/apps/task-manager/capacity.test.ts',
      'S2-17: everything at its largest fits the nodes of both groups, with a quarter to spare for what does not pack',
    ),
  ],
};
