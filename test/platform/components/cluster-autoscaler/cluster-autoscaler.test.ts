import { expect, it } from 'vitest';
import { clusterAutoscaler } from '../../../../platform/components/cluster-autoscaler/cluster-autoscaler.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at } from '../../../manifest-reader.ts';

it('the Cluster Autoscaler has the minor version of the cluster, and a new one is not forgotten (X-94)', () => {
  const context = frozenFleet.contextOf('triptrip-staging');
  const { cluster } = context;
  const tag = String(at(clusterAutoscaler.values(context), 'image.tag'));
  expect(tag.startsWith(`v${cluster.kubernetesVersion}.`)).toBe(true);
  const later = { ...context, cluster: { ...cluster, kubernetesVersion: '1.99' } };
  expect(() => clusterAutoscaler.values(later)).toThrow(
    'kubernetesVersion 1.99 has no image of the Cluster Autoscaler',
  );
});
