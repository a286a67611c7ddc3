import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { kubernetesApi, vpcEndpoints } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { clusterAutoscalerAlerts } from './alerts.ts';

const NAME = 'cluster-autoscaler';

/** Its image by the minor version of the cluster: it simulates that version's scheduler. */
const IMAGE_TAGS: Readonly<Record<string, string>> = { '1.34': 'v1.34.5' };

/**
 * Adds and removes nodes. The bounds of a group are those of its Auto Scaling group in Terraform and stand nowhere
 * else; the groups are found by the two tags that Terraform puts on each (S4-137).
 */
export const clusterAutoscaler = component({
  name: NAME,
  namespace: NAME,
  declares: restrictedNamespace(NAME),
  wave: waves.controllers,
  on: (cluster) => cluster.nodeScaler === 'cluster-autoscaler',
  chart: NAME,
  values: ({ cluster }) => ({
    fullnameOverride: NAME,
    image: {
      repository: `${cached(cluster, 'registry.k8s.io')}/autoscaling/cluster-autoscaler`,
      tag: imageTag(cluster),
    },
    cloudProvider: 'aws',
    awsRegion: cluster.terraform.region,
    autoDiscovery: { clusterName: cluster.terraform.clusterName },
    rbac: { serviceAccount: { name: NAME, annotations: roleAnnotation(cluster, NAME) } },
    // Two, one of which leads, so that a drained node does not stop the scaling.
    replicaCount: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread({ 'app.kubernetes.io/instance': NAME }),
    priorityClassName: 'system-cluster-critical',
    securityContext: { ...restrictedPod, runAsUser: 65534, runAsGroup: 65534 },
    containerSecurityContext: restrictedContainer,
    resources: { requests: { cpu: '100m', memory: '300Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
    // A node goes once half of it has been idle for ten minutes (S4-136, S4-138, S4-139). One that does not appear is given
    // up after 5 minutes instead of 15, as S4-19 wants.
    extraArgs: {
      v: 4,
      stderrthreshold: 'info',
      'skip-nodes-with-local-storage': false,
      expander: 'least-waste',
      'balance-similar-node-groups': true,
      'scale-down-enabled': true,
      'scale-down-delay-after-add': '10m',
      'scale-down-delay-after-delete': '0s',
      'scale-down-delay-after-failure': '3m',
      'scale-down-unneeded-time': '10m',
      'scale-down-unready-time': '20m',
      'scale-down-utilization-threshold': 0.5,
      'max-graceful-termination-sec': 600,
      'max-node-provision-time': '5m',
    },
    serviceMonitor: { enabled: true, namespace: NAME, interval: '30s' },
  }),
  alerts: clusterAutoscalerAlerts,
  pods: ({ cluster }) => [
    { name: NAME, egress: [kubernetesApi(cluster), vpcEndpoints(cluster)], metrics: [8085] },
  ],
});

function imageTag({ name, kubernetesVersion }: Cluster): string {
  const tag = IMAGE_TAGS[kubernetesVersion];
  if (tag !== undefined) return tag;
  const known = Object.keys(IMAGE_TAGS).sort().join(', ');
  throw new Error(
    `clusters/${name}/cluster.yaml: kubernetesVersion ${kubernetesVersion} has no image of the Cluster Autoscaler; there is one for ${known}. Add the newest release of that minor version to platform/components/cluster-autoscaler/cluster-autoscaler.ts.`,
  );
}
