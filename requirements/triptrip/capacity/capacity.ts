import { z } from 'zod';
import { query } from '../../model/query.ts';
import { distPath, type Tree } from '../../model/tree.ts';
import { PAGES_PER_TRANSACTION, PROXY_CORES } from './load.ts';
import { cores, mebibytes } from './quantities.ts';

const API = 'triptrip-api/triptrip-api';
const WEB = 'triptrip-web/triptrip-web';

/** One line of an autoscaler's behaviour: so much in so many seconds. */
export interface ScalingPolicy {
  readonly type: 'Percent' | 'Pods';
  readonly value: number;
  readonly periodSeconds: number;
}

/** CPU in cores and memory in MiB. */
export interface Amount {
  readonly cores: number;
  readonly mebibytes: number;
}

const policies = z.array(
  z.object({ type: z.enum(['Percent', 'Pods']), value: z.number(), periodSeconds: z.number() }),
);
const groups = z.record(
  z.string(),
  z.object({
    min_size: z.number(),
    max_size: z.number(),
    allocatable: z.object({ cpu: z.string(), memory: z.string() }),
    labels: z.record(z.string(), z.string()),
  }),
);

/** Whether there is anything to compute figures of. */
export function runsApi(tree: Tree, cluster: string): boolean {
  return tree.yaml(distPath(cluster, `${API}/deployment-triptrip-api.yaml`)) !== undefined;
}

/** The figures of a cluster that decide how much TripTrip's API can carry, read from `dist/` and the contract. */
export function capacityOf(tree: Tree, cluster: string) {
  const read = (file: string, path: string): unknown => query(tree.yaml(distPath(cluster, file)), path);
  const number = (file: string, path: string): number => z.coerce.number().parse(read(file, path));
  const text = (file: string, path: string): string => z.coerce.string().parse(read(file, path));
  const amount = (file: string, path: string): Amount => ({
    cores: cores(text(file, `${path}.cpu`)),
    mebibytes: mebibytes(text(file, `${path}.memory`)),
  });

  /** An agent that the fleet no longer runs takes nothing. */
  const ofAgent = (file: string, path: string): Amount =>
    tree.yaml(distPath(cluster, file)) === undefined ? { cores: 0, mebibytes: 0 } : amount(file, path);

  const scaled = `${API}/scaledobject-triptrip-api.yaml`;
  const deployment = `${API}/deployment-triptrip-api.yaml`;
  const rule = `${API}/destinationrule-triptrip-api.yaml`;
  const pages = `${WEB}/scaledobject-triptrip-web.yaml`;
  const container = 'spec.template.spec.containers[name=api]';
  const behavior = 'spec.advanced.horizontalPodAutoscalerConfig.behavior';
  const gateway = 'istio-ingressgateway/values.yaml';
  const podOf = (file: string, name: string): Amount => {
    const application = amount(file, `spec.template.spec.containers[name=${name}].resources.requests`);
    const annotation = (key: string): string =>
      text(file, `spec.template.metadata.annotations["sidecar.istio.io/${key}"]`);
    return {
      cores: application.cores + cores(annotation('proxyCPU')),
      mebibytes: application.mebibytes + mebibytes(annotation('proxyMemory')),
    };
  };
  const surge = Number.parseFloat(text(deployment, 'spec.strategy.rollingUpdate.maxSurge')) / 100;

  return {
    minimum: number(scaled, 'spec.minReplicaCount'),
    maximum: number(scaled, 'spec.maxReplicaCount'),
    requestsPerPod: number(scaled, 'spec.triggers[type=prometheus].metadata.threshold'),
    cpuTargetPercent: number(scaled, 'spec.triggers[type=cpu].metadata.value'),
    rateWindowSeconds:
      60 * Number(/\[(\d+)m\]/.exec(text(scaled, 'spec.triggers[type=prometheus].metadata.query'))?.[1]),
    scrapeSeconds: Number.parseFloat(
      text(`${API}/servicemonitor-triptrip-api.yaml`, 'spec.endpoints[0].interval'),
    ),
    up: policies.parse(read(scaled, `${behavior}.scaleUp.policies`)),
    down: policies.parse(read(scaled, `${behavior}.scaleDown.policies`)),
    downAfterSeconds: number(scaled, `${behavior}.scaleDown.stabilizationWindowSeconds`),
    surge,
    pod: podOf(deployment, 'api'),
    web:
      tree.yaml(distPath(cluster, pages)) === undefined
        ? undefined
        : {
            requestsPerPod: number(pages, 'spec.triggers[type=prometheus].metadata.threshold'),
            pod: podOf(`${WEB}/deployment-triptrip-web.yaml`, 'web'),
          },
    startSeconds:
      number(deployment, `${container}.startupProbe.periodSeconds`) *
      number(deployment, `${container}.startupProbe.failureThreshold`),
    unreadySeconds:
      number(deployment, `${container}.readinessProbe.periodSeconds`) *
        number(deployment, `${container}.readinessProbe.failureThreshold`) +
      number(deployment, `${container}.readinessProbe.timeoutSeconds`),
    drainSeconds: number(deployment, `${container}.lifecycle.preStop.sleep.seconds`),
    graceSeconds: number(deployment, 'spec.template.spec.terminationGracePeriodSeconds'),
    timeoutSeconds: Number.parseFloat(
      text(`${API}/virtualservice-triptrip-api-public.yaml`, 'spec.http[0].timeout'),
    ),
    ejectionSeconds: Number.parseFloat(text(rule, 'spec.trafficPolicy.outlierDetection.interval')),
    requestsAtOnce: number(rule, 'spec.trafficPolicy.connectionPool.http.http2MaxRequests'),
    gateways: number(gateway, 'autoscaling.maxReplicas'),
    gatewayCores: cores(text(gateway, 'resources.limits.cpu')),
    nodeWaitMinutes: Number.parseFloat(
      text('cluster-autoscaler/values.yaml', 'extraArgs.max-node-provision-time'),
    ),
    quotaPods: number('namespaces/triptrip-api/resourcequota-quota.yaml', 'spec.hard.pods'),
    quota: {
      cores: cores(text('namespaces/triptrip-api/resourcequota-quota.yaml', 'spec.hard["requests.cpu"]')),
      mebibytes: mebibytes(
        text('namespaces/triptrip-api/resourcequota-quota.yaml', 'spec.hard["requests.memory"]'),
      ),
    },
    daemons: sum([
      ofAgent(
        'fluent-bit/logging/daemonset-fluent-bit.yaml',
        'spec.template.spec.containers[0].resources.requests',
      ),
      ofAgent(
        'node-problem-detector/node-problem-detector/daemonset-node-problem-detector.yaml',
        'spec.template.spec.containers[0].resources.requests',
      ),
      ofAgent('istio-cni/values.yaml', 'resources.requests'),
      // The agent of the volumes has three containers of this size.
      ...Array(3).fill(ofAgent('aws-ebs-csi-driver/values.yaml', 'node.resources.requests')),
    ]),
    groups: groups.parse(tree.outputs(cluster).node_groups),
  };
}

