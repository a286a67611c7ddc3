import { OF_PODS } from '../../cluster-model/defaults/pods.ts';
import type { Labels } from '../../cluster-model/objects/fields.ts';
import { type DeclaredPort, SET_BY_CONTROLLERS } from '../../cluster-model/pods.ts';
import { at, type Fields, fields, list, numberAt, type Path, textAt, textsAt } from './read.ts';
import type { Resource } from './resource.ts';

/** How a container runs: to its end before the others, beside them from the start on, or as one of the main ones. */
export type Role = 'init' | 'sidecar' | 'main';

/** A port that a container declares. */
export interface ContainerPort extends DeclaredPort {
  readonly path: Path;
}

/** A container of a template, as far as it can be read. */
export interface Container {
  readonly role: Role;
  readonly name: string;
  readonly path: Path;
  readonly value: Fields;
  readonly ports: readonly ContainerPort[];
}

/** Pods that one template makes. */
export interface Workload {
  readonly resource: Resource;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** Of the pods; with those that controllers set. */
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Where the metadata of the pods stands. */
  readonly metadataPath: Path;
  /** Where the spec of the pods stands. */
  readonly specPath: Path;
  readonly spec: Fields;
  readonly containers: readonly Container[];
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  /** An operator makes its pods of a custom resource: only some of their fields are known. */
  readonly isMade: boolean;
}

/** Where the template of the pods stands in each kind that makes some, by `<group>/<kind>`. */
export const TEMPLATE_PATHS: Readonly<Record<string, Path>> = {
  '/Pod': [],
  'apps/Deployment': ['spec', 'template'],
  'extensions/Deployment': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'extensions/DaemonSet': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  '/ReplicationController': ['spec', 'template'],
  '/PodTemplate': ['template'],
  'batch/Job': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'keda.sh/ScaledJob': ['spec', 'jobTargetRef', 'template'],
  'argoproj.io/Rollout': ['spec', 'template'],
};

/** The pods that an object makes; nothing for an object that makes none. */
export function workloadOf(resource: Resource): Workload | undefined {
  const path = TEMPLATE_PATHS[`${resource.group}/${resource.kind}`];
  if (path === undefined) return undefined;
  const template = at(resource.value, ...path);
  const spec = fields(at(template, 'spec'));
  const set = SET_BY_CONTROLLERS[resource.kind]?.(resource.name);
  // An inventory leaves out labels that change with each release; those of the selector are on the pods all the same.
  const selected = resource.isExtract ? textsAt(resource.value, 'spec', 'selector', 'matchLabels') : {};
  return workloadWith(resource, {
    labels: { ...set, ...selected, ...textsAt(template, 'metadata', 'labels') },
    annotations: textsAt(template, 'metadata', 'annotations'),
    metadataPath: [...path, 'metadata'],
    specPath: [...path, 'spec'],
    spec,
    isMade: false,
  });
}

type Template = Pick<Workload, 'labels' | 'annotations' | 'metadataPath' | 'specPath' | 'spec' | 'isMade'>;

/** A workload of a template that stands somewhere in an object. */
export function workloadWith(resource: Resource, template: Template): Workload {
  const { spec, specPath } = template;
  return {
    resource,
    namespace: resource.namespace,
    kind: resource.kind,
    name: resource.name,
    ...template,
    containers: containersOf(spec, specPath),
    serviceAccount:
      textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount') ?? OF_PODS.serviceAccountName,
    hostNetwork: spec.hostNetwork === true,
  };
}

function containersOf(spec: Fields, path: Path): readonly Container[] {
  const initial = list(spec.initContainers).map((value, index): Container => {
    const role = textAt(value, 'restartPolicy') === 'Always' ? 'sidecar' : 'init';
    return containerOf(value, role, [...path, 'initContainers', index]);
  });
  const main = list(spec.containers).map((value, index) =>
    containerOf(value, 'main', [...path, 'containers', index]),
  );
  return [...initial, ...main];
}

function containerOf(value: unknown, role: Role, path: Path): Container {
  const own = fields(value);
  return {
    role,
    name: textAt(own, 'name') ?? '',
    path,
    value: own,
    ports: list(own.ports).flatMap((port, index): ContainerPort[] => {
      const containerPort = numberAt(port, 'containerPort');
      const protocol = textAt(port, 'protocol') ?? OF_PODS['containers[].ports[].protocol'];
      if (containerPort === undefined || !isProtocol(protocol)) return [];
      const name = textAt(port, 'name');
      return [{ number: containerPort, protocol, name, path: [...path, 'ports', index] }];
    }),
  };
}

function isProtocol(text: string): text is DeclaredPort['protocol'] {
  return text === 'TCP' || text === 'UDP' || text === 'SCTP';
}

/** The ports at which pods listen while they run, those of init containers left out. */
export function portsOf({ containers }: Pick<Workload, 'containers'>): readonly ContainerPort[] {
  return containers.filter(({ role }) => role !== 'init').flatMap(({ ports }) => ports);
}
