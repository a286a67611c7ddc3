import { describe, expect, test } from 'vitest';
import { authorization, callersOfCart, EVERYBODY, from, MEMBERS, peerAuthentication } from './shop.ts';

describe('PeerAuthentication', () => {
  const strict = { mtls: { mode: 'STRICT' } };
  test.each([
    ['of the mesh', peerAuthentication('istio-system', strict), MEMBERS],
    ['of the namespace', peerAuthentication('shop', strict), MEMBERS],
    ['of another namespace', peerAuthentication('clients', strict), EVERYBODY],
    [
      'of the workload, but for a port',
      peerAuthentication('shop', {
        ...strict,
        selector: { matchLabels: { app: 'cart' } },
        portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
      }),
      EVERYBODY,
    ],
  ])('STRICT %s', (_, policy, expected) => {
    expect(callersOfCart(policy)).toEqual(expected);
  });

  test('without encryption nobody has a principal', () => {
    const plain = peerAuthentication('shop', { mtls: { mode: 'DISABLE' } });
    expect(callersOfCart(plain, authorization('shop', 'policy', { rules: from('*') }))).toEqual([]);
  });
});
