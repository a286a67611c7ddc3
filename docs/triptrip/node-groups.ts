import { on, output, test } from '../../scripts/rows/evidence.ts';
import { contains, including } from '../../scripts/rows/expected.ts';
import { done, type Row, type Section } from '../../scripts/rows/row.ts';

const asGiven = (name: string, min: number, max: number) => ({
  [`${name}.min_size`]: min,
  [`${name}.max_size`]: max,
});

const production = 'triptrip-production';

const taint = (key: string, value: string) => [{ key, value, effect: 'NoSchedule' }];

export const nodeGroups: Section<Row> = {
  title: 'Node groups',
  entries: [
    done(
      'S4-40',
      'T',
      'General purpose, 3 to 50',
      on(
        output('node_groups', {
          ...asGiven('general', 3, 50),
          'general.instance_types': ['m5.xlarge', 'm5.2xlarge', 'm5a.xlarge', 'm5a.2xlarge'],
          'general.capacity_type': 'ON_DEMAND',
          'general.labels': including({ 'workload-type': 'general', tier: 'standard' }),
          'general.taints': [],
        }),
        production,
      ),
    ),
    done(
      'S4-41',
      'T',
      'For computing, 2 to 30, tainted',
      on(
        output('node_groups', {
          ...asGiven('compute', 2, 30),
          'compute.instance_types': ['c5.xlarge', 'c5.2xlarge', 'c5a.xlarge', 'c5a.2xlarge'],
          'compute.labels': including({ 'workload-type': 'compute', tier: 'compute' }),
          'compute.taints': taint('workload-type', 'compute'),
        }),
        production,
      ),
    ),
    done(
      'S4-42',
      'T',
      'With much memory, 1 to 10, tainted',
      on(
        output('node_groups', {
          ...asGiven('memory', 1, 10),
          'memory.instance_types': ['r5.xlarge', 'r5.2xlarge', 'r5a.xlarge', 'r5a.2xlarge'],
          'memory.labels': including({ 'workload-type': 'memory', tier: 'memory' }),
          'memory.taints': taint('workload-type', 'memory'),
        }),
        production,
      ),
    ),
    done(
      'S4-43',
      'T',
      'Spot, 0 to 30, tainted',
      on(
        output('node_groups', {
          ...asGiven('spot', 0, 30),
          'spot.instance_types': contains('m6i.2xlarge'),
          'spot.capacity_type': 'SPOT',
          'spot.labels': including({ 'workload-type': 'spot', tier: 'spot', lifecycle: 'spot' }),
          'spot.taints': taint('spot', 'true'),
        }),
        production,
      ),
    ),
    done(
      'S4-44',
      'T',
      'With a GPU, 0 to 5, tainted',
      on(
        output('node_groups', {
          ...asGiven('gpu', 0, 5),
          'gpu.instance_types': ['g4dn.xlarge', 'g4dn.2xlarge'],
          'gpu.labels': including({ 'workload-type': 'gpu', 'nvidia.com/gpu': 'true' }),
          'gpu.taints': taint('nvidia.com/gpu', 'true'),
        }),
        production,
      ),
    ),
    done(
      'S4-45',
      'D',
      'All groups together',
      test('test/apps/triptrip-capacity.test.ts', 'all node groups together (S4-45)'),
    ),
  ],
};
