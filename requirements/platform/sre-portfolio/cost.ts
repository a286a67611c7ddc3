import { eachRunning, workloadOf } from '../../evidence/members.ts';
import { boundsOf, budgeted } from '../../evidence/workloads.ts';
import { each, heading, on, only, output, rendered } from '../../model/evidence.ts';
import { atLeast, computed, including, type Matcher } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { query } from '../../model/query.ts';
import { nodes } from '../evidence/outputs.ts';

/** Of the nodes that there may be, as many on Spot as on demand. */
const halfOnSpot: Matcher = {
  says: 'has room for as many nodes on Spot as on demand',
  holds: (groups) => {
    const all = typeof groups === 'object' && groups !== null ? Object.values(groups) : [];
    const most = (type: string) =>
      all
        .filter((group: unknown) => query(group, 'capacity_type') === type)
        .reduce((total: number, group: unknown) => total + Number(query(group, 'max_size')), 0);
    return most('SPOT') > 0 && most('SPOT') >= most('ON_DEMAND');
  },
};

/** Groups that can shrink: each has a lower bound below its upper one, or is one node. */
const shrinks: Matcher = {
  says: 'has groups of which the fewest nodes are fewer than the most',
  holds: (groups) => {
    const all = typeof groups === 'object' && groups !== null ? Object.values(groups) : [];
    const sum = (field: string) =>
      all.reduce((total: number, group: unknown) => total + Number(query(group, field)), 0);
    return all.length > 0 && sum('min_size') < sum('max_size');
  },
};

const storageClass = rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml');

export const cost: EvidenceById = {
  'S2-112': [
    output('node_groups', { '': halfOnSpot }),
    on(
      output('node_groups', { '': nodes({ capacityType: 'SPOT', instanceType: 't3.medium', max: 6 }) }),
      'sre-portfolio',
    ),
  ],
  'S2-113': [
    each(eachRunning('task-manager'), (name) =>
      rendered(
        `${name}/app-{environment}/deployment-${name}.yaml`,
        'spec.template.spec',
      )({
        'topologySpreadConstraints[2]': including({
          labelSelector: { matchLabels: { app: name, track: 'stable' } },
          maxSkew: 1,
          topologyKey: 'eks.amazonaws.com/capacityType',
          whenUnsatisfiable: 'ScheduleAnyway',
        }),
        terminationGracePeriodSeconds: 60,
        'containers[0].lifecycle.preStop.sleep.seconds': atLeast(1),
      }),
    ),
    budgeted(eachRunning('task-manager')),
  ],
  'S2-114': [
    output('node_groups', { '': shrinks }),
    on(rendered('cluster-autoscaler/values.yaml')({ 'extraArgs.scale-down-enabled': true }), 'sre-portfolio'),
    heading('docs/task-manager.md', 'Nights, weekends, Spot'),
  ],
  'S2-115': [
    on(
      each(eachRunning('task-manager'), (name, context) => {
        const { officeHours } = context.cluster;
        const clock = (time = '00:00') => {
          const [hour, minute] = time.split(':').map(Number);
          return `${minute} ${hour} * * Mon-Fri`;
        };
        return rendered(
          `${name}/app-{environment}/scaledobject-${name}.yaml`,
          'spec',
        )({
          'scaleTargetRef.name': name,
          minReplicaCount: 0,
          'triggers[type=cron].metadata.timezone': officeHours?.timeZone ?? '',
          'triggers[type=cron].metadata.start': clock(officeHours?.from),
          'triggers[type=cron].metadata.end': clock(officeHours?.to),
          'triggers[type=cron].metadata.desiredReplicas': computed('scale.min × replicaFactor', () =>
            String(boundsOf(workloadOf(context, name), context).min),
          ),
        });
      }),
      'sre-portfolio-dev',
    ),
    on(
      only(/\/horizontalpodautoscaler-/, 'no autoscaler that keeps a pod', () => []),
      'sre-portfolio-dev',
    ),
    heading('docs/task-manager.md', 'Nights, weekends, Spot'),
  ],
  'S2-116': [
    storageClass({ 'parameters.type': 'gp3', provisioner: 'ebs.csi.aws.com' }),
    heading('docs/task-manager.md', 'What Terraform owns'),
  ],
  'S2-117': [
    storageClass({
      provisioner: 'ebs.csi.aws.com',
      'parameters.type': 'gp3',
      'metadata.annotations["storageclass.kubernetes.io/is-default-class"]': 'true',
    }),
    only(/\/storageclass-/, 'that class, and no other', () => [
      'storage-classes/_cluster/storageclass-gp3-encrypted.yaml',
    ]),
  ],
};
