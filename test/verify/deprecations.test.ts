import { describe, expect, it } from 'vitest';
import { deprecatedApis, deprecationsOf } from '../../scripts/verify/api-servers/deprecations.ts';
import { ahead, minorsAhead } from '../../scripts/verify/api-servers/step.ts';
import { KUBERNETES_MINORS } from '../../scripts/verify/programs.ts';

const metrics = [
  '# TYPE apiserver_requested_deprecated_apis gauge',
  'apiserver_requested_deprecated_apis{group="flow.example.com",removed_release="1.32",resource="schemas",subresource="",version="v1beta3"} 1',
  'apiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",subresource="status",version="v1"} 1',
  'apiserver_requested_deprecated_apis{group="",removed_release="",resource="never",subresource="",version="v1"} 0',
].join('\n');
const nothing = { warnings: [], collections: new Set<string>(), metrics: '' };
const warning = (what: string, says: string) => ({ where: 'c', what, says });

describe('what a server calls deprecated', () => {
  it('is read of what it counts, with the release that has it no more', () => {
    expect(deprecatedApis(metrics)).toEqual([
      { group: 'flow.example.com', version: 'v1beta3', resource: 'schemas', removedRelease: '1.32' },
      { group: '', version: 'v1', resource: 'endpoints', removedRelease: undefined },
    ]);
  });

  it('is a finding where an object of the tree is of it, and not what the server asks for itself', () => {
    const collections = new Set(['/apis/flow.example.com/v1beta3/schemas', '/api/v1/namespaces/a/services']);
    const { findings } = deprecationsOf('c', { ...nothing, collections, metrics });
    expect(findings.map(({ what }) => what)).toEqual(['flow.example.com/v1beta3 schemas']);
    expect(findings[0]?.says).toContain('Kubernetes 1.32 does not have');
  });

  it('is a finding where a warning says so, once, and other warnings are none', () => {
    const old = warning('dist/a.yaml', 'x/v1beta1 A is deprecated in v1.33+, unavailable in v1.36+');
    const other = warning('dist/a.yaml', 'spec.sessionAffinity is ignored for headless services');
    const { findings } = deprecationsOf('c', { ...nothing, warnings: [old, old, other] });
    expect(findings).toEqual([old]);
  });

  it('is known where a chart has a reason, and never in an object of ours', () => {
    const says =
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/install-cni]: deprecated since v1.30';
    const warnings = [warning('rendered/istio-cni.yaml', says), warning('dist/c/a.yaml', says)];
    const { findings, known } = deprecationsOf('c', { ...nothing, warnings });
    expect(findings.map(({ what }) => what)).toEqual(['dist/c/a.yaml']);
    expect(known.map(({ what }) => what)).toEqual(['rendered/istio-cni.yaml']);
  });
});

describe('the minors ahead', () => {
  it('are the two that follow that of each cluster, by number', () => {
    expect(minorsAhead([{ kubernetesVersion: '1.9' }, { kubernetesVersion: '1.8' }])).toEqual([
      '1.9',
      '1.10',
      '1.11',
    ]);
  });

  it('of which no server is pinned are said, and none is left out in silence', () => {
    const { counts, exceptions } = ahead([{ kubernetesVersion: '1.98' }]);
    expect(exceptions.map(({ where }) => where)).toEqual(['Kubernetes 1.99', 'Kubernetes 1.100']);
    expect(Object.values(counts)).toContain(0);
    expect(ahead([{ kubernetesVersion: KUBERNETES_MINORS.at(-2) ?? '' }]).exceptions).toHaveLength(1);
  });
});
