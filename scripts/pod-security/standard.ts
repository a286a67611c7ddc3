import { baseline } from './baseline.ts';
import type { Check } from './check.ts';
import { type PodToJudge, podToJudge, type Violation } from './pod-fields.ts';
import { restricted } from './restricted.ts';

/** Levels of the Pod Security Standards, from the weakest on. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

/** The last minor whose policy differs from the one before it. */
export const NEWEST_POLICY = 35;

/** Minor of Kubernetes whose policy the clusters of the fleet enforce. */
const OUR_POLICY = 34;

/**
 * What the admission of Kubernetes would refuse in a pod. Own code, as the standard's only implementation is a Go package of Kubernetes;
 * the step pod-security of `npm run verify` holds it against the test data of that package.
 *
 * @param minor of the policy: that of the label, and never above that of the API server
 */
export function violationsOf(level: Level, pod: PodToJudge, minor: number): readonly Violation[] {
  return checksOf(level, minor).flatMap(({ judge }) => judge(pod, minor));
}

function checksOf(level: Level, minor: number): readonly Check[] {
  const isThere = ({ since }: Check) => minor >= since;
  if (level === 'privileged') return [];
  if (level === 'baseline') return baseline.filter(isThere);
  const own = restricted.filter(isThere);
  const replaced = new Set(own.flatMap(({ instead = [] }) => instead));
  return [...baseline.filter((check) => isThere(check) && !replaced.has(check.name)), ...own];
}

/**
 * What is wrong with a pod, a sentence each.
 *
 * @param pod an object of the kind Pod, or the template of one
 */
export function podSecurityMistakes(level: Level, pod: unknown): readonly string[] {
  return [...new Set(violationsOf(level, podToJudge(pod), OUR_POLICY).map(({ says }) => says))];
}
