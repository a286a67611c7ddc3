import { rendered } from '../../scripts/rows/evidence.ts';
import type { Json } from '../../scripts/rows/expected.ts';

/** The `spec` of a constraint of Gatekeeper. */
export function constraint(kind: string, name: string) {
  return rendered(`constraints/_cluster/${kind.toLowerCase()}-${name}.yaml`, 'spec');
}

/** Pods, and everything that makes them. */
export const everyPodOf: Json = [
  { apiGroups: [''], kinds: ['Pod'] },
  { apiGroups: ['apps'], kinds: ['DaemonSet', 'Deployment', 'StatefulSet'] },
  { apiGroups: ['batch'], kinds: ['CronJob', 'Job'] },
];
