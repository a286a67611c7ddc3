import { edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

export const istioAnalyzeMistakes: readonly DeliberateMistake[] = [
  {
    step: 'istio-analyze',
    name: 'subset-selects-no-pod',
    breaks: 'the labels of a subset are those of no pod (X-14)',
    says: 'IST0173',
    tree: (cluster) =>
      edits(
        cluster
          .kind('DestinationRule')
          .find((rule) => rule.size('spec', 'subsets', 0, 'labels') > 0)
          ?.with(['spec', 'subsets', 0, 'labels'], { track: 'none' }),
      ),
  },
  {
    step: 'istio-analyze',
    name: 'gateway-missing',
    breaks: 'routes are attached to a gateway that is not there (X-7)',
    says: 'IST0101',
    tree: (cluster) =>
      edits(
        cluster
          .kind('VirtualService')
          .find((route) => route.size('spec', 'gateways') > 0)
          ?.with(['spec', 'gateways', 0], 'istio-system/none'),
      ),
  },
  {
    step: 'istio-analyze',
    name: 'certificate-missing',
    breaks: 'a gateway names a Secret that nobody makes',
    says: 'Referenced credentialName not found',
    tree: (cluster) => {
      const gateway = cluster
        .kind('Gateway')
        .find((each) => each.at('spec', 'servers', 0, 'tls', 'credentialName') !== undefined);
      return edits(gateway?.with(['spec', 'servers', 0, 'tls', 'credentialName'], 'none'));
    },
  },
];
