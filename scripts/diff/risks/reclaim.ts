import type { FieldRule } from './rule.ts';
import { judge } from './rule.ts';

/** Who keeps a volume when its claim, its set or its class is gone. */
export const reclaim: readonly FieldRule[] = [
  {
    types: /^\/PersistentVolume$/,
    shape: /^spec\.persistentVolumeReclaimPolicy$/,
    says: ({ after }) => keeping(after, 'the volume, and its data, goes with its claim from now on'),
  },
  {
    types: /^storage\.k8s\.io\/StorageClass$/,
    shape: /^reclaimPolicy$/,
    says: ({ after }) =>
      after === 'Retain'
        ? undefined
        : keeping(after, 'a volume of the class, and its data, goes with its claim from now on'),
  },
  {
    types: /^snapshot\.storage\.k8s\.io\/VolumeSnapshot(?:Class|Content)$/,
    shape: /deletionPolicy$/,
    says: ({ after }) => keeping(after, 'a snapshot in the store goes with its object from now on'),
  },
  {
    types: /^apps\/StatefulSet$/,
    shape: /^spec\.persistentVolumeClaimRetentionPolicy\.when(?:Deleted|Scaled)$/,
    says: ({ after, path }) =>
      keeping(
        after,
        path.endsWith('whenScaled')
          ? 'the volume claim of each pod is deleted when it scales down from now on'
          : 'its volume claims are deleted with it from now on',
      ),
  },
  {
    types: /^external-secrets\.io\//,
    shape: /^spec\.(?:target\.)?deletionPolicy$/,
    says: ({ after }) =>
      after === 'Delete' ? judge('outage', 'the Secret is deleted as soon as its source is gone') : undefined,
  },
  {
    types: /^\/(?:PersistentVolumeClaim|PersistentVolume|Namespace)$/,
    shape: /^metadata\.finalizers\b/,
    says: ({ before, after }) =>
      isFewer(before, after)
        ? judge('data-loss', 'a finalizer that kept it from being deleted while it is in use is gone')
        : undefined,
  },
];

function keeping(policy: unknown, text: string) {
  return policy === 'Delete' ? judge('data-loss', text) : judge('routine', 'data is kept from now on');
}

function isFewer(before: unknown, after: unknown): boolean {
  const [old, now] = [before, after].map((list) => (Array.isArray(list) ? list.length : 0));
  return (now ?? 0) < (old ?? 0);
}
