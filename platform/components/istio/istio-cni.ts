import { PodMonitor } from '@cdk8s/prometheus-operator';
import { istioVersionOf } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi } from '../../kit/network/flows.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { hasMesh } from './address.ts';
import { rootRevision } from './revision.ts';

const NAMESPACE = 'istio-cni';
const LABELS = { 'k8s-app': 'istio-cni-node' };

/** Redirects the traffic of injected pods on the node, so that no pod needs the permission to do so (X-26, S2-104). */
export const istioCni = component({
  name: 'istio-cni',
  namespace: NAMESPACE,
  declares: privilegedNamespace(
    NAMESPACE,
    "The node agent runs as root and writes into the node's CNI folders and the network of its pods.",
  ),
  wave: waves.controllers,
  exemptions: [
    {
      policies: ['NoHostAccess'],
      reason:
        'Writes the plug-in and its configuration into the folders of the node, and looks at its processes.',
    },
  ],
  on: hasMesh,
  chart: { name: 'cni', version: (cluster) => istioVersionOf(rootRevision(cluster)), definitions: false },
  values: ({ cluster }) => ({
    global: { hub: `${cached(cluster, 'docker.io')}/istio`, variant: 'distroless', logAsJson: true },
    resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { memory: '300Mi' } },
  }),
  pods: ({ cluster }) => [
    { name: 'istio-cni', labels: LABELS, egress: [kubernetesApi(cluster)], metrics: [15014] },
  ],
  objects: (chart) => {
    add(chart, PodMonitor, {
      metadata: { name: 'istio-cni', namespace: NAMESPACE, labels: ownerLabels('platform') },
      spec: { selector: { matchLabels: LABELS }, podMetricsEndpoints: [{ port: 'metrics' }] },
    });
  },
});
