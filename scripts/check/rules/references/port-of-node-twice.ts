import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { OF_PODS } from '../../../cluster-model/defaults/pods.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, numberAt, type Path, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';

const service = (name: string, nodePort: number) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { type: NodePort, ports: [{ port: 80, nodePort: ${nodePort} }] }
`;

interface Claim {
  readonly key: string;
  readonly resource: Resource;
  readonly path: Path;
  readonly port: number;
}

/** A port of a node has one owner. */
export const portOfNodeTwice: ClusterRule = {
  id: 'port-of-node-twice',
  severity: 'error',
  summary: 'A port of the nodes that two Services or the pods of two workloads want',
  breaks:
    'The API server refuses the second Service; pods of the second workload find no node and stay Pending.',
  failing: service('web', 30080) + service('shop', 30080),
  passing: service('web', 30080) + service('shop', 30081),
  *judge(state) {
    yield* saidOf(state.of('/Service').flatMap(nodePorts), 'nodePort');
    yield* saidOf(hostPorts(state), 'hostPort');
  },
};

function* saidOf(claims: readonly Claim[], field: string): Generator<Said> {
  const taken = new Map<string, Claim>();
  for (const claim of claims) {
    const first = taken.get(claim.key);
    if (first === undefined) taken.set(claim.key, claim);
    if (first === undefined || first.resource === claim.resource) continue;
    yield {
      resource: claim.resource,
      path: claim.path,
      message: `${titleOf(first.resource)} has the port ${claim.port} of the nodes already.`,
      fix: field === 'nodePort' ? 'Leave nodePort out, or write another number.' : 'Write another number.',
    };
  }
}

function nodePorts(resource: Resource): readonly Claim[] {
  return listAt(resource.value, 'spec', 'ports').flatMap((each, index): Claim[] => {
    const port = numberAt(each, 'nodePort');
    const protocol = textAt(each, 'protocol') ?? byDefault('/Service', 'spec.ports[].protocol');
    return port === undefined || port === 0
      ? []
      : [{ key: `${protocol}/${port}`, resource, port, path: ['spec', 'ports', index, 'nodePort'] }];
  });
}

/** Of DaemonSets, whose pods are on all nodes alike; others may be kept apart by the scheduler. */
function hostPorts(state: ClusterState): readonly Claim[] {
  return state.workloads.flatMap(({ kind, containers, resource, spec, hostNetwork }) => {
    if (kind !== 'DaemonSet') return [];
    const nodes = JSON.stringify([spec.nodeSelector ?? null, at(spec, 'affinity', 'nodeAffinity') ?? null]);
    return containers.flatMap(({ value, path }) =>
      listAt(value, 'ports').flatMap((each, index): Claim[] => {
        const port =
          numberAt(each, 'hostPort') ?? (hostNetwork ? numberAt(each, 'containerPort') : undefined);
        const key = [
          nodes,
          textAt(each, 'protocol') ?? OF_PODS['containers[].ports[].protocol'],
          textAt(each, 'hostIP') ?? '',
          port,
        ].join();
        return port === undefined ? [] : [{ key, resource, port, path: [...path, 'ports', index] }];
      }),
    );
  });
}
