import { k8s } from 'cdk8s-plus-29';
import type { Resources } from '../../../platform/kit/resources.ts';

/** Resources in the form of a container. */
export function quantities({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: amounts(requests), limits: amounts(limits) };
}

function amounts({ cpu, memory }: Resources['limits']): Record<string, k8s.Quantity> {
  return {
    ...(cpu !== undefined && { cpu: k8s.Quantity.fromString(cpu) }),
    memory: k8s.Quantity.fromString(memory),
  };
}
