import { type Cluster, type Fleet, istioRevisions } from '../../../../../clusters/index.ts';
import type { NamespaceDeclaration } from '../../../../../platform/kit/namespace.ts';

/** A step of an upgrade, as `cluster.yaml` states it. */
export interface State {
  readonly says: string;
  readonly mesh: Pick<NonNullable<Cluster['mesh']>, 'revision' | 'controlPlanes' | 'moving'>;
}

/**
 * Every state of an upgrade of one cluster, in the order of docs/mesh.md: begin, each namespace by itself in two steps, and the
 * end.
 */
export function statesOf(namespaces: readonly NamespaceDeclaration['name'][]): readonly State[] {
  const [from = '', to = ''] = istioRevisions.slice(-2);
  const both = [from, to];
  const states: State[] = [
    { says: 'at rest', mesh: { revision: from } },
    { says: 'begun', mesh: { revision: from, controlPlanes: both } },
  ];
  const labelled: string[] = [];
  const restarted: string[] = [];
  for (const namespace of namespaces) {
    labelled.push(namespace);
    states.push({
      says: `${namespace} labelled`,
      mesh: {
        revision: from,
        controlPlanes: both,
        moving: { labelled: [...labelled], restarted: [...restarted] },
      },
    });
    restarted.push(namespace);
    states.push({
      says: `${namespace} restarted`,
      mesh: {
        revision: from,
        controlPlanes: both,
        moving: { labelled: [...labelled], restarted: [...restarted] },
      },
    });
  }
  states.push(
    { says: 'moved', mesh: { revision: to, controlPlanes: both } },
    { says: 'finished', mesh: { revision: to } },
  );
  return states;
}

/** The fleet with one cluster in a state. */
export function fleetAt(fleet: Fleet, name: string, { mesh: state }: State): Fleet {
  return {
    ...fleet,
    clusters: fleet.clusters.map((cluster) => {
      if (cluster.name !== name || cluster.mesh === undefined) return cluster;
      const { controlPlanes: _, moving: __, ...identity } = cluster.mesh;
      return { ...cluster, mesh: { ...identity, ...state } };
    }),
  };
}
