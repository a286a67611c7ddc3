import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { kubernetesApi, publicHttps, vpcEndpoints } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { karpenterAlerts } from './alerts.ts';

const NAME = 'karpenter';
const METRICS_PORT = 8080;

/** Starts nodes that fit the waiting pods (S3-55). node-pools.ts says what it may start. */
export const karpenter = component({
  name: NAME,
  namespace: NAME,
  declares: restrictedNamespace(NAME),
  wave: waves.controllers,
  on: (cluster) => cluster.nodeScaler === 'karpenter',
  chart: NAME,
  // The chart's own security context meets `restricted`, and its affinity keeps the pods off Karpenter's own nodes.
  values: ({ cluster }) => ({
    settings: {
      clusterName: cluster.terraform.clusterName,
      clusterEndpoint: cluster.terraform.clusterEndpoint,
      interruptionQueue: karpenterOutput(cluster).interruptionQueueName,
      // The pools list every zone: without it, a zone that traffic was shifted away from gets the nodes for its lost pods.
      enableZonalShift: true,
    },
    serviceAccount: { name: NAME, annotations: roleAnnotation(cluster, NAME) },
    replicas: 2,
    topologySpreadConstraints: zoneSpread({ 'app.kubernetes.io/name': NAME }),
    controller: {
      image: { repository: `${cached(cluster, 'public.ecr.aws')}/karpenter/controller` },
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
      metrics: { port: METRICS_PORT },
    },
    serviceMonitor: { enabled: true },
  }),
  alerts: karpenterAlerts,
  pods: ({ cluster }) => [
    {
      name: NAME,
      // The price list has an endpoint in only three regions, and IAM has none.
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster), publicHttps()],
      metrics: [METRICS_PORT],
    },
  ],
});

/** @throws when the Terraform outputs have nothing for Karpenter */
export function karpenterOutput({
  name,
  terraform,
}: Cluster): NonNullable<Cluster['terraform']['karpenter']> {
  if (terraform.karpenter !== undefined) return terraform.karpenter;
  throw new Error(
    `clusters/${name}/terraform.json: the output karpenter is missing, and cluster.yaml chooses karpenter as nodeScaler. Print the name of its queue, of the nodes' role and of their image there.`,
  );
}