export type Capacity = ReturnType<typeof capacityOf>;

/**
 * What the agents of EKS's own add-ons ask for on each node by default: VPC CNI with its policy agent, kube-proxy.
 * Terraform may set other amounts; nothing that is rendered here shows them.
 */
export const ADD_ONS: Amount = { cores: 0.15, mebibytes: 0 };

/** Nodes of one size: how many there may be, and what each leaves to pods beside its agents. */
export interface Nodes extends Amount {
  readonly most: number;
}

/** The general nodes that may exist, one entry a group, the smallest first. */
export function generalNodes({ groups, daemons }: Capacity): readonly Nodes[] {
  return Object.values(groups)
    .filter(({ labels }) => labels['workload-type'] === 'general')
    .map(({ max_size, allocatable }) => ({
      most: max_size,
      cores: cores(allocatable.cpu) - daemons.cores - ADD_ONS.cores,
      mebibytes: mebibytes(allocatable.memory) - daemons.mebibytes - ADD_ONS.mebibytes,
    }))
    .sort((one, other) => one.cores - other.cores);
}

/** The smallest general node. */
export function generalNode(capacity: Capacity): Nodes {
  const [smallest] = generalNodes(capacity);
  if (smallest === undefined) throw new Error('The output node_groups has no group of the label general.');
  return smallest;
}

/** Cores that all general nodes together leave to pods. */
export function generalCores(capacity: Capacity): number {
  return generalNodes(capacity).reduce((all, { most, cores: each }) => all + most * each, 0);
}

/** Pods of the API that fit a node. */
export function podsOn(node: Amount, { pod }: Capacity): number {
  return Math.min(Math.floor(node.cores / pod.cores + 1e-9), Math.floor(node.mebibytes / pod.mebibytes));
}

/** What TripTrip takes of the general nodes under a load: API, front end, and gateways that work as hard as they may. */
export function coresFor(load: number, capacity: Capacity): number {
  const { pod, web, requestsPerPod, gateways, gatewayCores } = capacity;
  return (
    Math.ceil(load / requestsPerPod) * pod.cores +
    (web === undefined ? 0 : Math.ceil(pagesFor(load, capacity) / web.requestsPerPod) * web.pod.cores) +
    Math.min(gateways * gatewayCores, gatewayCoresFor(load, capacity)[1])
  );
}

/** Pages that come with a load; none while there is no front end. */
function pagesFor(load: number, { web }: Capacity): number {
  return web === undefined ? 0 : load * PAGES_PER_TRANSACTION;
}

/** Cores that the gateways need for a load and its pages: where a proxy is cheap, and where it is dear. */
export function gatewayCoresFor(load: number, capacity: Capacity): readonly [number, number] {
  const [cheap, dear] = PROXY_CORES;
  const thousands = (load + pagesFor(load, capacity)) / 1000;
  return [thousands * cheap, thousands * dear];
}

/** Seconds that the autoscaler needs between two numbers of pods, when the load wants the second from the start on. */
export function secondsToScale(
  from: number,
  to: number,
  lines: readonly ScalingPolicy[],
  pick: 'Max' | 'Min',
): number {
  const period = Math.min(...lines.map(({ periodSeconds }) => periodSeconds));
  let pods = from;
  let seconds = 0;
  while (pods !== to) {
    const before = pods;
    const steps = lines.map(({ type, value }) => (type === 'Pods' ? value : (before * value) / 100));
    const step = pick === 'Max' ? Math.max(...steps) : Math.min(...steps);
    // The controller rounds the bound in favour of changing.
    pods = to > before ? Math.min(to, Math.ceil(before + step)) : Math.max(to, Math.floor(before - step));
    if (pods === before) throw new Error(`The autoscaler never leaves ${before} pods.`);
    if (pods !== to) seconds += period;
  }
  return seconds;
}

function sum(amounts: readonly Amount[]): Amount {
  return {
    cores: amounts.reduce((total, { cores: own }) => total + own, 0),
    mebibytes: amounts.reduce((total, { mebibytes: own }) => total + own, 0),
  };
}
