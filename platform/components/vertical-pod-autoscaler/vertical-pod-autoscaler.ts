import { PodMonitor } from '@cdk8s/prometheus-operator';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';

const NAMESPACE = 'vertical-pod-autoscaler';
const RECOMMENDER = { 'app.kubernetes.io/component': 'recommender' };

/**
 * Recommends requests and changes none: its updater would fight the horizontal autoscalers, and its admission
 * webhook is needed by nobody else.
 */
export const verticalPodAutoscaler = component({
  name: 'vertical-pod-autoscaler',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.controllers,
  chart: 'vertical-pod-autoscaler',
  values: ({ cluster }) => ({
    podSecurityContext: { ...restrictedPod, runAsUser: 65534 },
    containerSecurityContext: restrictedContainer,
    updater: { enabled: false },
    admissionController: { enabled: false },
    // The chart keeps the two replicas on two nodes and elects a leader.
    recommender: {
      image: { repository: `${cached(cluster, 'registry.k8s.io')}/autoscaling/vpa-recommender` },
      replicas: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    },
  }),
  pods: ({ cluster }) => [
    { name: 'vpa-recommender', labels: RECOMMENDER, egress: [kubernetesApi(cluster)], metrics: [8942] },
  ],
  objects: (chart) => {
    add(chart, PodMonitor, {
      metadata: { name: 'vpa-recommender', namespace: NAMESPACE, labels: ownerLabels('platform') },
      spec: { selector: { matchLabels: RECOMMENDER }, podMetricsEndpoints: [{ port: 'prometheus' }] },
    });
  },
});
