import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { textAt } from '../../state/read.ts';
import { type Route, type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (retryOn: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - match: [{ method: { exact: POST } }]
      route: [{ destination: { host: cart } }]
      retries: { attempts: 2, retryOn: '${retryOn}' }
    - route: [{ destination: { host: cart } }]
`;

/** What Istio takes in `retryOn`, besides status codes of HTTP. */
const CONDITIONS = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx'],
  ...[
    'refused-stream',
    'retriable-status-codes',
    'retriable-headers',
    'envoy-ratelimited',
    'http3-post-connect-failure',
  ],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
];

/** Conditions under which the callee may have done its work already. */
const AFTER_THE_WORK =
  /^(?:5xx|gateway-error|reset|retriable-4xx|retriable-status-codes|cancelled|deadline-exceeded|internal|50[0-9])$/;

/** Repeating what is not repeatable does it twice. */
export const retryConditions: ClusterRule = {
  id: 'retry-conditions',
  severity: 'warning',
  summary: 'Retries on conditions that Istio does not know, or of requests that write',
  breaks: 'A POST that timed out after it was done is done again: a second order, a second payment.',
  pitfalls: ['X-65'],
  failing: CART + route('5xx,reset'),
  passing: CART + route('connect-failure,refused-stream'),
  *judge(state) {
    const routings = routingsIn(state);
    const careful = routings.some(({ routes }) =>
      routes.some(({ value }) => {
        const text = textAt(value, 'retries', 'retryOn');
        return text !== undefined && !text.split(',').some((each) => AFTER_THE_WORK.test(each.trim()));
      }),
    );
    for (const routing of routings) {
      for (const each of routing.routes) yield* judgeRoute(routing, each, careful);
    }
  },
};

function* judgeRoute(
  { resource }: Routing,
  { path, value, matches }: Route,
  isUnusual: boolean,
): Generator<Said> {
  const text = textAt(value, 'retries', 'retryOn');
  if (text === undefined || text === '') return;
  const conditions = text.split(',').map((each) => each.trim());
  const place = [...path, 'retries', 'retryOn'];
  for (const condition of conditions) {
    if (CONDITIONS.includes(condition) || /^[1-5]\d\d$/.test(condition)) continue;
    yield {
      resource,
      path: place,
      severity: 'error',
      message: `Istio knows no condition ${condition === '' ? 'between two commas' : condition} for retries, and refuses the VirtualService.`,
      fix: `Write conditions that there are${didYouMean(condition, CONDITIONS)}.`,
    };
  }
  const risky = conditions.filter((condition) => AFTER_THE_WORK.test(condition));
  if (risky.length === 0 || value.redirect !== undefined) return;
  const methods = matches.map((match) =>
    methodsOf(textAt(match, 'method', 'exact') ?? textAt(match, 'method', 'regex')),
  );
  if (methods.length > 0 && methods.every((own) => own?.every((method) => READS.has(method)))) return;
  const writes = methods.some((own) => own?.some((method) => !READS.has(method)));
  // Where other routes of the tree keep to what was never done, this one is a slip.
  const isCertain = writes || risky.includes('retriable-4xx') || isUnusual;
  yield {
    resource,
    path: place,
    severity: isCertain ? 'warning' : 'info',
    message: `Requests of ${writes ? 'methods that write' : 'all methods'} are sent again after ${risky.join(', ')}, although the first may have been done.`,
    fix: 'Write connect-failure,refused-stream,reset-before-request here, and keep the others for a route that matches GET and HEAD.',
  };
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Undefined where a match takes every method. */
function methodsOf(text: string | undefined): readonly string[] | undefined {
  return text?.replaceAll(/[()^$]/g, '').split('|');
}
