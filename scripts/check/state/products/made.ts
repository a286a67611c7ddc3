import type { ClusterState } from '../cluster-state.ts';
import type { Identity, Resource } from '../resource.ts';

/** What a controller makes of an object; in its namespace, unless another one is named. */
export type Made = Omit<Identity, 'namespace'> & {
  readonly namespace?: string;
  /** Of a Secret or ConfigMap; undefined where nobody here knows them. */
  readonly keys?: ReadonlySet<string> | undefined;
  /** At which a Service is served; undefined where nobody here knows them. */
  readonly ports?: readonly number[] | undefined;
};

export type Maker = (resource: Resource, state: ClusterState) => readonly Made[];

/** Facts of one product: the keys of a Secret or ConfigMap, the ports of a Service, or nothing that is known. */
type Facts = readonly string[] | readonly number[] | null;

/** By kind as `<group>/<kind>`, and then by name, in which `*` stands for that of the object. */
export type Named = Readonly<Record<string, Readonly<Record<string, Facts>>>>;

/** A maker whose products carry the name of the object in theirs. */
export function named(products: Named): Maker {
  return ({ name }) => madeOf(products, name);
}

export function madeOf(products: Named, name: string): readonly Made[] {
  return Object.entries(products).flatMap(([type, names]) => {
    const slash = type.indexOf('/');
    const identity = { group: type.slice(0, slash), kind: type.slice(slash + 1) };
    return Object.entries(names).map(([pattern, facts]): Made => {
      const own = { ...identity, name: pattern.replaceAll('*', name) };
      const texts = facts?.filter((fact) => typeof fact === 'string') ?? [];
      const numbers = facts?.filter((fact) => typeof fact === 'number') ?? [];
      return {
        ...own,
        ...(texts.length > 0 && { keys: new Set(texts) }),
        ...(numbers.length > 0 && { ports: numbers }),
      };
    });
  });
}

/** A Secret. */
export function secret(name: string | undefined, keys?: Iterable<string>): readonly Made[] {
  if (name === undefined || name === '') return [];
  return [{ group: '', kind: 'Secret', name, ...(keys !== undefined && { keys: new Set(keys) }) }];
}
