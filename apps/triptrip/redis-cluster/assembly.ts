import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../../../platform/kit/manifest.ts';
import { confinedContainer } from '../../../platform/kit/pod-hardening.ts';
import type { Resources } from '../../../platform/kit/resources.ts';
import { certificateMount, certificateVolume } from './certificate.ts';
import { redisCliPassword } from './credentials.ts';
import { assemblyFiles } from './files.ts';
import { redisImage } from './image.ts';
import { podSecurity } from './pod-security.ts';
import { quantities } from './quantities.ts';
import { cliOptions, labelsOf, NAME, NAMESPACE, nodeNames } from './redis-cluster.ts';

/** Name of what makes one cluster of the nodes; its own pods are not nodes. */
export const ASSEMBLY = 'redis-cluster-assembly';

/** Of one pod: a shell and redis-cli. */
export const ASSEMBLY_RESOURCES: Resources = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { memory: '128Mi' },
};

/** The Job of the last sync, and one from the schedule. */
export const ASSEMBLY_PODS = 2;

/**
 * Six nodes that have started are not a cluster yet. The same script runs twice: in each sync, which waits for it, and
 * every five minutes, because after a restart of all nodes at once none knows the new address of another, and nothing
 * in Redis or Kubernetes would ever tell it to them.
 *
 * @throws when the addresses of the nodes do not show their zones
 */
export function addAssembly(scope: Construct, cluster: Cluster): void {
  const labels = labelsOf(ASSEMBLY);
  add(scope, k8s.KubeConfigMap, {
    metadata: { name: ASSEMBLY, namespace: NAMESPACE, labels },
    data: { ...assemblyFiles },
  });
  add(scope, k8s.KubeJob, {
    metadata: {
      name: `${NAME}-bootstrap`,
      namespace: NAMESPACE,
      labels,
      // A Job cannot be changed, so each sync makes it anew. In the sync and not after it: the nodes are not ready,
      // and the sync not over, until the cluster is made.
      annotations: {
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      },
    },
    spec: {
      backoffLimit: 3,
      activeDeadlineSeconds: 1800,
      ttlSecondsAfterFinished: 86_400,
      // New hosts and volumes take minutes.
      template: podTemplate(cluster, 600),
    },
  });
  add(scope, k8s.KubeCronJob, {
    metadata: { name: `${NAME}-repair`, namespace: NAMESPACE, labels },
    spec: {
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          // The next run is the next attempt.
          backoffLimit: 0,
          activeDeadlineSeconds: 600,
          template: podTemplate(cluster, 60),
        },
      },
    },
  });
}

function podTemplate(cluster: Cluster, patience: number): k8s.PodTemplateSpec {
  return {
    metadata: { labels: labelsOf(ASSEMBLY) },
    spec: {
      serviceAccountName: NAME,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: 'standard',
      restartPolicy: 'Never',
      securityContext: podSecurity,
      containers: [
        {
          name: 'assemble',
          image: redisImage(cluster).reference,
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '/scripts/assemble.sh'],
          env: [
            { name: 'NODES', value: nodeNames.join(' ') },
            { name: 'NETWORKS', value: networksOfZones(cluster).join(' ') },
            { name: 'PATIENCE', value: String(patience) },
            cliOptions,
            redisCliPassword,
          ],
          resources: quantities(ASSEMBLY_RESOURCES),
          securityContext: confinedContainer,
          volumeMounts: [{ name: 'scripts', mountPath: '/scripts', readOnly: true }, certificateMount],
        },
      ],
      volumes: [{ name: 'scripts', configMap: { name: ASSEMBLY } }, certificateVolume],
    },
  };
}

/** Each zone has one private subnet, from which its pods get their addresses, so an address shows its zone. */
function networksOfZones({ name, terraform }: Cluster): readonly string[] {
  const { privateSubnetCidrs, availabilityZones } = terraform;
  if (privateSubnetCidrs.length === availabilityZones.length) return privateSubnetCidrs;
  throw new Error(
    `clusters/${name}/terraform.json: private_subnet_cidrs has ${privateSubnetCidrs.length} networks for ${availabilityZones.length} availability zones. redis-cluster tells the zone of a node by its network, so print one for each zone.`,
  );
}
