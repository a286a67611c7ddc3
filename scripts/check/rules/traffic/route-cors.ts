import type { ClusterRule } from '../../rule.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (origin: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - route: [{ destination: { host: cart } }]
      corsPolicy: { allowOrigins: [{ exact: '${origin}' }], allowMethods: [GET] }
`;

/** Browsers send an origin as scheme, host and port. */
export const routeCors: ClusterRule = {
  id: 'route-cors',
  severity: 'warning',
  summary: 'A CORS policy with origins that no browser sends, or with credentials for everybody',
  breaks: 'Browsers refuse the answers: calls from the web page fail, and those of curl work.',
  failing: CART + route('shop.example.com'),
  passing: CART + route('https://shop.example.com'),
  *judge(state) {
    for (const { resource, routes } of routingsIn(state)) {
      for (const { path, value } of routes) {
        const origins = listAt(value, 'corsPolicy', 'allowOrigins');
        for (const [index, origin] of origins.entries()) {
          const [exact, prefix] = [textAt(origin, 'exact'), textAt(origin, 'prefix')];
          const place = [...path, 'corsPolicy', 'allowOrigins', index];
          if (exact === '*' && at(value, 'corsPolicy', 'allowCredentials') === true) {
            yield {
              resource,
              path: place,
              message:
                'Credentials are allowed for every origin: any web site can call with the session of its visitors.',
              fix: 'Name the origins, as exact: https://….',
            };
          }
          if (
            exact !== undefined &&
            exact !== '*' &&
            exact !== 'null' &&
            !/^[a-z][a-z0-9+.-]*:\/\/[^/]+$/i.test(exact)
          ) {
            yield {
              resource,
              path: [...place, 'exact'],
              message: `No browser sends the origin ${exact}: an origin is scheme://host, without a path or a slash at its end.`,
              fix: `Write https://${exact.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '')}.`,
            };
          }
          if (
            prefix !== undefined &&
            prefix !== '' &&
            /^[a-z]+:\/\/[^/]*[a-z0-9]$/i.test(prefix) &&
            !prefix.includes('localhost')
          ) {
            yield {
              resource,
              path: [...place, 'prefix'],
              message: `The prefix ${prefix} is that of ${prefix}.attacker.example as well.`,
              fix: `Write exact: ${prefix}.`,
            };
          }
        }
      }
    }
  },
};
