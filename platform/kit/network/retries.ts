/** Attempts after the first one. */
export const RETRIES = 2;

/** A request that changes nothing may be tried again after any failure. */
export const RETRY_REPEATABLE = 'connect-failure,refused-stream,reset,5xx';

/**
 * Any other only if the callee cannot have begun with it: a second try would book twice. A 503 is not
 * among them, since the application may have sent it itself.
 */
export const RETRY_OTHERS = 'connect-failure,refused-stream,reset-before-request';

/**
 * For a request that the callee has not begun with. A try has the whole time of its route: a time for each would also end the
 * one that is never tried again.
 */
export const retryUnbegun = {
  attempts: RETRIES,
  retryOn: RETRY_OTHERS,
  retryRemoteLocalities: true,
} as const;
