import { generatedPodPattern } from '../kit/generated-name.ts';
import type { WorkloadDeclaration } from './declaration/workload.ts';

/** The name in `images.yaml` of what a workload runs: its own, or one that it shares with others. */
export function imageNameOf({ image, name }: WorkloadDeclaration): string {
  return image ?? name;
}

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

/** The Job that changes the tables of a workload's database before its new build starts. */
export function migrationName({ name }: Pick<WorkloadDeclaration, 'name'>): string {
  return `${name}-migration`;
}

/** How a Deployment names its pods; a workload whose name merely begins with the same words has no such pods. */
export function podPattern(declaration: WorkloadDeclaration): string {
  const { name, kind } = declaration;
  if (kind === 'job') return generatedPodPattern(name, RANDOM_END);
  const [own, ofCanary] = [name, canaryName(declaration)].map((deployment) =>
    generatedPodPattern(deployment),
  );
  // Where neither is cut they differ in one word.
  const short = own?.replace(name, `${name}(-canary)?`);
  return short?.replace('(-canary)?', '-canary') === ofCanary ? `${short}` : `(${own}|${ofCanary})`;
}

/** A job's own Jobs end in so many random characters. */
const RANDOM_END = 5;
