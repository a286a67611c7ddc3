import type { Row } from './row.ts';

export const SECRET = '/Secret';
export const CONFIG_MAP = '/ConfigMap';

const CONTAINERS = ['containers[]', 'initContainers[]', 'ephemeralContainers[]'];

/** What the spec of a pod names. */
export const POD_ROWS: readonly Row[] = [
  ...CONTAINERS.flatMap((containers): Row[] => [
    { at: `${containers}.env[].valueFrom.secretKeyRef`, to: SECRET, keys: ['key'] },
    { at: `${containers}.env[].valueFrom.configMapKeyRef`, to: CONFIG_MAP, keys: ['key'] },
    { at: `${containers}.envFrom[].secretRef`, to: SECRET },
    { at: `${containers}.envFrom[].configMapRef`, to: CONFIG_MAP },
  ]),
  { at: 'volumes[].secret', to: SECRET, name: 'secretName', keys: ['items[].key'] },
  { at: 'volumes[].configMap', to: CONFIG_MAP, keys: ['items[].key'] },
  { at: 'volumes[].projected.sources[].secret', to: SECRET, keys: ['items[].key'] },
  { at: 'volumes[].projected.sources[].configMap', to: CONFIG_MAP, keys: ['items[].key'] },
  { at: 'volumes[].csi.nodePublishSecretRef', to: SECRET },
  {
    at: 'volumes[].csi.volumeAttributes.secretProviderClass',
    to: 'secrets-store.csi.x-k8s.io/SecretProviderClass',
  },
  { at: 'volumes[].azureFile', to: SECRET, name: 'secretName' },
  ...['cephfs', 'flexVolume', 'iscsi', 'rbd', 'scaleIO', 'storageos', 'cinder'].map(
    (kind): Row => ({ at: `volumes[].${kind}.secretRef`, to: SECRET }),
  ),
  { at: 'volumes[].persistentVolumeClaim', to: '/PersistentVolumeClaim', name: 'claimName' },
  {
    at: 'volumes[].ephemeral.volumeClaimTemplate.spec.storageClassName',
    to: 'storage.k8s.io/StorageClass',
  },
  { at: 'imagePullSecrets[]', to: SECRET },
  { at: 'serviceAccountName', to: '/ServiceAccount' },
  { at: 'serviceAccount', to: '/ServiceAccount' },
  { at: 'priorityClassName', to: 'scheduling.k8s.io/PriorityClass' },
  { at: 'runtimeClassName', to: 'node.k8s.io/RuntimeClass' },
  { at: 'resourceClaims[].resourceClaimName', to: 'resource.k8s.io/ResourceClaim' },
  { at: 'resourceClaims[].resourceClaimTemplateName', to: 'resource.k8s.io/ResourceClaimTemplate' },
];
