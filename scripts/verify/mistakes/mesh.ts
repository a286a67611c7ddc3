import { edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

const MODE = ['spec', 'trafficPolicy', 'tls', 'mode'] as const;

export const meshMistakes: readonly DeliberateMistake[] = [
  {
    step: 'mesh',
    name: 'subset-missing',
    breaks: 'routes name subsets that no DestinationRule has (X-14)',
    says: 'endpoints: found',
    tree: (cluster) =>
      edits(
        ...cluster
          .kind('DestinationRule')
          .filter((rule) => rule.size('spec', 'subsets') > 0)
          .map((rule) => rule.changed((each) => each.deleteIn(['spec', 'subsets']))),
      ),
  },
  {
    step: 'mesh',
    name: 'mutual-tls-off',
    breaks: 'calls to the other region leave the proxies without mutual TLS (X-60)',
    says: 'FAIL: TestMesh/a_call_to_the_other_region',
    needs: (cluster) => cluster.values('istio-eastwestgateway') !== undefined,
    tree: (cluster) =>
      edits(
        ...cluster
          .kind('DestinationRule')
          .filter((rule) => rule.at(...MODE) === 'ISTIO_MUTUAL')
          .map((rule) => rule.with(MODE, 'DISABLE')),
      ),
  },
  {
    step: 'mesh',
    name: 'port-without-protocol',
    breaks: 'the ports of Services say nothing of HTTP, so that proxies pass bytes on and know no route',
    says: 'FAIL: TestMesh/the_rate_limit',
    tree: (cluster) =>
      edits(
        ...cluster
          .kind('Service')
          .filter((service) => service.at('spec', 'ports', 0, 'appProtocol') === 'http')
          .map((service) =>
            service.changed((each) => {
              each.deleteIn(['spec', 'ports', 0, 'appProtocol']);
              each.setIn(['spec', 'ports', 0, 'name'], 'tcp');
            }),
          ),
      ),
  },
];
