import { cached } from '../../kit/image-registry.ts';
import { kubernetesApi } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';

const NAMESPACE = 'reloader';

/** The chart says itself that its files are read-only. */
const { readOnlyRootFilesystem: _, ...containerSecurityContext } = restrictedContainer;

/** Restarts a workload whose Secret was rotated: environment variables are read only at the start (S0-61, X-105). */
export const reloader = component({
  name: 'reloader',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.controllers,
  chart: 'reloader',
  values: ({ cluster }) => ({
    fullnameOverride: 'reloader',
    image: { repository: `${cached(cluster, 'ghcr.io')}/stakater/reloader` },
    reloader: {
      // An annotation of the pod template, which Git never sets, so Argo CD sees no drift.
      reloadStrategy: 'annotations',
      // No restart for what a new leader merely sees for the first time, or it would restart every workload at once.
      enableHA: true,
      // Of the container, with a place to write in.
      readOnlyRootFileSystem: true,
      deployment: {
        replicas: 2,
        securityContext: { ...restrictedPod, runAsUser: 65534 },
        containerSecurityContext,
        topologySpreadConstraints: zoneSpread({ app: 'reloader' }),
        resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      podMonitor: { enabled: true },
    },
  }),
  pods: ({ cluster }) => [{ name: 'reloader', egress: [kubernetesApi(cluster)], metrics: [9090] }],
});
