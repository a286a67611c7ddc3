import { at, type Fields, fieldsAt, listAt, type Path, textAt, textsAt } from '../check/state/read.ts';

/** A pod as far as the standard looks at it; nobody has checked its types. */
export interface PodToJudge {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
}

/** What a check says of a place in the spec of a pod, or in its metadata. */
export interface Violation {
  /** From the pod on, such as `spec.containers[0].securityContext.privileged`. */
  readonly path: Path;
  /** A sentence without its end. */
  readonly says: string;
}

/** A container of whatever sort. */
interface JudgedContainer {
  readonly title: string;
  readonly path: Path;
  readonly value: unknown;
}

/** A security context, and whose it is. */
interface JudgedContext {
  readonly title: string;
  readonly path: Path;
  readonly context: unknown;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

export function containersOf({ spec }: PodToJudge): readonly JudgedContainer[] {
  return LISTS.flatMap((key) =>
    listAt(spec, key).map((value, index) => ({
      title: `the container ${textAt(value, 'name') ?? index}`,
      path: ['spec', key, index],
      value,
    })),
  );
}

export function podContext({ spec }: PodToJudge): JudgedContext {
  return { title: 'the pod', path: ['spec', 'securityContext'], context: fieldsAt(spec, 'securityContext') };
}

/** The security contexts of the containers, and of the pod before them. */
export function contextsOf(pod: PodToJudge): readonly JudgedContext[] {
  return [
    podContext(pod),
    ...containersOf(pod).map(({ title, path, value }) => ({
      title,
      path: [...path, 'securityContext'],
      context: at(value, 'securityContext'),
    })),
  ];
}

export function isWindows({ spec }: PodToJudge): boolean {
  return textAt(spec, 'os', 'name') === 'windows';
}

/** Whether root in the pod is nobody on the node. */
export function hasOwnUsers({ spec }: PodToJudge): boolean {
  return spec.hostUsers === false;
}

/** The pod of an object, or of a template. */
export function podToJudge(pod: unknown): PodToJudge {
  return { annotations: textsAt(pod, 'metadata', 'annotations'), spec: fieldsAt(pod, 'spec') };
}
