import { on, output, test } from '../model/evidence.ts';
import { atLeast, atMost, every, including, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

const production = 'triptrip-production';

const taint = (key: string, value: string) => [{ key, value, effect: 'NoSchedule' }];

const sizes = test(
  'test/apps/triptrip/node-groups.test.ts',
  'the production node groups are those of S4-40 to S4-44, split by size and zone (X-54, X-55)',
);

export const nodeGroups: EvidenceById = {
  'S4-40': [
    on(
      output('node_groups', {
        'general-1a.instance_types': every(matching(/^m\d\w*\.xlarge$/)),
        'general-2xlarge-1a.instance_types': every(matching(/^m\d\w*\.2xlarge$/)),
        'general-1a.capacity_type': 'ON_DEMAND',
        'general-1a.labels': including({ 'workload-type': 'general', tier: 'standard' }),
        'general-1a.taints': [],
      }),
      production,
    ),
    sizes,
  ],
  'S4-41': [
    on(
      output('node_groups', {
        'compute-1a.min_size': atMost(2),
        'compute-1a.instance_types': every(matching(/^c\d\w*\.xlarge$/)),
        'compute-1a.labels': including({ 'workload-type': 'compute', tier: 'compute' }),
        'compute-1a.taints': taint('workload-type', 'compute'),
      }),
      production,
    ),
    sizes,
  ],
  'S4-42': [
    on(
      output('node_groups', {
        'memory-1a.availability_zones': ['ap-northeast-1a'],
        'memory-1a.instance_types': every(matching(/^r\d\w*\.xlarge$/)),
        'memory-1a.labels': including({ 'workload-type': 'memory', tier: 'memory' }),
        'memory-1a.taints': taint('workload-type', 'memory'),
      }),
      production,
    ),
    sizes,
  ],
  'S4-43': [
    on(
      output('node_groups', {
        'spot.min_size': atMost(30),
        'spot.max_size': atLeast(30),
        'spot.instance_types': every(matching(/^m\d\w*\.xlarge$/)),
        'spot.capacity_type': 'SPOT',
        'spot.labels': including({ 'workload-type': 'spot', tier: 'spot', lifecycle: 'spot' }),
        'spot.taints': taint('spot', 'true'),
      }),
      production,
    ),
  ],
  'S4-44': [
    on(
      output('node_groups', {
        'gpu-1a.min_size': atMost(5),
        'gpu-1a.instance_types': every(matching(/^g\d\w*\.xlarge$/)),
        'gpu-1a.labels': including({ 'workload-type': 'gpu', 'nvidia.com/gpu': 'true' }),
        'gpu-1a.taints': taint('nvidia.com/gpu', 'true'),
      }),
      production,
    ),
    sizes,
  ],
  'S4-45': [test('test/apps/triptrip/node-groups.test.ts', 'all node groups together (S4-45)')],
};
