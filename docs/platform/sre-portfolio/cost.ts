import { heading, on, output, rendered } from '../../../scripts/rows/evidence.ts';
import { including } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

/** A size of the groups of one kind, which stand in one zone each. */
function inEachZone(group: string, size: 'min_size' | 'max_size', sizes: readonly number[]) {
  const zones = ['1a', '1c', '1d'];
  return Object.fromEntries(sizes.map((value, index) => [`${group}-${zones[index]}.${size}`, value]));
}

export const cost: Section<Row> = {
  title: 'SRE portfolio: cost',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-112',
      'T',
      'Half of the nodes are Spot',
      output('node_groups', { 'general-1a.capacity_type': 'ON_DEMAND', 'spot-1a.capacity_type': 'SPOT' }),
      on(
        output('node_groups', {
          ...inEachZone('general', 'max_size', [2, 2, 2]),
          ...inEachZone('spot', 'max_size', [2, 2, 2]),
        }),
        'sre-portfolio',
      ),
    ),
    done(
      'S2-113',
      'K',
      'Spread over both kinds of node',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.topologySpreadConstraints[2]': including({
          topologyKey: 'eks.amazonaws.com/capacityType',
          whenUnsatisfiable: 'ScheduleAnyway',
        }),
        'spec.template.spec.terminationGracePeriodSeconds': 60,
      }),
    ),
    done(
      'S2-114',
      'T',
      'At night the fewest nodes',
      output('node_groups', inEachZone('general', 'min_size', [1, 1, 0])),
      heading('docs/task-manager.md', 'Nights, weekends, Spot'),
    ),
    done(
      'S2-115',
      'K',
      'Development stops at weekends',
      on(
        rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({
          'spec.minReplicaCount': 0,
          'spec.triggers[type=cron].metadata': including({
            timezone: 'Asia/Tokyo',
            start: '0 8 * * Mon-Fri',
            end: '0 22 * * Mon-Fri',
          }),
        }),
        'sre-portfolio-dev',
      ),
      heading('docs/task-manager.md', 'Nights, weekends, Spot'),
    ),
    outside(
      'S2-116',
      'T',
      'gp3, and no old snapshots',
      'Terraform, for disks of nodes and snapshots; volumes of claims are gp3.',
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({ 'parameters.type': 'gp3' }),
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    done(
      'S2-117',
      'K',
      'gp3 is the default class',
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
        'parameters.type': 'gp3',
        'metadata.annotations["storageclass.kubernetes.io/is-default-class"]': 'true',
      }),
    ),
  ],
};
