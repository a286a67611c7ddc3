import { expect, test } from 'vitest';
import { storageClasses } from '../../../../platform/components/storage-classes/storage-classes.ts';
import { unitOf } from '../../../../platform/unit/component.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at } from '../../../manifest-reader.ts';
import { render } from '../../../rendered-fleet.ts';

const { fleet } = frozenFleet;

const names = fleet.clusters.map(({ name }) => name);

test.each(names)(
  'S4-265, X-4: volumes of %s are encrypted with its own key, in the zone of their pod',
  (name) => {
    const [cluster] = fleet.clusters.filter((candidate) => candidate.name === name);
    if (cluster === undefined) throw new Error(`There is no cluster ${name}.`);
    const objects = render(unitOf(storageClasses, fleet), { cluster, fleet, units: [] });
    expect(objects).toHaveLength(1);
    expect(objects[0]).toMatchObject({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: 'gp3-encrypted',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: cluster.terraform.kmsKeyArnEbs },
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      reclaimPolicy: 'Retain',
    });
    expect(at(objects[0], 'parameters.kmsKeyId')).toContain(`:${cluster.terraform.region}:`);
  },
);
