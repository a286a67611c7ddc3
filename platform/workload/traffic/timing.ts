import { LOAD_BALANCER_IDLE_SECONDS } from '../../kit/load-balancer/application-load-balancer.ts';
import type { ServiceDeclaration, WorkloadDeclaration } from '../declaration/workload.ts';

/** Seconds for which a stopping pod keeps serving, until every proxy and load balancer knows about it (S4-75). */
export const DRAIN_SECONDS = 10;

/** Attempts after the first one. */
export const RETRIES = 2;

/** Seconds that a caller waits for an answer, retries included (S4-169). */
export function timeoutSecondsOf({ timeoutSeconds = 30 }: ServiceDeclaration): number {
  return timeoutSeconds;
}

/** Seconds of one attempt: all of them together fit the timeout, so the last is not cut off. */
export function perTrySecondsOf(declaration: ServiceDeclaration): number {
  return Math.floor(timeoutSecondsOf(declaration) / (RETRIES + 1));
}

/**
 * Seconds from the first signal to the kill (S4-62).
 *
 * @throws when the drain and the longest request do not fit: the pod would be killed while it works
 */
export function gracePeriodSecondsOf(declaration: WorkloadDeclaration): number {
  const { name, terminationGracePeriodSeconds = 60 } = declaration;
  // Nobody sends requests to a job, so it does not drain.
  if (declaration.kind === 'job') return terminationGracePeriodSeconds;
  if (terminationGracePeriodSeconds <= DRAIN_SECONDS) {
    throw new Error(
      `${name}: terminationGracePeriodSeconds ${terminationGracePeriodSeconds} ends before the ${DRAIN_SECONDS} s of drain, so the pod would be killed without a signal. Set it to more than ${DRAIN_SECONDS}.`,
    );
  }
  if (declaration.kind === 'worker') return terminationGracePeriodSeconds;
  const timeout = timeoutSecondsOf(declaration);
  const needed = DRAIN_SECONDS + timeout;
  if (needed > terminationGracePeriodSeconds) {
    throw new Error(
      `${name}: ${DRAIN_SECONDS} s of drain and a request of up to ${timeout} s do not fit terminationGracePeriodSeconds ${terminationGracePeriodSeconds}. Set it to ${needed} at least.`,
    );
  }
  if (declaration.exposes !== undefined && timeout > LOAD_BALANCER_IDLE_SECONDS) {
    throw new Error(
      `${name}: the load balancer gives up after ${LOAD_BALANCER_IDLE_SECONDS} s, so timeoutSeconds ${timeout} is never reached by the public. Set it to ${LOAD_BALANCER_IDLE_SECONDS} at most, or do the work behind a queue.`,
    );
  }
  if (timeout < RETRIES + 1) {
    throw new Error(
      `${name}: timeoutSeconds ${timeout} leaves none of the ${RETRIES + 1} attempts a whole second. Set it to ${RETRIES + 1} at least.`,
    );
  }
  return terminationGracePeriodSeconds;
}
