import { describe, expect, test } from 'vitest';
import { workload } from '../cluster-of.ts';
import {
  authorization,
  callersOf,
  callersOfCart,
  EVERYBODY,
  from,
  HTTP,
  MEMBERS,
  meshConfig,
  service,
} from './shop.ts';

describe('AuthorizationPolicy', () => {
  test('nothing is refused where there is none', () => {
    expect(callersOfCart()).toEqual(EVERYBODY);
  });

  test.each([
    ['an empty object allows nobody', undefined, []],
    ['an empty spec allows nobody', {}, []],
    ['an empty rule allows everybody', { rules: [{}] }, EVERYBODY],
    ['DENY without rules denies nobody', { action: 'DENY' }, EVERYBODY],
    ['an empty rule denies everybody', { action: 'DENY', rules: [{}] }, []],
    ['AUDIT refuses nothing', { action: 'AUDIT', rules: [{}] }, EVERYBODY],
    [
      'a principal is that of a service account',
      { rules: from('cluster.local/ns/shop/sa/web') },
      ['shop/Deployment/web TCP/8080'],
    ],
    ['a suffix', { rules: from('*/sa/client') }, ['clients/Deployment/client TCP/8080']],
    [
      'a prefix',
      { rules: from('cluster.local/ns/shop/*') },
      MEMBERS.filter((line) => line.startsWith('shop')),
    ],
    ['any principal', { rules: from('*') }, MEMBERS],
    ['another trust domain', { rules: from('elsewhere/ns/shop/sa/web') }, []],
    [
      'a namespace',
      { rules: [{ from: [{ source: { namespaces: ['clients'] } }] }] },
      ['clients/Deployment/client TCP/8080'],
    ],
    [
      'not a namespace: whoever has no certificate is in none',
      { rules: [{ from: [{ source: { notNamespaces: ['clients'] } }] }] },
      EVERYBODY.filter((line) => !line.startsWith('clients')),
    ],
    [
      'a service account of the own namespace',
      { rules: [{ from: [{ source: { serviceAccounts: ['web'] } }] }] },
      ['shop/Deployment/web TCP/8080'],
    ],
    [
      'a field of one source has to hold with the others',
      { rules: [{ from: [{ source: { namespaces: ['shop'], notPrincipals: ['*/sa/web'] } }] }] },
      ['shop/Deployment/cart TCP/8080'],
    ],
    [
      'another port',
      { rules: [{ to: [{ operation: { ports: ['9090'] } }] }] },
      EVERYBODY.map((line) => line.replace('8080', '9090')),
    ],
    ['not the port', { rules: [{ to: [{ operation: { notPorts: ['8080'] } }] }] }, []],
    [
      'a method is a condition',
      {
        rules: [
          { ...from('*/sa/web')[0], to: [{ operation: { methods: ['GET', 'HEAD'], paths: ['/cart*'] } }] },
        ],
      },
      ['shop/Deployment/web TCP/8080 method GET or HEAD, path /cart*'],
    ],
    [
      'a condition on the source is known',
      { rules: [{ when: [{ key: 'source.namespace', values: ['clients'] }] }] },
      ['clients/Deployment/client TCP/8080'],
    ],
    [
      'a condition on the request is told',
      { rules: [{ when: [{ key: 'request.headers[x-canary]', values: ['true'] }] }] },
      EVERYBODY.map((line) => `${line} request.headers[x-canary] true`),
    ],
  ])('%s', (_, spec, expected) => {
    expect(callersOfCart(authorization('shop', 'policy', spec))).toEqual(expected);
  });

  test('DENY wins over ALLOW, and what it denies of requests is told', () => {
    const allow = authorization('shop', 'allow', { rules: from('*') });
    const deny = (rules: readonly object[]) => authorization('shop', 'deny', { action: 'DENY', rules });
    expect(callersOfCart(allow, deny(from('*/sa/client')))).toEqual(
      MEMBERS.filter((line) => !line.startsWith('clients')),
    );
    expect(callersOfCart(allow, deny([{ to: [{ operation: { paths: ['/admin*'] } }] }]))).toEqual(
      MEMBERS.map((line) => `${line} not path /admin*`),
    );
  });

  test('CUSTOM asks somebody else', () => {
    const custom = authorization('shop', 'custom', {
      action: 'CUSTOM',
      provider: { name: 'gate' },
      rules: [{}],
    });
    expect(callersOfCart(custom)).toEqual(EVERYBODY.map((line) => `${line} gate allows the request`));
  });

  test('the root namespace speaks for all, and a selector limits', () => {
    expect(callersOfCart(authorization('istio-system', 'nothing', {}))).toEqual([]);
    const selector = { matchLabels: { app: 'web' } };
    expect(callersOfCart(authorization('istio-system', 'web', { selector }))).toEqual(EVERYBODY);
    expect(callersOf('shop/Deployment/web', authorization('istio-system', 'web', { selector }))).toEqual([]);
    expect(callersOfCart(authorization('clients', 'nothing', {}))).toEqual(EVERYBODY);
  });

  test('aliases of the trust domain are the same, and only in the whole form of a principal', () => {
    const aliases = meshConfig('trustDomain: new\ntrustDomainAliases: [old]');
    const rules = (principal: string) => authorization('shop', 'policy', { rules: from(principal) });
    const web = ['shop/Deployment/web TCP/8080'];
    for (const domain of ['old', 'new', 'cluster.local', '*']) {
      expect(callersOfCart(aliases, rules(`${domain}/ns/shop/sa/web`))).toEqual(web);
    }
    expect(callersOfCart(aliases, rules('old/*'))).toEqual([]);
  });

  test('a port of bytes has no requests: such a rule allows nothing, and denies all', () => {
    const bytes = service('shop/cart', { port: 80, targetPort: 8080, name: 'tcp-cart' });
    const rules = [{ to: [{ operation: { methods: ['GET'] } }] }];
    expect(callersOfCart(bytes, authorization('shop', 'policy', { rules }))).toEqual([]);
    expect(callersOfCart(bytes, authorization('shop', 'policy', { action: 'DENY', rules }))).toEqual([]);
  });

  test('a pod without a proxy is asked by no policy, and UDP passes every proxy', () => {
    const outside = workload('outside/Deployment/plain', { labels: { app: 'plain' }, ports: HTTP });
    expect(
      callersOf('outside/Deployment/plain', outside, authorization('outside', 'nothing', {})),
    ).toHaveLength(6);
    const dns = workload('shop/Deployment/dns', { ports: [{ containerPort: 53, protocol: 'UDP' }, ...HTTP] });
    const callers = callersOf('shop/Deployment/dns', dns, authorization('shop', 'nothing', {}));
    expect(callers).toContain('shop/Deployment/web UDP/53');
  });
});
