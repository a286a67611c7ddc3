import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { selects } from '../../state/selects.ts';
import type { Reference } from './reference.ts';

/** The proxy of a gateway reads its certificates in its own namespace, wherever the Gateway stands. */
export function* credentialsOfGateway(state: ClusterState, resource: Resource): Generator<Reference> {
  const selector = at(resource.value, 'spec', 'selector');
  const proxies = state.workloads.filter(({ labels }) => selects({ matchLabels: selector }, labels));
  const namespaces = [...new Set(proxies.map(({ namespace }) => namespace))];
  const [namespace] = namespaces;
  if (selector === undefined || namespace === undefined || namespaces.length > 1) return;
  for (const [index, server] of listAt(resource.value, 'spec', 'servers').entries()) {
    const name = textAt(server, 'tls', 'credentialName');
    if (name === undefined || name === '' || name.includes('://')) continue;
    yield {
      resource,
      path: ['spec', 'servers', index, 'tls', 'credentialName'],
      target: { group: '', kind: 'Secret', namespace, name },
      keys: [],
      optional: false,
    };
  }
}
