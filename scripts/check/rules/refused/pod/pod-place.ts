import { at, type Fields, fields, isFields, list, type Path } from '../../../state/read.ts';
import type { Judged } from '../topic.ts';

/** A pod that an object describes, and where. */
export interface PodPlace {
  readonly path: Path;
  readonly spec: Fields;
  readonly metadata: Fields;
  /** Which restart policies its controller allows. */
  readonly restartPolicies: readonly string[];
  /** Whether the object is the pod, and no template of it. */
  readonly isPod: boolean;
}

const RUNS_ON = ['Always'];
const ENDS = ['OnFailure', 'Never'];
const ANY = ['Always', 'OnFailure', 'Never'];

const PLACES: Readonly<Record<string, readonly [path: Path, policies: readonly string[]]>> = {
  '/Pod': [[], ANY],
  '/PodTemplate': [['template'], ANY],
  '/ReplicationController': [['spec', 'template'], RUNS_ON],
  'apps/Deployment': [['spec', 'template'], RUNS_ON],
  'apps/ReplicaSet': [['spec', 'template'], RUNS_ON],
  'apps/StatefulSet': [['spec', 'template'], RUNS_ON],
  'apps/DaemonSet': [['spec', 'template'], RUNS_ON],
  'batch/Job': [['spec', 'template'], ENDS],
  'batch/CronJob': [['spec', 'jobTemplate', 'spec', 'template'], ENDS],
  'argoproj.io/Rollout': [['spec', 'template'], RUNS_ON],
  'keda.sh/ScaledJob': [['spec', 'jobTargetRef', 'template'], ENDS],
};

export const POD_KINDS: readonly string[] = Object.keys(PLACES);

/** The pod that an object describes; nothing where it describes none. */
export function podPlace({ group, kind, value }: Judged): PodPlace | undefined {
  const place = PLACES[`${group}/${kind}`];
  if (!place) return undefined;
  const [path, restartPolicies] = place;
  const template = path.length === 0 ? value : at(value, ...path);
  if (!isFields(template) || !isFields(template.spec)) return undefined;
  return {
    path: [...path, 'spec'],
    spec: template.spec,
    metadata: fields(template.metadata),
    restartPolicies,
    isPod: path.length === 0,
  };
}

/** Where a template without a pod stands; nothing where there is no template, or a whole one. */
export function templatePath({ group, kind, value }: Judged): Path | undefined {
  const [path] = PLACES[`${group}/${kind}`] ?? [];
  if (!path || !group.match(/^$|^apps$|^batch$/)) return undefined;
  const template = path.length === 0 ? value : at(value, ...path);
  return isFields(template) && (template.spec === undefined || template.spec === null) ? path : undefined;
}

export interface ContainerPlace {
  readonly path: Path;
  readonly container: Fields;
  /** An init container that doesn't keep running. */
  readonly isInit: boolean;
  readonly isEphemeral: boolean;
}

/** The containers of a pod, those that start first before all. */
export function containersOf({ path, spec }: PodPlace): ContainerPlace[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((kind) =>
    list(spec[kind]).flatMap((container, index) =>
      isFields(container)
        ? [
            {
              path: [...path, kind, index],
              container,
              isInit: kind === 'initContainers' && container.restartPolicy !== 'Always',
              isEphemeral: kind === 'ephemeralContainers',
            },
          ]
        : [],
    ),
  );
}
