import type { ClusterRule, Said } from '../../rule.ts';
import { type Fields, fieldsAt, isFields, textAt } from '../../state/read.ts';
import { type Route, type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const all = '    - { route: [{ destination: { host: cart } }] }\n';
const some =
  '    - { match: [{ uri: { prefix: /v2 } }], route: [{ destination: { host: cart } }], timeout: 5s }\n';
const head = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
`;

/** The first rule that fits is taken. */
export const routeShadowed: ClusterRule = {
  id: 'route-shadowed',
  severity: 'warning',
  summary: 'A route, or a match of it, that no request reaches, since one before takes all of its requests',
  breaks: 'The route never serves a request: its timeout, weights and destinations do nothing.',
  failing: CART + head + all + some,
  passing: CART + head + some + all,
  *judge(state) {
    for (const routing of routingsIn(state)) {
      for (const form of ['http', 'tls', 'tcp'] as const) {
        yield* judgeForm(
          routing,
          routing.routes.filter((route) => route.form === form),
        );
      }
    }
  },
};

function* judgeForm({ resource }: Routing, routes: readonly Route[]): Generator<Said> {
  const before: { readonly match: Fields; readonly index: number }[] = [];
  for (const [index, { path, matches }] of routes.entries()) {
    // Without a match, a route takes everything.
    const own = matches.length === 0 ? [{}] : matches;
    const covering = own.map((match) => before.find((each) => takesAllOf(each.match, match)));
    if (covering.every((each) => each !== undefined)) {
      const first = covering[0]?.index ?? 0;
      yield {
        resource,
        path,
        message: `No request reaches the route: ${routeName(routes[first], first)} before it takes all of its requests.`,
        fix: `Put it before ${routeName(routes[first], first)}, or take it out.`,
      };
    } else {
      for (const [at, each] of covering.entries()) {
        if (each === undefined) continue;
        yield {
          resource,
          path: [...path, 'match', at],
          message: `The match is never used: ${routeName(routes[each.index], each.index)} takes all of its requests before.`,
          fix: 'Take the match out, or put its route first.',
        };
      }
    }
    before.push(...own.map((match) => ({ match, index })));
  }
}

function routeName(route: Route | undefined, index: number): string {
  const name = textAt(route?.value, 'name');
  return name === undefined ? `the route at index ${index}` : `the route ${name}`;
}

/** Whether every request of which the second is true is one of which the first is. */
function takesAllOf(first: Fields, second: Fields): boolean {
  return Object.entries(first).every(([key, value]) => {
    if (key === 'name' || key === 'ignoreUriCase' || key === 'statPrefix') return true;
    const other = second[key];
    if (key === 'uri')
      return coversText(value, other, second.ignoreUriCase === true && first.ignoreUriCase !== true);
    if (['headers', 'queryParams', 'withoutHeaders'].includes(key) && isFields(value)) {
      return Object.entries(value).every(
        ([name, text]) =>
          isFields(other) && Object.hasOwn(other, name) && coversText(text, fieldsAt(other, name), false),
      );
    }
    if (key === 'sourceLabels' && isFields(value)) {
      return Object.entries(value).every(([name, text]) => isFields(other) && other[name] === text);
    }
    if (['gateways', 'sniHosts', 'destinationSubnets'].includes(key) && Array.isArray(value)) {
      return Array.isArray(other) && other.every((each) => value.includes(each));
    }
    return isFields(value) ? coversText(value, other, false) : value === other;
  });
}

function coversText(first: unknown, second: unknown, otherCase: boolean): boolean {
  if (otherCase || !isFields(second)) return false;
  const prefix = textAt(first, 'prefix');
  const [exact, own, regex] = [textAt(second, 'exact'), textAt(second, 'prefix'), textAt(second, 'regex')];
  if (prefix !== undefined) {
    const text = exact ?? own;
    return text === undefined ? regex !== undefined && prefix === '/' : text.startsWith(prefix);
  }
  const [sameExact, sameRegex] = [textAt(first, 'exact'), textAt(first, 'regex')];
  if (sameExact !== undefined) return sameExact === exact;
  if (sameRegex === undefined) return isFields(first) && Object.keys(first).length === 0;
  return sameRegex === regex || /^\^?\/?\.\*\$?$/.test(sameRegex);
}
