import { z } from 'zod';
import { query } from '../../scripts/rows/query.ts';
import type { Tree } from '../../scripts/rows/tree.ts';
import { cores, mebibytes } from './quantities.ts';

const API = 'triptrip-api/triptrip-api';

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
  }),
);

/** The figures of a cluster that decide how much TripTrip's API can carry, read from `dist/` and the contract. */
export function capacityOf(tree: Tree, cluster: string) {
  const read = (file: string, path: string): unknown => query(tree.yaml(`dist/${cluster}/${file}`), path);
  const number = (file: string, path: string): number => z.coerce.number().parse(read(file, path));
  const text = (file: string, path: string): string => z.coerce.string().parse(read(file, path));
  const amount = (file: string, path: string): Amount => ({
    cores: cores(text(file, `${path}.cpu`)),
    mebibytes: mebibytes(text(file, `${path}.memory`)),
  });

  const scaled = `${API}/scaledobject-triptrip-api.yaml`;
  const deployment = `${API}/deployment-triptrip-api.yaml`;
  const rule = `${API}/destinationrule-triptrip-api.yaml`;
  const container = 'spec.template.spec.containers[name=api]';
  const behavior = 'spec.advanced.horizontalPodAutoscalerConfig.behavior';
  const gateway = 'istio-ingressgateway/values.yaml';
  const application = amount(deployment, `${container}.resources.requests`);
  const annotation = (name: string): string =>
    text(deployment, `spec.template.metadata.annotations["sidecar.istio.io/${name}"]`);
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
    pod: {
      cores: application.cores + cores(annotation('proxyCPU')),
      mebibytes: application.mebibytes + mebibytes(annotation('proxyMemory')),
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
      amount(
        'fluent-bit/logging/daemonset-fluent-bit.yaml',
        'spec.template.spec.containers[0].resources.requests',
      ),
      amount(
        'node-problem-detector/node-problem-detector/daemonset-node-problem-detector.yaml',
        'spec.template.spec.containers[0].resources.requests',
      ),
      amount('istio-cni/values.yaml', 'resources.requests'),
    ]),
    groups: groups.parse(tree.outputs(cluster).node_groups),
  };
}

export type Capacity = ReturnType<typeof capacityOf>;

/**
 * What the agents of EKS's own add-ons ask for on each node by default: VPC CNI with its policy agent, kube-proxy, EBS
 * CSI. Terraform may set other amounts; nothing that is rendered here shows them.
 */
export const ADD_ONS: Amount = { cores: 0.18, mebibytes: 120 };

/** Pods of the API that one general node holds beside its agents. */
export function podsPerNode({ groups, pod, daemons }: Capacity): number {
  const node = generalNode(groups);
  return Math.min(
    Math.floor((node.cores - daemons.cores - ADD_ONS.cores) / pod.cores + 1e-9),
    Math.floor((node.mebibytes - daemons.mebibytes - ADD_ONS.mebibytes) / pod.mebibytes),
  );
}

/** Cores and memory that one general node gives to pods. */
export function generalNode(all: Capacity['groups']): Amount {
  const general = all.general;
  if (general === undefined) throw new Error('The output node_groups has no group general.');
  return { cores: cores(general.allocatable.cpu), mebibytes: mebibytes(general.allocatable.memory) };
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
    // The controller rounds the bound in favour of the change.
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
