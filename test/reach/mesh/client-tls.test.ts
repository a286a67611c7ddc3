import { describe, expect, test } from 'vitest';
import type { Written } from '../cluster-of.ts';
import { callersOf, callersOfCart, istio, meshConfig, peerAuthentication, service } from './shop.ts';

const STRICT = peerAuthentication('shop', { mtls: { mode: 'STRICT' } });
const DISABLED = peerAuthentication('shop', { mtls: { mode: 'DISABLE' } });
const CLIENT = 'clients/Deployment/client TCP/8080';

const rule = (path: string, mode: string | undefined, extra: object = {}): Written =>
  istio('DestinationRule', path, {
    host: 'cart.shop.svc.cluster.local',
    trafficPolicy: { ...(mode !== undefined && { tls: { mode } }) },
    ...extra,
  });

describe('how a proxy opens a connection against what the callee takes', () => {
  test.each([
    ['nothing said', undefined, STRICT, true],
    ['in the clear to STRICT', 'DISABLE', STRICT, false],
    ['TLS of its own to STRICT', 'SIMPLE', STRICT, false],
    ['TLS with a certificate of its own to STRICT', 'MUTUAL', STRICT, false],
    ['mTLS to STRICT', 'ISTIO_MUTUAL', STRICT, true],
    ['nothing said to DISABLE', undefined, DISABLED, true],
    ['in the clear to DISABLE', 'DISABLE', DISABLED, true],
    ['mTLS to DISABLE', 'ISTIO_MUTUAL', DISABLED, false],
  ])('%s', (_, mode, policy, isOpen) => {
    const callers = callersOfCart(service('shop/cart'), policy, rule('clients/cart', mode));
    expect(callers.includes(CLIENT)).toBe(isOpen);
    // A rule of a namespace is for its own callers alone.
    expect(callers).toContain('shop/Deployment/web TCP/8080');
  });

  test('mTLS to pods without a proxy fails, and nothing said does not', () => {
    const legacy = service('outside/legacy', { port: 80 });
    const to = (mode?: string) =>
      callersOf(
        'outside/Deployment/legacy',
        legacy,
        rule('clients/legacy', mode, { host: 'legacy.outside.svc.cluster.local' }),
      );
    const isOpen = (lines: readonly string[]) =>
      lines.some((line) => line.startsWith('clients/Deployment/client') && /\*|\/80\b/.test(line));
    expect(isOpen(to())).toBe(true);
    expect(isOpen(to('DISABLE'))).toBe(true);
    expect(to('ISTIO_MUTUAL').some((line) => line.startsWith('clients/') && /\/80\b/.test(line))).toBe(false);
  });

  test('a rule of the host speaks for all callers, but for a nearer one and for those to whom it is not exported', () => {
    const isOpen = (...rules: readonly Written[]) =>
      callersOfCart(service('shop/cart'), STRICT, ...rules).includes(CLIENT);
    const plain = rule('shop/cart', 'DISABLE');
    expect(isOpen(plain)).toBe(false);
    expect(isOpen(plain, rule('clients/cart', 'ISTIO_MUTUAL'))).toBe(true);
    expect(isOpen(rule('shop/cart', 'DISABLE', { exportTo: ['.'] }))).toBe(true);
    expect(isOpen(rule('elsewhere/cart', 'DISABLE'))).toBe(true);
    expect(isOpen(rule('istio-system/cart', 'DISABLE', { host: '*.svc.cluster.local' }))).toBe(false);
    const ofOthers = { workloadSelector: { matchLabels: { app: 'somebody-else' } } };
    expect(isOpen(rule('clients/cart', 'DISABLE', ofOthers))).toBe(true);
  });

  test('what is said of a port stands in place of what is said of all', () => {
    const of = (port: number, settings: object) =>
      rule('clients/cart', 'DISABLE', {
        trafficPolicy: {
          tls: { mode: 'DISABLE' },
          portLevelSettings: [{ port: { number: port }, ...settings }],
        },
      });
    const isOpen = (each: Written) => callersOfCart(service('shop/cart'), STRICT, each).includes(CLIENT);
    expect(isOpen(of(80, { tls: { mode: 'ISTIO_MUTUAL' } }))).toBe(true);
    expect(isOpen(of(80, {}))).toBe(true);
    expect(isOpen(of(81, { tls: { mode: 'ISTIO_MUTUAL' } }))).toBe(false);
  });

  test('without automatic mTLS a proxy shows its certificate only where a rule says so', () => {
    const off = meshConfig('enableAutoMtls: false');
    expect(callersOfCart(off, service('shop/cart'), STRICT)).toEqual([]);
    expect(callersOfCart(off, service('shop/cart'), STRICT, rule('clients/cart', 'ISTIO_MUTUAL'))).toEqual([
      CLIENT,
    ]);
  });
});
