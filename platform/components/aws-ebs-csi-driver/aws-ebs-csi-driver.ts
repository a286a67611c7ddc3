import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { kubernetesApi, vpcEndpoints } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';

const NAME = 'aws-ebs-csi-driver';
const CONTROLLER = { app: 'ebs-csi-controller' };
const NODE = { app: 'ebs-csi-node' };
/** The chart's name of the controller's ServiceAccount, and the key of its role. */
const SERVICE_ACCOUNT = 'ebs-csi-controller-sa';

/**
 * The chart makes a monitor for each container of the controller that has metrics: driver, provisioner, attacher, resizer
 * and liveness probe. The snapshotter's, 3306, is only there on a cluster with snapshots of volumes.
 */
const METRICS_PORTS = [3301, 3302, 3303, 3304, 3305];

/**
 * Makes, attaches and mounts the volumes of `gp3-encrypted` (S4-38). It is a chart and not the add-on of EKS, so that its
 * version, values and images are reviewed like all others: Terraform must not install the add-on as well.
 *
 * The namespace is privileged only for the agent on the nodes; the controller meets `restricted`.
 */
export const awsEbsCsiDriver = component({
  name: NAME,
  namespace: NAME,
  declares: privilegedNamespace(
    NAME,
    'The node agent runs as root with all rights: it formats the disks of the node and mounts them for pods.',
  ),
  wave: waves.controllers,
  exemptions: [
    {
      policies: ['NoPrivilegedContainers', 'NoHostAccess'],
      reason:
        'Formats the disks of the node and mounts them for pods, by sockets in the folder of the kubelet.',
    },
  ],
  chart: {
    name: NAME,
    definitions: false,
    unread: [
      {
        path: 'sidecars.snapshotter',
        reason:
          'The chart adds it where a cluster has the definitions of snapshots, and it is then ours as well.',
      },
      {
        path: 'controller.topologySpreadConstraints[0].labelSelector',
        reason: 'The chart lays a selector of its own over it, which is the same.',
      },
      {
        path: 'controller.serviceMonitor.forceEnable',
        reason:
          'A new cluster gets the definitions of monitors at the same time, and Argo CD may render the chart before.',
      },
    ],
  },
  values: ({ cluster }) => ({
    image: { repository: `${cached(cluster, 'public.ecr.aws')}/ebs-csi-driver/aws-ebs-csi-driver` },
    sidecars: sidecars(cluster),
    controller: {
      region: cluster.terraform.region,
      // Two, one of which leads each task; the chart's budget lets a drain take one of them.
      replicaCount: 2,
      topologySpreadConstraints: zoneSpread(CONTROLLER),
      k8sTagClusterId: cluster.terraform.clusterName,
      loggingFormat: 'json',
      serviceAccount: { annotations: roleAnnotation(cluster, SERVICE_ACCOUNT) },
      securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      containerSecurityContext: restrictedContainer,
      // Of each of its containers.
      resources: { requests: { cpu: '10m', memory: '40Mi' }, limits: { memory: '256Mi' } },
      enableMetrics: true,
      serviceMonitor: { forceEnable: true, interval: '30s' },
    },
    node: {
      // The chart would make a DaemonSet for Windows too, of which there is no node.
      enableWindows: false,
      loggingFormat: 'json',
      // Pods cannot reach EC2's metadata; the labels of the node say the same.
      metadataSources: 'kubernetes',
      resources: { requests: { cpu: '10m', memory: '40Mi' }, limits: { memory: '256Mi' } },
    },
    helmTester: { enabled: false },
  }),
  pods: ({ cluster }) => [
    {
      name: 'ebs-csi-controller',
      labels: CONTROLLER,
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster)],
      metrics: METRICS_PORTS,
    },
    { name: 'ebs-csi-node', labels: NODE, egress: [kubernetesApi(cluster)] },
  ],
});

/**
 * The sidecars of both pods, with their images in the registry of EKS. On the node they run as root beside the agent, to
 * write its sockets; in the controller the pod forbids it.
 */
function sidecars(cluster: Cluster) {
  const { runAsNonRoot: _, ...securityContext } = restrictedContainer;
  const sidecar = (image: string) => ({
    image: { repository: `${cached(cluster, 'public.ecr.aws')}/csi-components/${image}` },
    securityContext,
  });
  return {
    provisioner: sidecar('csi-provisioner'),
    attacher: sidecar('csi-attacher'),
    snapshotter: sidecar('csi-snapshotter'),
    resizer: sidecar('csi-resizer'),
    livenessProbe: sidecar('livenessprobe'),
    nodeDriverRegistrar: sidecar('csi-node-driver-registrar'),
  };
}
