import type { ServiceDeclaration } from '../declaration/workload.ts';
import { perTrySecondsOf, RETRIES } from './timing.ts';

/** A request that changes nothing may be tried again after any failure. */
export const RETRY_REPEATABLE = 'connect-failure,refused-stream,reset,5xx';

/**
 * Any other only if the callee cannot have begun with it: a second try would book twice. A 503 is not
 * among them, since the application may have sent it itself.
 */
export const RETRY_OTHERS = 'connect-failure,refused-stream,reset-before-request';

/** How often a request is tried again, after which failures, and for how long each time. */
export function retries(declaration: ServiceDeclaration, retryOn: string) {
  return {
    attempts: RETRIES,
    perTryTimeout: `${perTrySecondsOf(declaration)}s`,
    retryOn,
    retryRemoteLocalities: true,
  };
}
