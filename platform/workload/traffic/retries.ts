import type { VirtualServiceSpecHttp, VirtualServiceSpecHttpMatch } from '@cdk8s/istio';
import { RETRIES, RETRY_REPEATABLE, retryUnbegun } from '../../kit/network/retries.ts';
import type { Waiting } from './waiting.ts';

/** Requests that change nothing. */
const REPEATABLE = { method: { regex: 'GET|HEAD' } };

/**
 * The routes to one destination. The last service of a chain has two: what changes nothing is tried again there after any
 * failure. Before it there is one, for nobody else tries again what a callee has begun with: three tries at each of three
 * levels would be 27 requests to a service that is ill already.
 */
export function triedRoutes(
  name: string,
  match: VirtualServiceSpecHttpMatch,
  route: NonNullable<VirtualServiceSpecHttp['route']>,
  { seconds, isLast }: Waiting,
): VirtualServiceSpecHttp[] {
  const common = { route, timeout: `${seconds}s` };
  const any = {
    name,
    ...(Object.keys(match).length > 0 && { match: [match] }),
    ...common,
    retries: retryUnbegun,
  };
  if (!isLast) return [any];
  const repeatable = {
    name: `${name}-repeatable`,
    match: [{ ...match, ...REPEATABLE }],
    ...common,
    retries: {
      ...retryUnbegun,
      retryOn: RETRY_REPEATABLE,
      perTryTimeout: `${perTrySecondsOf(seconds)}s`,
    },
  };
  return [repeatable, any];
}

/** Seconds of one attempt: all of them together fit the timeout, so the last is not cut off. */
function perTrySecondsOf(seconds: number): number {
  return Math.floor(seconds / (RETRIES + 1));
}
