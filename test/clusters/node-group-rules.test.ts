import { describe, expect, test } from 'vitest';
import { FleetCopy } from './fleet-fixture.ts';

interface Group {
  availability_zones: string[];
  instance_types: string[];
  taints: object[];
  labels: Record<string, string>;
}

const SPOT_TAINT = [{ key: 'spot', value: 'true', effect: 'NoSchedule' }];

/** A fleet in which one node group has something else. */
function changed(cluster: string, group: string, change: Partial<Group>): FleetCopy {
  return new FleetCopy().outputs(cluster, (outputs) => {
    const { value } = Object(outputs.node_groups);
    if (value[group] === undefined) throw new Error(`${cluster} has no ${group}.`);
    Object.assign(value[group], change);
  });
}

function mistakes(fleet: FleetCopy) {
  return fleet.problems().map(({ path, message }) => ({ path, message }));
}

const holds = (cluster: string, group: string, change: Partial<Group>) =>
  expect(() => changed(cluster, group, change).error()).toThrow('The fleet loads');

test('a node group that cannot have as few nodes as it must', () => {
  const fleet = new FleetCopy().replace('prod-eu/terraform.json', '"min_size": 3', '"min_size": 31');
  expect(mistakes(fleet)).toEqual([
    { path: 'node_groups.value.general.min_size', message: 'found 31, expected at most max_size, 30' },
  ]);
});

test('a node group in a zone of another region', () => {
  expect(mistakes(changed('prod-eu', 'general', { availability_zones: ['ap-northeast-1a'] }))).toEqual([
    {
      path: 'node_groups.value.general.availability_zones',
      message:
        'found ap-northeast-1a, expected zones of the cluster (availability_zones): eu-central-1a, eu-central-1b, eu-central-1c',
    },
  ]);
});

test('a pool of which some nodes have a taint that its pods do not tolerate', () => {
  expect(mistakes(changed('sre-portfolio', 'spot-1a', { taints: SPOT_TAINT }))).toEqual([
    {
      path: 'node_groups.value.spot-1a.taints',
      message:
        'found spot=true:NoSchedule, expected no taint as on general-1a: both have the label workload-type: general, so to pods they are one pool',
    },
  ]);
});

describe('the Cluster Autoscaler takes all nodes of a group for the first of its types (X-54)', () => {
  test.each([
    ['another number of cores', ['t3.medium', 't3.large']],
    ['other memory for each core', ['t3.medium', 'c5.medium']],
  ])('%s is refused', (_, types) => {
    expect(mistakes(changed('sre-portfolio', 'general-1a', { instance_types: types }))).toEqual([
      {
        path: 'node_groups.value.general-1a.instance_types',
        message: `found ${types[1]} beside t3.medium, expected types of one class and size: the Cluster Autoscaler takes every new node for one of the first type, and reckons with the wrong cores or memory (X-54). Make a group for each size with the same labels and taints, or choose nodeScaler: karpenter in cluster.yaml`,
      },
    ]);
  });

  test('types of one size are fine, and Karpenter chooses by itself', () => {
    holds('sre-portfolio', 'general-1a', { instance_types: ['t3.medium', 't3a.medium'] });
    holds('prod-eu', 'general', { instance_types: ['m5.xlarge', 'r5.4xlarge'] });
  });
});

describe('a volume waits for a node in its own zone (X-55)', () => {
  const zones = ['ap-northeast-1a', 'ap-northeast-1c'];

  test('which a group over several zones may never give', () => {
    expect(mistakes(changed('sre-portfolio', 'general-1a', { availability_zones: zones }))).toEqual([
      {
        path: 'node_groups.value.general-1a.availability_zones',
        message: expect.stringMatching(
          /^found 2 zones, expected one: a pod with a volume waits .* \(X-55\)\. Make a group for each zone/,
        ),
      },
    ]);
  });

  test('and neither may one of Spot nodes that takes any pod', () => {
    expect(mistakes(changed('sre-portfolio', 'spot-1a', { availability_zones: zones }))).toHaveLength(1);
  });

  test('a Spot group with a taint may span zones, and so may any under Karpenter', () => {
    holds('sre-portfolio', 'spot-1a', {
      availability_zones: zones,
      taints: SPOT_TAINT,
      labels: { 'workload-type': 'spot' },
    });
    holds('prod-eu', 'general', { availability_zones: ['eu-central-1a', 'eu-central-1b'] });
  });
});
