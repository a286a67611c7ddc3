import { expect, test } from 'vitest';
import { nodeOfWorkload } from '../../../scripts/report/data/topology/node-of-workload.ts';
import { clusters, modelFor, objectsOf } from '../../reach/fleet/model.ts';
import { topologies } from './sources.ts';

test.each(clusters)('every workload of %s that has a network of its own leads to its node', (cluster) => {
  const topology =
    topologies.find((each) => each.cluster === cluster) ?? expect.fail('There is no topology.');
  const { pods } = modelFor(cluster, objectsOf(cluster));
  for (const { namespace, kind, name, hostNetwork } of pods) {
    const node = nodeOfWorkload(topology, { namespace, kind, name });
    if (hostNetwork) continue;
    expect(node?.group, `${namespace}/${kind}/${name}`).toBe(namespace);
    expect(node?.pods.map(({ workload }) => workload)).toContain(`${kind}/${name}`);
  }
});

test('a workload is not taken for another one of its name', () => {
  for (const topology of topologies) {
    expect(
      nodeOfWorkload(topology, { namespace: 'nowhere', kind: 'Deployment', name: 'web' }),
    ).toBeUndefined();
    const [first] = topology.nodes.filter(({ pods }) => pods.length > 0);
    const [kind = '', name = ''] = first?.pods[0]?.workload.split('/') ?? [];
    expect(nodeOfWorkload(topology, { namespace: 'nowhere', kind, name })).toBeUndefined();
  }
});
