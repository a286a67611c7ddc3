import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { Block } from '../addresses.ts';

/** The networks that policies of the mesh name. */
export function blocksOfMesh({ authorizationPolicies }: Mesh): readonly Block[] {
  const rules = authorizationPolicies.flatMap((policy) => policy.rules);
  const sources = rules.flatMap(({ from }) => (from ?? []).flatMap(({ source }) => source ?? []));
  const conditions = rules.flatMap(({ when }) =>
    when.filter(({ key }) => /^(?:source|remote)\.ip$/.test(key)),
  );
  return [
    ...sources.flatMap((source) => [
      ...source.ipBlocks,
      ...source.notIpBlocks,
      ...source.remoteIpBlocks,
      ...source.notRemoteIpBlocks,
    ]),
    ...conditions.flatMap(({ values, notValues }) => [...values, ...notValues]),
  ].map((text) => ({
    cidr: text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`,
    except: [],
  }));
}
