import type { k8s } from 'cdk8s-plus-29';
import { amounts, type Resources } from '../../../platform/kit/resources.ts';

/** Resources in the form of a container. */
export function quantities({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: amounts(requests), limits: amounts(limits) };
}
