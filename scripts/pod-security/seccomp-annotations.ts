import { textAt } from '../check/state/read.ts';
import { containersOf, type PodToJudge, type Violation } from './pod-fields.ts';

const POD = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const ALLOWED = /^(runtime\/default|docker\/default|localhost\/.*)$/s;

/** What stood for the fields of seccomp before Kubernetes had them: policies before 1.19. */
export function seccompAnnotations(pod: PodToJudge): readonly Violation[] {
  const { annotations } = pod;
  const names = containersOf(pod).map(({ value }) => `${CONTAINER}${textAt(value, 'name') ?? ''}`);
  return [POD, ...names].flatMap((key) => {
    const value = annotations[key];
    return value === undefined || ALLOWED.test(value)
      ? []
      : [{ path: ['metadata', 'annotations', key], says: `the annotation ${key} is ${value}` }];
  });
}
