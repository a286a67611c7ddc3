import { groupOf } from '../../../charts/inventory/cluster-wide.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fields, fieldsAt, list, listAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { scaledWorkload } from '../../state/scales.ts';
import type { Workload } from '../../state/workload.ts';

/** A policy of a VerticalPodAutoscaler for some containers. */
export interface ContainerPolicy {
  readonly container: string;
  readonly value: unknown;
  readonly path: Path;
  /** Whether it leaves them as they are. */
  readonly isOff: boolean;
  readonly resources: readonly string[];
}

/** A VerticalPodAutoscaler, and the pods that it resizes. */
export interface VerticalAutoscaler {
  readonly resource: Resource;
  readonly workload: Workload | undefined;
  readonly target: string;
  /** Whether it changes pods that run, and does not only say what it would do. */
  readonly changesRunning: boolean;
  readonly policies: readonly ContainerPolicy[];
}

const RECOMMENDS_ONLY = new Set(['Off', 'Initial']);
const CONTROLLED = ['cpu', 'memory'];

export const verticalAutoscalersIn = remembered((state: ClusterState): readonly VerticalAutoscaler[] =>
  state.of('autoscaling.k8s.io/VerticalPodAutoscaler').map((resource) => {
    const reference = fieldsAt(resource.value, 'spec', 'targetRef');
    const group = groupOf(textAt(reference, 'apiVersion') ?? '');
    const target = `${group}/${textAt(reference, 'kind') ?? ''}/${resource.namespace}/${textAt(reference, 'name') ?? ''}`;
    const mode =
      textAt(resource.value, 'spec', 'updatePolicy', 'updateMode') ??
      byDefault('autoscaling.k8s.io/VerticalPodAutoscaler', 'spec.updatePolicy.updateMode');
    return {
      resource,
      target,
      workload: scaledWorkload(state, { target }),
      changesRunning: !RECOMMENDS_ONLY.has(mode),
      policies: listAt(resource.value, 'spec', 'resourcePolicy', 'containerPolicies').map((value, index) => ({
        container: textAt(value, 'containerName') ?? '',
        value,
        path: ['spec', 'resourcePolicy', 'containerPolicies', index],
        isOff: textAt(value, 'mode') === 'Off',
        resources: resourcesOf(value),
      })),
    };
  }),
);

function resourcesOf(policy: unknown): readonly string[] {
  const controlled = fields(policy).controlledResources;
  return controlled === undefined
    ? CONTROLLED
    : list(controlled).filter((resource) => typeof resource === 'string');
}

/** What it changes of a container; that of `*` where no policy names it. */
export function controlledOf({ policies }: VerticalAutoscaler, container: string): readonly string[] {
  const policy =
    policies.find((each) => each.container === container) ?? policies.find((each) => each.container === '*');
  if (policy === undefined) return CONTROLLED;
  return policy.isOff ? [] : policy.resources;
}
