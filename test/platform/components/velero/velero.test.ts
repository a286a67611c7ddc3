import { expect, test } from 'vitest';
import { velero } from '../../../../platform/components/velero/velero.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, one } from '../../../manifest-reader.ts';

const { fleet, contextOf, renderUnit } = frozenFleet;

test('S2-119, S2-120: there are backups where Terraform made a bucket, and nowhere else', () => {
  const on = fleet.clusters.filter((cluster) => velero.on?.(cluster, fleet)).map(({ name }) => name);
  expect(on).toEqual(['sre-portfolio', 'sre-portfolio-dev']);
});

test.each(['sre-portfolio', 'sre-portfolio-dev'])('S2-122: %s loses an hour at the most', (cluster) => {
  const objects = renderUnit('velero', cluster);
  const { terraform } = contextOf(cluster).cluster;
  expect(at(one(objects, 'BackupStorageLocation', 'default'), 'spec')).toEqual({
    provider: 'aws',
    default: true,
    accessMode: 'ReadWrite',
    objectStorage: { bucket: terraform.veleroBucketName, prefix: cluster },
    config: { region: terraform.region },
  });
  const schedule = one(objects, 'Schedule', 'hourly');
  expect(at(schedule, 'spec.schedule')).toBe('0 * * * *');
  expect(at(schedule, 'spec.template')).toMatchObject({ ttl: '168h0m0s', snapshotVolumes: true });
  expect(at(schedule, 'spec.template.includedNamespaces')).toEqual([
    cluster === 'sre-portfolio' ? 'app-production' : 'app-development',
    'monitoring',
  ]);
});

test('no secret value gets into the bucket', () => {
  const schedule = one(renderUnit('velero', 'sre-portfolio'), 'Schedule', 'hourly');
  expect(at(schedule, 'spec.template.excludedResources')).toContain('secrets');
});
