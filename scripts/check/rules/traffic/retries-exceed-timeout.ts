import type { ClusterRule } from '../../rule.ts';
import { secondsOf } from '../../state/durations.ts';
import { numberAt } from '../../state/read.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (timeout: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - route: [{ destination: { host: cart } }]
      timeout: ${timeout}
      retries: { attempts: 2, perTryTimeout: 2s, retryOn: 'connect-failure,refused-stream' }
`;

/** The timeout is for all tries together. */
export const retriesExceedTimeout: ClusterRule = {
  id: 'retries-exceed-timeout',
  severity: 'warning',
  summary: 'Tries of a route that take longer together than its timeout',
  breaks:
    'The last tries are cut off under load, when they are needed: callers get 504 in place of an answer.',
  pitfalls: ['X-65'],
  failing: CART + route('3s'),
  passing: CART + route('6s'),
  *judge(state) {
    for (const { resource, routes } of routingsIn(state)) {
      for (const { path, value } of routes) {
        const timeout = secondsOf(value.timeout);
        const each = secondsOf(at(value.retries, 'perTryTimeout'));
        const attempts = numberAt(value, 'retries', 'attempts');
        if (timeout === undefined || timeout === 0 || each === undefined || attempts === undefined) continue;
        if (attempts < 1 || each === 0) continue;
        const tries = attempts + 1;
        // Numbers of a computer: 3 × 0.1 is a little more than 0.3.
        if (tries * each <= timeout + 1e-9) continue;
        const most = Math.floor((timeout / tries) * 1000);
        yield {
          resource,
          path: [...path, 'retries', 'perTryTimeout'],
          message: `The first try and ${attempts} more of ${text(each)} take ${text(tries * each)}, and the timeout of the route is ${text(timeout)}: the last is cut off.`,
          fix: `Write perTryTimeout: ${most % 1000 === 0 ? `${most / 1000}s` : `${most}ms`}, or a timeout of ${text(tries * each)}.`,
        };
      }
    }
  },
};

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function text(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toFixed(3))} s`;
}
