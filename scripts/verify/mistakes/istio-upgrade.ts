import type { DeliberateMistake } from './deliberate-mistake.ts';

export const istioUpgradeMistakes: readonly DeliberateMistake[] = [
  {
    step: 'istio-upgrade',
    name: 'second-control-plane-of-another-mesh',
    breaks: 'the new control plane gives its proxies identities of another trust domain while both stand',
    says: 'FAIL: TestMesh',
    source: [
      {
        file: 'platform/components/istio/istiod.ts',
        text: 'meshConfig: meshConfig(mesh)',
        instead:
          "meshConfig: { ...meshConfig(mesh), ...(revision !== mesh.revision && { trustDomain: 'other.example.com' }) }",
      },
    ],
  },
  {
    step: 'istio-upgrade',
    name: 'label-with-its-restart',
    breaks:
      'namespaces get the new label and are restarted in one change, so that some pods keep the old proxy',
    says: 'mesh: found',
    source: [
      {
        file: 'scripts/verify/istio-upgrade/states.ts',
        text: /^ +\{ name: 'labelled',.*\n/m,
        instead: '',
      },
    ],
  },
];
