import { baseline } from './baseline.ts';
import { type PodSpec, podToJudge } from './pod-fields.ts';
import { restricted } from './restricted.ts';

/** Levels of the Pod Security Standards, from the weakest on. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What the admission of Kubernetes 1.34 would refuse in a Linux pod at a level, a sentence each. Own code, as the standard's only
 * implementation is a Go package of Kubernetes.
 *
 * @param pod an object of the kind Pod, or the template of one
 */
export function podSecurityMistakes(level: Level, pod: unknown): readonly string[] {
  if (level === 'privileged') return [];
  const judged = podToJudge.parse(pod);
  const checks: readonly ((pod: PodSpec) => readonly string[])[] =
    level === 'restricted' ? [...baseline, ...restricted] : baseline;
  return [...new Set(checks.flatMap((check) => check(judged)))];
}
