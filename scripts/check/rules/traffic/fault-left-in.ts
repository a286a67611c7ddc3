import type { ClusterRule } from '../../rule.ts';
import { numberAt } from '../../state/read.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const head = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - route: [{ destination: { host: cart } }]
`;

/** A fault is for a test, and a test ends. */
export const faultLeftIn: ClusterRule = {
  id: 'fault-left-in',
  severity: 'warning',
  summary: 'A route that breaks or delays requests on purpose, for everybody',
  breaks: 'Real callers get the injected errors and delays, and the logs of the callee show nothing.',
  failing: `${CART}${head}      fault: { abort: { httpStatus: 503, percentage: { value: 5 } } }\n`,
  passing: CART + head,
  *judge(state) {
    for (const { resource, routes } of routingsIn(state)) {
      for (const { path, value, matches } of routes) {
        for (const kind of ['abort', 'delay']) {
          const fault =
            typeof value.fault === 'object' && value.fault !== null
              ? Reflect.get(value.fault, kind)
              : undefined;
          if (fault === undefined || fault === null) continue;
          const share = numberAt(fault, 'percentage', 'value') ?? numberAt(fault, 'percent');
          if (share === 0) continue;
          const isForSome =
            matches.length > 0 &&
            matches.every(({ headers, sourceLabels }) => headers !== undefined || sourceLabels !== undefined);
          yield {
            resource,
            path: [...path, 'fault', kind],
            severity: isForSome ? 'info' : 'warning',
            message: `${share ?? 100} % of the requests are ${kind === 'abort' ? 'answered with an error' : 'delayed'} on purpose${isForSome ? ' where the match fits' : ', those of every caller among them'}.`,
            fix: 'Take fault out, or let a match of headers keep it to the requests of a test.',
          };
        }
      }
    }
  },
};
