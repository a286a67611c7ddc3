import { cached } from '../../kit/image-registry.ts';
import { fromControlPlane, kubernetesApi, networks } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';

const NAMESPACE = 'metrics-server';
/** Of its own server, and of the kubelets that it reads. */
const PORT = 10250;

/** CPU and memory of pods for every HPA and for `kubectl top`; EKS has none of its own (S1-23, X-38). */
export const metricsServer = component({
  name: 'metrics-server',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.controllers,
  chart: 'metrics-server',
  // The chart's own security contexts meet `restricted`.
  values: ({ cluster }) => ({
    image: { repository: `${cached(cluster, 'registry.k8s.io')}/metrics-server/metrics-server` },
    replicas: 2,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread({ 'app.kubernetes.io/name': 'metrics-server' }),
    resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '400Mi' } },
    metrics: { enabled: true },
    serviceMonitor: { enabled: true },
  }),
  pods: ({ cluster }) => [
    {
      name: 'metrics-server',
      ingress: [fromControlPlane(cluster, PORT)],
      egress: [kubernetesApi(cluster), networks(cluster.terraform.privateSubnetCidrs, PORT)],
      metrics: [PORT],
    },
  ],
});
