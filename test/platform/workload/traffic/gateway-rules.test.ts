import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../../clusters/index.ts';
import { workload } from '../../../../platform/workload/declaration/calls.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';
import { canaryOf, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../declarations.ts';

const exposes = { host: 'shop' };

describe('a rate limit (S0-08)', () => {
  const filterOf = (rateLimit: { requestsPerSecond: number; burst?: number }) =>
    at(one(renderProduct({ workloads: [web({ rateLimit })] }), 'EnvoyFilter'), 'spec.configPatches[0]');

  test('counts at the port of the application: probes and metrics must not use it up', () => {
    const patch = filterOf({ requestsPerSecond: 50 });
    expect(at(patch, 'match.listener.filterChain.destinationPort')).toBe(8080);
    expect(at(patch, 'match.context')).toBe('SIDECAR_INBOUND');
    expect(at(patch, 'patch.value.typed_config')).toMatchObject({
      token_bucket: { max_tokens: 100, tokens_per_fill: 50, fill_interval: '1s' },
      filter_enforced: { default_value: { numerator: 100, denominator: 'HUNDRED' } },
      enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
    });
  });

  test('counts what tokens and policies let through: strangers must not use up what customers are left', () => {
    const patch = filterOf({ requestsPerSecond: 50 });
    // The router is the last filter, and Istio's checks stand before it.
    expect(at(patch, 'patch.operation')).toBe('INSERT_BEFORE');
    expect(at(patch, 'match.listener.filterChain.filter')).toEqual({
      name: 'envoy.filters.network.http_connection_manager',
      subFilter: { name: 'envoy.filters.http.router' },
    });
  });

  test('a burst below the rate would be the real limit, and is refused', () => {
    expect(refusal(() => filterOf({ requestsPerSecond: 50, burst: 10 }))).toContain(
      'rateLimit.burst: found 10, expected at least requestsPerSecond, 50',
    );
    expect(every(renderProduct({ workloads: [web()] }), 'EnvoyFilter')).toEqual([]);
  });
});

describe('the token of a customer (S0-05)', () => {
  const declared = web({ exposes, authentication: 'customers' });
  const caller = web({ name: 'caller', calls: [workload('web')] });
  const objects = renderProduct({ workloads: [declared, caller] });
  const ISSUER = 'https://login.japan.example.com/realms/customers';

  test('is checked for issuer and audience', () => {
    expect(at(one(objects, 'RequestAuthentication'), 'spec.jwtRules')).toEqual([
      {
        issuer: ISSUER,
        jwks_uri: `${ISSUER}/protocol/openid-connect/certs`,
        audiences: ['streaming'],
        forwardOriginalToken: true,
      },
    ]);
  });

  test('must be there on a request from outside; a workload of the mesh is known by its certificate', () => {
    const rules = listAt(one(objects, 'AuthorizationPolicy', 'allow-web'), 'spec.rules');
    expect(rules.map((rule) => at(rule, 'from[0].source'))).toEqual([
      {
        principals: ['japan.mesh.example.com/ns/istio-system/sa/istio-ingressgateway'],
        notPrincipals: ['eu.mesh.example.com/*'],
        requestPrincipals: [`${ISSUER}/*`],
      },
      {
        principals: [
          'japan.mesh.example.com/ns/shop/sa/caller',
          'japan.mesh.example.com/ns/shop/sa/web-smoke-test',
        ],
        notPrincipals: ['eu.mesh.example.com/*'],
      },
    ]);
  });

  test('is not wanted of a service that does not declare it', () => {
    const open = renderProduct({ workloads: [web({ exposes })] });
    expect(every(open, 'RequestAuthentication')).toEqual([]);
    expect(JSON.stringify(one(open, 'AuthorizationPolicy', 'allow-web'))).not.toContain('requestPrincipals');
  });

  test('without an issuer, or on a service that nobody outside reaches, is refused', () => {
    const without = { change: (cluster: Cluster): Cluster => ({ ...cluster, customerTokens: undefined }) };
    expect(refusal(() => renderProduct({ workloads: [declared] }, without))).toContain(
      'has no customerTokens, by which web wants to authenticate',
    );
    expect(refusal(() => renderProduct({ workloads: [web({ authentication: 'customers' })] }))).toContain(
      'authentication is for requests from outside, and the service is not exposed',
    );
  });
});

describe('an A/B test (S0-11)', () => {
  const { canary = { version: '', digest: '', weight: 0 }, ...stable } = canaryOf(20);
  const image = { ...stable, canary: { ...canary, variant: 'b' } };
  const objects = renderProduct({ workloads: [web({ exposes })] }, { images: { web: image } });

  /** The subset that a request with this variant gets; the proxy takes the first route that matches. */
  function subsetsFor(route: string, variant: string): readonly unknown[] {
    const [first] = listAt(one(objects, 'VirtualService', route), 'spec.http').filter((candidate) => {
      const header = at(candidate, 'match[0].headers["x-variant"]');
      const regex = at(header, 'regex');
      return at(header, 'exact') === variant || (typeof regex === 'string' && RegExp(regex).test(variant));
    });
    return listAt(first, 'route').map((target) => at(target, 'destination.subset'));
  }

  test.each(['web', 'web-public'])(
    'by %s: the group gets the new build, every other group never',
    (route) => {
      expect(subsetsFor(route, 'b')).toEqual(['canary']);
      expect(subsetsFor(route, 'a')).toEqual(['stable']);
    },
  );

  test('who belongs to no group is split by weight, as with any canary', () => {
    const [last] = listAt(one(objects, 'VirtualService', 'web'), 'spec.http').slice(-1);
    expect(listAt(last, 'route').map((target) => at(target, 'weight'))).toEqual([80, 20]);
  });

  test('a canary without a variant has no such routes', () => {
    const plain = renderProduct({ workloads: [web()] }, { images: { web: canaryOf(20) } });
    expect(JSON.stringify(one(plain, 'VirtualService'))).not.toContain('x-variant');
  });
});
