import type { WorkloadDeclaration } from './declaration/workload.ts';

/** The ConfigMap with a workload's addresses and settings. */
export function configName({ name }: WorkloadDeclaration): string {
  return `${name}-config`;
}

/** The Secret with a workload's secrets, made by External Secrets. */
export function secretName(declaration: WorkloadDeclaration): string {
  return declaration.secretName ?? `${declaration.name}-secrets`;
}

/** The second Deployment of a workload, while a newer build is on trial. */
export function canaryName({ name }: WorkloadDeclaration): string {
  return `${name}-canary`;
}

/** How a Deployment names its pods; a workload whose name merely begins with the same words has no such pods. */
export function podPattern({ name, kind }: WorkloadDeclaration): string {
  return kind === 'job' ? `${name}-[a-z0-9]+-[a-z0-9]+` : `${name}(-canary)?-[a-z0-9]+-[a-z0-9]{5}`;
}
