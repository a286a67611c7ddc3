import {
  BackupStorageLocationSpecAccessMode as AccessMode,
  BackupStorageLocation,
  Schedule,
  VolumeSnapshotLocation,
} from '@cdk8s/velero';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi, publicHttps, vpcEndpoints } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { namespacesOf } from '../../unit/namespaces-of.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { MONITORING_NAMESPACE } from '../monitoring/address.ts';
import { veleroAlerts } from './alerts.ts';

const NAME = 'velero';

/** Name of the locations where backups go that do not name one. */
const LOCATION = 'default';

/** Every hour, so that no more than an hour is lost (S2-122), kept as long as the backups of the database (S2-118). */
const SCHEDULE_NAME = 'hourly';
const SCHEDULE = '0 * * * *';
const KEPT = '168h0m0s';

/** Of the platform, and with volumes: metrics. */
const STATEFUL_NAMESPACES = [MONITORING_NAMESPACE];

/** Backs up objects and volumes to the bucket that Terraform made for it, where it made one (S2-119, S2-120). */
export const velero = component({
  name: NAME,
  namespace: NAME,
  declares: restrictedNamespace(NAME),
  wave: waves.controllers,
  on: ({ terraform }) => terraform.veleroBucketName !== undefined,
  chart: NAME,
  values: ({ cluster }) => ({
    image: { repository: `${cached(cluster, 'docker.io')}/velero/velero`, tag: 'v1.18.1' },
    initContainers: [
      {
        name: 'velero-plugin-for-aws',
        image: `${cached(cluster, 'docker.io')}/velero/velero-plugin-for-aws:v1.14.2`,
        imagePullPolicy: 'IfNotPresent',
        volumeMounts: [{ mountPath: '/target', name: 'plugins' }],
        resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
        securityContext: restrictedContainer,
      },
    ],
    // The group can read the token for AWS.
    podSecurityContext: { ...restrictedPod, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 },
    containerSecurityContext: restrictedContainer,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    serviceAccount: { server: { name: NAME, annotations: roleAnnotation(cluster, NAME) } },
    credentials: { useSecret: false },
    // Ours, below: the chart would make them from the same values.
    backupsEnabled: false,
    snapshotsEnabled: false,
    // Volumes are snapshots of EBS, so no agent reads them on the nodes.
    deployNodeAgent: false,
    // Argo CD applies the definitions; the chart's Job would need its own image for that.
    upgradeCRDs: false,
    metrics: { serviceMonitor: { enabled: true } },
  }),
  kinds: {
    namespaced: { 'velero.io': ['BackupStorageLocation', 'Schedule', 'VolumeSnapshotLocation'] },
  },
  alerts: () => veleroAlerts(SCHEDULE_NAME),
  pods: ({ cluster }) => [
    {
      name: NAME,
      // S3 is reached by its gateway endpoint, which keeps the public addresses.
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster), publicHttps()],
      metrics: [8085],
    },
  ],
  objects: (chart, context) => {
    const { region } = context.cluster.terraform;
    const labels = ownerLabels('platform');
    add(chart, BackupStorageLocation, {
      metadata: { name: LOCATION, namespace: NAME, labels },
      spec: {
        provider: 'aws',
        default: true,
        accessMode: AccessMode.READ_WRITE,
        objectStorage: { bucket: bucketOf(context.cluster), prefix: context.cluster.name },
        config: { region },
      },
    });
    add(chart, VolumeSnapshotLocation, {
      metadata: { name: LOCATION, namespace: NAME, labels },
      spec: { provider: 'aws', config: { region } },
    });
    add(chart, Schedule, {
      metadata: { name: SCHEDULE_NAME, namespace: NAME, labels },
      spec: {
        schedule: SCHEDULE,
        template: {
          includedNamespaces: statefulNamespaces(context),
          // Their values are in Secrets Manager, and do not belong in a bucket.
          excludedResources: ['secrets', 'events', 'events.events.k8s.io'],
          snapshotVolumes: true,
          storageLocation: LOCATION,
          volumeSnapshotLocations: [LOCATION],
          ttl: KEPT,
        },
      },
    });
  },
});

/** The namespaces of the products, and those of the platform that have volumes. */
function statefulNamespaces(context: Context): string[] {
  const products = namespacesOf(context).filter(({ owner }) => owner !== 'platform');
  return [...products.map(({ name }) => name), ...STATEFUL_NAMESPACES].sort();
}

function bucketOf({ name, terraform }: Cluster): string {
  if (terraform.veleroBucketName !== undefined) return terraform.veleroBucketName;
  throw new Error(`clusters/${name}/terraform.json: the output velero_bucket_name is missing.`);
}
