import {
  ScheduleSpecConcurrencyPolicy as ConcurrencyPolicy,
  ScheduleSpecNetworkChaosAction as NetworkAction,
  ScheduleSpecNetworkChaosMode as NetworkMode,
  ScheduleSpecPodChaosAction as PodAction,
  ScheduleSpecPodChaosMode as PodMode,
  Schedule,
  type ScheduleSpec,
} from '@cdk8s/chaos-mesh';
import type { Construct } from 'constructs';
import { CHAOS_NAMESPACE } from '../../platform/components/chaos-mesh/address.ts';
import { ownerLabels } from '../../platform/kit/labels.ts';
import { add } from '../../platform/kit/manifest.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { waves } from '../../platform/unit/waves.ts';

const NAMESPACE = 'app-development';
const api = { namespaces: [NAMESPACE], labelSelectors: { app: 'api-service' } };

/** Whoever wants to run one removes the annotation for a while; Argo CD puts it back (S2-28). */
const PAUSED = { 'experiment.chaos-mesh.org/pause': 'true' };

/**
 * What the task manager has to survive (S1-43, S2-28). The experiments are our own, and paused: none begins by itself.
 * Only development has them.
 */
export const chaosExperiments: Unit = {
  name: 'task-manager-chaos',
  project: 'task-manager',
  namespace: CHAOS_NAMESPACE,
  wave: waves.workloads,
  kinds: { namespaced: { 'chaos-mesh.org': ['Schedule'] } },
  clusters: ['sre-portfolio-dev'],
  build: (chart, { cluster }) => {
    if (!cluster.chaosEngineering) {
      throw new Error(
        `clusters/${cluster.name}/cluster.yaml: chaosEngineering is not true, and task-manager-chaos is meant for the cluster. Set it, or take the cluster out of apps/task-manager/chaos-experiments.ts.`,
      );
    }
    // One pod dies: the Service leaves it out, and a new one comes.
    addExperiment(chart, 'api-pod-kill', '15 1 * * 1-5', {
      type: 'PodChaos',
      podChaos: { action: PodAction.POD_HYPHEN_KILL, mode: PodMode.ONE, selector: api },
    });
    // Everything takes longer: time limits of callers hold, and the alert on latency fires.
    addExperiment(chart, 'api-network-delay', '15 4 * * 1-5', {
      type: 'NetworkChaos',
      networkChaos: {
        action: NetworkAction.DELAY,
        mode: NetworkMode.ALL,
        selector: api,
        delay: { latency: '300ms', jitter: '50ms', correlation: '25' },
        duration: '5m',
      },
    });
    const [zone] = cluster.terraform.availabilityZones;
    // Everything in one zone dies at once; the spread has placed the rest elsewhere.
    addExperiment(chart, 'zone-pod-kill', '15 6 * * 5', {
      type: 'PodChaos',
      podChaos: {
        action: PodAction.POD_HYPHEN_KILL,
        mode: PodMode.ALL,
        selector: {
          namespaces: [NAMESPACE],
          nodeSelectors: { 'topology.kubernetes.io/zone': zone ?? '' },
        },
      },
    });
  },
};

/** @param schedule in UTC, the time of Chaos Mesh; each falls within office hours in Japan */
function addExperiment(
  scope: Construct,
  name: string,
  schedule: string,
  experiment: Pick<ScheduleSpec, 'type' | 'podChaos' | 'networkChaos'>,
): void {
  add(scope, Schedule, {
    metadata: {
      name,
      namespace: CHAOS_NAMESPACE,
      labels: {
        'app.kubernetes.io/name': name,
        ...ownerLabels('task-manager'),
      },
      annotations: PAUSED,
    },
    spec: {
      schedule,
      concurrencyPolicy: ConcurrencyPolicy.FORBID,
      startingDeadlineSeconds: 60,
      historyLimit: 3,
      ...experiment,
    },
  });
}
