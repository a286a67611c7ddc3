import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { liveFleet } from '../live-fleet.ts';
import { at, listAt, textAt } from '../manifest-reader.ts';

const { ofKind, valuesOf } = liveFleet;
const schedules = ofKind('Schedule')
  .filter(({ group }) => group === 'velero.io')
  .map(({ cluster, json }) => ({ cluster, schedule: json }));

describe.each(schedules)('what Velero copies on $cluster comes back', ({ cluster, schedule }) => {
  const kept = ofKind('StatefulSet').filter((store) => store.cluster === cluster);

  test('each store with volumes is in it, whoever brought it', () => {
    const included = listAt(schedule, 'spec.template.includedNamespaces');
    const left = kept.filter(({ json }) => !included.includes(textAt(json, 'metadata.namespace')));
    expect(left.map(({ name }) => name)).toEqual([]);
  });

  test('with its claims and its volumes, by snapshots of the disks', () => {
    expect(at(schedule, 'spec.template.snapshotVolumes')).toBe(true);
    expect(at(schedule, 'spec.template.includeClusterResources')).not.toBe(false);
    const excluded = listAt(schedule, 'spec.template.excludedResources').map(String);
    expect(excluded.filter((kind) => /^(?:persistentvolume|pvc?\b)/.test(kind))).toEqual([]);
    // With it Velero leaves volumes of CSI drivers to snapshots of Kubernetes, for which there is no class here.
    expect(JSON.stringify(valuesOf('velero', cluster))).not.toContain('EnableCSI');
  });

  test('claims may be deleted for it: the disk stays, and the StatefulSet takes what is restored', () => {
    for (const { json, name } of kept) {
      expect(at(json, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled'), name).not.toBe('Delete');
      for (const claim of listAt(json, 'spec.volumeClaimTemplates')) {
        const [storageClass] = ofKind('StorageClass').filter(
          (one) => one.cluster === cluster && one.name === textAt(claim, 'spec.storageClassName'),
        );
        expect(textAt(storageClass?.json, 'reclaimPolicy'), name).toBe('Retain');
      }
    }
  });
});

describe('a restore over what is there restores nothing, and says Completed', () => {
  const sections = readFileSync('docs/operations.md', 'utf8')
    .split(/^#{2,3} /m)
    .filter((section) => /velero \S+ \S+ restore create/.test(section));

  test.each(sections.map((section) => ({ title: section.split('\n')[0], section })))(
    '$title: pods, claims and volumes go first, with Argo CD paused, and start last',
    ({ section }) => {
      const order = [
        /skip-reconcile=true/,
        /--for delete/,
        /delete persistentvolumeclaims?\b/,
        /delete persistentvolume[ /]/,
        /restore create/,
        /skip-reconcile-$/m,
      ].map((step) => section.search(step));
      expect(order).toEqual([...order].sort((one, other) => one - other));
      expect(order).not.toContain(-1);
    },
  );

  test('the role that makes disks from encrypted snapshots may use their key', () => {
    const terraform = readFileSync('docs/terraform.md', 'utf8').replaceAll(/\s+/g, ' ');
    expect(terraform).toMatch(
      /`velero` in `irsa_role_arns`.{0,400}`kms_key_arn_ebs`.{0,200}`kms:CreateGrant`/,
    );
  });
});
