import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeName, objectPath } from '../../scripts/synth/path.ts';

describe('path of an object', () => {
  it('stands in its namespace, with the kind in lower case', () => {
    const metadata = { name: 'user-service', namespace: 'streaming' };
    expect(objectPath({ kind: 'NetworkPolicy', metadata })).toBe('streaming/networkpolicy-user-service.yaml');
  });

  it('stands under _cluster where the object has no namespace', () => {
    expect(objectPath({ kind: 'Namespace', metadata: { name: 'streaming' } })).toBe(
      '_cluster/namespace-streaming.yaml',
    );
  });

  it('keeps names that no file system of a colleague takes readable and apart', () => {
    const path = (name: string) => objectPath({ kind: 'ClusterRole', metadata: { name } });
    expect(path('system:auth-delegator')).toBe('_cluster/clusterrole-system%3Aauth-delegator.yaml');
    expect(path('Admin').toLowerCase()).not.toBe(path('admin').toLowerCase());
  });

  it('never leads out of its folder', () => {
    const name = '../../../etc/passwd';
    expect(objectPath({ kind: 'ClusterRole', metadata: { name } })).toBe(
      '_cluster/clusterrole-..%2F..%2F..%2Fetc%2Fpasswd.yaml',
    );
  });

  it('can be turned back into the name, so no two names share a file, in any case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const encoded = encodeName(name);
        expect(decodeURIComponent(encoded)).toBe(Buffer.from(name).toString());
        expect(encoded).toMatch(/^(?:[a-z0-9.-]|%[0-9A-F]{2})*$/);
      }),
    );
  });

  it('is refused where the file system could not store it', () => {
    expect(() => objectPath({ kind: 'ConfigMap', metadata: { name: 'a'.repeat(253) } })).toThrow(/Shorten/);
  });
});
