import { LOAD_BALANCER_IDLE_SECONDS } from '../../kit/load-balancer/application-load-balancer.ts';
import { RETRIES } from '../../kit/network/retries.ts';
import type { Context } from '../../unit/unit.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import { waitingMistake, waitingOf } from './waiting.ts';

/** Seconds for which a stopping pod keeps serving, until every proxy and load balancer knows about it (S4-75). */
export const DRAIN_SECONDS = 10;

/**
 * Seconds from the first signal to the kill (S4-62).
 *
 * @throws when the drain and the longest request do not fit: the pod would be killed while it works; and when the request
 * ends before what it waits for
 */
export function gracePeriodSecondsOf(declaration: WorkloadDeclaration, context: Context): number {
  const { name, terminationGracePeriodSeconds = 60 } = declaration;
  // Nobody sends requests to a job, so it does not drain.
  if (declaration.kind === 'job') return terminationGracePeriodSeconds;
  if (terminationGracePeriodSeconds <= DRAIN_SECONDS) {
    throw new Error(
      `${name}: terminationGracePeriodSeconds ${terminationGracePeriodSeconds} ends before the ${DRAIN_SECONDS} s of drain, so the pod would be killed without a signal. Set it to more than ${DRAIN_SECONDS}.`,
    );
  }
  if (declaration.kind === 'worker') return terminationGracePeriodSeconds;
  const mistake = waitingMistake(declaration, context);
  if (mistake !== undefined) throw new Error(mistake);
  const { seconds: timeout, isLast } = waitingOf(declaration, context);
  const needed = DRAIN_SECONDS + timeout;
  if (needed > terminationGracePeriodSeconds) {
    throw new Error(
      `${name}: ${DRAIN_SECONDS} s of drain and a request of up to ${timeout} s do not fit terminationGracePeriodSeconds ${terminationGracePeriodSeconds}. Set it to ${needed} at least.`,
    );
  }
  if (declaration.exposes !== undefined && timeout > LOAD_BALANCER_IDLE_SECONDS) {
    throw new Error(
      declaration.timeoutSeconds === undefined
        ? `${name}: the load balancer gives up after ${LOAD_BALANCER_IDLE_SECONDS} s, and what it calls makes its own timeout ${timeout} s. Give the last service of that chain a shorter timeoutSeconds, or do the work behind a queue.`
        : `${name}: the load balancer gives up after ${LOAD_BALANCER_IDLE_SECONDS} s, so timeoutSeconds ${timeout} is never reached by the public. Set it to ${LOAD_BALANCER_IDLE_SECONDS} at most, or do the work behind a queue.`,
    );
  }
  if (isLast && timeout < RETRIES + 1) {
    throw new Error(
      `${name}: timeoutSeconds ${timeout} leaves none of the ${RETRIES + 1} attempts a whole second. Set it to ${RETRIES + 1} at least.`,
    );
  }
  return terminationGracePeriodSeconds;
}
