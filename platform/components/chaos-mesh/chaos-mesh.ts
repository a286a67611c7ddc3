import { onlyVersion } from '../../../charts/find.ts';
import { cached } from '../../kit/image-registry.ts';
import { fromControlPlane, kubernetesApi, pods } from '../../kit/network/flows.ts';
import { everyNode } from '../../kit/node-agent.ts';
import { restrictedPod } from '../../kit/pod-hardening.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { CHAOS_NAMESPACE } from './address.ts';

const CONTROLLER = { 'app.kubernetes.io/component': 'controller-manager' };
const DAEMON = { 'app.kubernetes.io/component': 'chaos-daemon' };
const WEBHOOK_PORT = 10250;
const DAEMON_PORT = 31767;

/** Does nothing; of several architectures. */
const PAUSE = 'pause:3.10@sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a';

/**
 * Makes the faults that the experiments of the products ask for (S2-20, S2-28), on clusters whose contract wants it. It
 * touches only pods in namespaces with the annotation `chaos-mesh.org/inject`, which those of the products get.
 */
export const chaosMesh = component({
  name: 'chaos-mesh',
  namespace: CHAOS_NAMESPACE,
  declares: privilegedNamespace(
    CHAOS_NAMESPACE,
    'chaos-daemon enters the network of the pods that an experiment aims at, so it is privileged on the node',
  ),
  wave: waves.controllers,
  exemptions: [
    {
      policies: ['NoPrivilegedContainers', 'NoHostAccess'],
      reason: 'The daemon of Chaos Mesh enters the namespaces of the pods that it disturbs.',
    },
  ],
  on: (cluster) => cluster.chaosEngineering,
  chart: 'chaos-mesh',
  values: ({ cluster }) => ({
    images: { registry: cached(cluster, 'ghcr.io'), tag: `v${onlyVersion('chaos-mesh')}` },
    enableProfiling: false,
    controllerManager: {
      // One: while it is down no experiment begins, and nothing else depends on it.
      replicaCount: 1,
      enableFilterNamespace: true,
      env: { WEBHOOK_PORT, METRICS_PORT: 10080 },
      // What it puts in the place of an application: the chart's is of no registry of ours, and @latest.
      podChaos: { podFailure: { pauseImage: `${cached(cluster, 'registry.k8s.io')}/${PAUSE}` } },
      // Of the pod; the chart has no place for that of the container.
      securityContext: { ...restrictedPod, runAsUser: 65534, runAsGroup: 65534 },
      resources: { requests: { cpu: '25m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    },
    chaosDaemon: {
      runtime: 'containerd',
      socketPath: '/run/containerd/containerd.sock',
      grpcPort: DAEMON_PORT,
      // Only the controller may tell it what to do.
      mtls: { enabled: true },
      privileged: true,
      priorityClassName: 'standard',
      tolerations: everyNode.tolerations,
      nodeSelector: everyNode.nodeSelector,
      resources: { requests: { cpu: '25m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
    // Experiments are files in Git, and the dashboard would be another way to start one.
    dashboard: { create: false },
    dnsServer: { create: false },
  }),
  pods: ({ cluster }) => [
    {
      name: 'chaos-controller-manager',
      labels: CONTROLLER,
      ingress: [fromControlPlane(cluster, WEBHOOK_PORT)],
      egress: [kubernetesApi(cluster), pods({ namespace: CHAOS_NAMESPACE, labels: DAEMON }, DAEMON_PORT)],
    },
    {
      name: 'chaos-daemon',
      labels: DAEMON,
      ingress: [pods({ namespace: CHAOS_NAMESPACE, labels: CONTROLLER }, DAEMON_PORT)],
    },
  ],
});
