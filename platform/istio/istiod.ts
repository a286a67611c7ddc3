import { ServiceMonitor } from '@cdk8s/prometheus-operator';
import type { Cluster } from '../../clusters/index.ts';
import type { Component } from '../constructs/component.ts';
import { cached } from '../constructs/image-registry.ts';
import { add } from '../constructs/manifest.ts';
import { namespaceLabels } from '../constructs/namespace/namespace.ts';
import { fromControlPlane, kubernetesApi, meshedPods } from '../constructs/network/flows.ts';
import { zoneSpread } from '../constructs/pod-hardening.ts';
import { waves } from '../constructs/waves.ts';
import { meshAlerts } from './alerts.ts';
import { hasMesh, ISTIO_CHARTS, ISTIO_NAMESPACE } from './istio-base.ts';
import { meshConfig } from './mesh-config.ts';
import { istioVersion, revision } from './revision.ts';
import { sidecarResources } from './sidecar.ts';

const LABELS = { app: 'istiod' };
const DISCOVERY_PORT = 15012;
const METRICS_PORT = 15014;

/** The control plane of the mesh, at one revision (S4-154 to S4-161, S4-164). */
export const istiod: Component = {
  name: 'istiod',
  namespace: ISTIO_NAMESPACE,
  wave: waves.controllers,
  on: hasMesh,
  chart: { repository: ISTIO_CHARTS, chart: 'istiod', version: istioVersion },
  values: ({ cluster }) => {
    const mesh = meshOf(cluster);
    return {
      revision,
      autoscaleMin: 2,
      autoscaleMax: 5,
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      seccompProfile: { type: 'RuntimeDefault' },
      topologySpreadConstraints: zoneSpread({ ...LABELS, 'istio.io/rev': revision }),
      // Without the node agent the injected pods would ask for more than `restricted` allows.
      cni: { enabled: true },
      // Sidecars that start before init containers and end after Jobs, on every node.
      env: { ENABLE_NATIVE_SIDECARS: 'true' },
      meshConfig: meshConfig(mesh),
      global: {
        hub: `${cached(cluster, 'docker.io')}/istio`,
        variant: 'distroless',
        logAsJson: true,
        priorityClassName: 'system-cluster-critical',
        meshID: mesh.id,
        network: mesh.network,
        multiCluster: { clusterName: cluster.name },
        proxy: { resources: sidecarResources(0) },
      },
    };
  },
  alerts: meshAlerts,
  pods: ({ cluster }) => [
    {
      name: 'istiod-control-plane',
      labels: LABELS,
      // Each proxy asks for configuration and certificates.
      ingress: [meshedPods(DISCOVERY_PORT), fromControlPlane(cluster, 15017)],
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
  ],
  objects: (chart) => {
    add(chart, ServiceMonitor, {
      metadata: { name: 'istiod', namespace: ISTIO_NAMESPACE, labels: namespaceLabels('platform') },
      spec: {
        selector: { matchLabels: LABELS },
        endpoints: [{ port: 'http-monitoring', interval: '15s' }],
      },
    });
  },
};

function meshOf({ name, mesh }: Cluster): NonNullable<Cluster['mesh']> {
  if (mesh === undefined) throw new Error(`clusters/${name}/cluster.yaml has no mesh, which istiod needs.`);
  return mesh;
}
