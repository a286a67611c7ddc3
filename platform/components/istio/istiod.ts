import { ServiceMonitor } from '@cdk8s/prometheus-operator';
import { type Cluster, istioRevisions, istioVersionOf } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { fromControlPlane, kubernetesApi, publicHttps } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { controlPlanesOf, REVISION_LABEL } from '../../kit/proxy-revision.ts';
import { component } from '../../unit/component.ts';
import type { Component } from '../../unit/component-declaration.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { linkedClustersOf } from '../../workload/graph/linked-clusters.ts';
import { sidecarResources } from '../../workload/pods/sidecar.ts';
import { certificateAuthority, privateAuthorityOf } from '../istio-csr/address.ts';
import { eastWestGateway, ISTIO_NAMESPACE, istiodUnit, meshedPods } from './address.ts';
import { meshConfig } from './mesh-config.ts';
import { meshOf } from './revision.ts';

const DISCOVERY_PORT = 15012;
const METRICS_PORT = 15014;
const CERTIFICATE_ADDRESS = `${certificateAuthority.name}.${certificateAuthority.namespace}.svc:${certificateAuthority.servicePort}`;

/**
 * The control planes of the mesh, one unit of each revision (S4-154 to S4-161, S4-164). Two stand side by side during an
 * upgrade, so all that a unit has is named and selected by its revision.
 */
export const istiods: readonly Component[] = istioRevisions.map((revision) => controlPlane(revision));

function controlPlane(revision: string): Component {
  const name = istiodUnit(revision);
  const labels = { app: 'istiod', [REVISION_LABEL]: revision };
  return component({
    name,
    namespace: ISTIO_NAMESPACE,
    wave: waves.controllers,
    on: (cluster) => controlPlanesOf(cluster).includes(revision),
    chart: { name: 'istiod', version: () => istioVersionOf(revision), definitions: false },
    values: (context) => {
      const { cluster } = context;
      const mesh = meshOf(cluster);
      const external = privateAuthorityOf(cluster) !== undefined;
      return {
        revision,
        autoscaleMin: 2,
        autoscaleMax: 5,
        resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
        seccompProfile: { type: 'RuntimeDefault' },
        topologySpreadConstraints: zoneSpread(labels),
        // Without the node agent the injected pods would ask for more than `restricted` allows.
        cni: { enabled: true },
        // Sidecars that start before init containers and end after Jobs, on every node.
        env: { ENABLE_NATIVE_SIDECARS: 'true', ...(external && { ENABLE_CA_SERVER: 'false' }) },
        meshConfig: meshConfig(mesh),
        global: {
          hub: `${cached(cluster, 'docker.io')}/istio`,
          variant: 'distroless',
          logAsJson: true,
          priorityClassName: 'system-cluster-critical',
          meshID: mesh.id,
          network: mesh.network,
          ...(linkedClustersOf(context).length > 0 && { meshNetworks: meshNetworks(mesh, context) }),
          // Without it proxies would ask istiod, which signs nothing there.
          ...(external && { caAddress: CERTIFICATE_ADDRESS }),
          multiCluster: { clusterName: cluster.name },
          proxy: { resources: sidecarResources(0) },
        },
      };
    },
    pods: ({ cluster }) => [
      {
        name: `${name}-control-plane`,
        labels,
        // Each proxy asks for configuration and certificates.
        ingress: [meshedPods(DISCOVERY_PORT), fromControlPlane(cluster, 15017)],
        // It reads the keys with which customers' tokens are signed, and hands them to the proxies.
        egress: [kubernetesApi(cluster), ...(cluster.customerTokens ? [publicHttps()] : [])],
        metrics: [METRICS_PORT],
      },
    ],
    objects: (chart) => {
      add(chart, ServiceMonitor, {
        metadata: { name, namespace: ISTIO_NAMESPACE, labels: ownerLabels('platform') },
        spec: {
          selector: { matchLabels: labels },
          endpoints: [{ port: 'http-monitoring', interval: '15s' }],
        },
      });
    },
  });
}

/**
 * The networks of a mesh, each linked one with its gateway's load balancer, whose name istiod resolves
 * itself (S0-31).
 */
function meshNetworks(mesh: NonNullable<Cluster['mesh']>, context: Context) {
  return {
    [mesh.network]: { endpoints: [{ fromRegistry: context.cluster.name }] },
    ...Object.fromEntries(
      linkedClustersOf(context).map(({ name, mesh, terraform }) => [
        mesh.network,
        {
          endpoints: [{ fromRegistry: name }],
          gateways: [{ address: terraform.eastwestGatewayHostname, port: eastWestGateway.port }],
        },
      ]),
    ),
  };
}
