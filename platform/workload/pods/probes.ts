import type { Probes } from '../declaration/probes.ts';
import type { RunningDeclaration } from '../declaration/workload.ts';

/** Start within a minute, checked every 2 s, so that a fast start counts at once (S4-72, X-110). */
const DEFAULTS: Probes = {
  startup: { path: '/health/startup', periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
  liveness: { path: '/health/live', periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  readiness: { path: '/health/ready', periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
};

/** The probes of a workload: what it declares, and the defaults for the rest. */
export function probesOf({ probes = {} }: RunningDeclaration): Probes {
  return {
    startup: { ...DEFAULTS.startup, ...probes.startup },
    liveness: { ...DEFAULTS.liveness, ...probes.liveness },
    readiness: { ...DEFAULTS.readiness, ...probes.readiness },
  };
}
