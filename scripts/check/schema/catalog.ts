import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { crdFields } from '../../schemas/complete/crd-fields.ts';
import { IMPORTS } from '../../schemas/imported-schemas.ts';
import { type Definitions, SchemaNode } from './node.ts';

const COMPLETE = join(IMPORTS, 'complete');
const KUBERNETES = /^kubernetes-(\d+\.\d+)\.json$/;

const kindFile = z.object({
  kinds: z.array(
    z.object({
      apiVersion: z.string(),
      kind: z.string(),
      plural: z.string(),
      namespaced: z.boolean(),
      served: z.boolean().optional(),
      deprecated: z.boolean().optional(),
      schema: z.unknown(),
    }),
  ),
  definitions: z.record(z.string(), z.unknown()),
});

/** Where a kind is known from. */
export type Origin = 'kubernetes' | 'tree' | 'bundle';

export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly served: boolean;
  readonly deprecated: boolean;
  readonly origin: Origin;
  readonly node: SchemaNode;
}

interface KindList {
  readonly kinds: ReadonlyMap<string, KnownKind>;
  readonly metadata: SchemaNode;
}

/** Versions of Kubernetes whose schemas are here whole, oldest first. */
export function completeVersions(): readonly string[] {
  return readdirSync(COMPLETE)
    .flatMap((file) => KUBERNETES.exec(file)?.[1] ?? [])
    .sort((a, b) => minorOf(a) - minorOf(b));
}

export function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}

/** The imported version that stands for one: the same, or the next, which has every field of it; the newest where there is none. */
export function nearestVersion(version: string): string {
  const versions = completeVersions();
  const wanted = minorOf(version);
  return versions.find((one) => minorOf(one) >= wanted) ?? versions.at(-1) ?? version;
}

const lists = new Map<string, KindList>();

function readList(file: string, origin: Origin): KindList {
  const known = lists.get(file);
  if (known) return known;
  const { kinds, definitions } = kindFile.parse(JSON.parse(readFileSync(join(COMPLETE, file), 'utf8')));
  const list = {
    kinds: new Map(
      kinds.map((one): [string, KnownKind] => [
        `${one.apiVersion}/${one.kind}`,
        knownKind(one, origin, definitions),
      ]),
    ),
    metadata: SchemaNode.of(
      { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      definitions,
    ),
  };
  lists.set(file, list);
  return list;
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly served?: boolean | undefined;
  readonly deprecated?: boolean | undefined;
  readonly schema?: unknown;
}

function knownKind(one: Kind, origin: Origin, definitions: Definitions): KnownKind {
  return {
    apiVersion: one.apiVersion,
    kind: one.kind,
    namespaced: one.namespaced,
    served: one.served !== false,
    deprecated: one.deprecated === true,
    origin,
    node: SchemaNode.of(one.schema, definitions),
  };
}

/** Every kind that can be judged: those of one version of Kubernetes, of a tree's own CRDs, and of the imported bundles. */
export class KindCatalog {
  readonly #builtIn: KindList;
  readonly #own = new Map<string, KnownKind>();
  readonly #ownKinds = new Set<string>();
  readonly #bundles: readonly string[];
  /** The imported version that stands for the asked one. */
  readonly kubernetes: string;

  /**
   * @param version of Kubernetes, such as `1.34`
   * @param definitions objects of the tree, of which CustomResourceDefinitions are learned
   */
  constructor(version: string, definitions: Iterable<unknown>) {
    this.kubernetes = nearestVersion(version);
    this.#builtIn = readList(`kubernetes-${this.kubernetes}.json`, 'kubernetes');
    this.#bundles = readdirSync(COMPLETE)
      .filter((file) => !KUBERNETES.test(file))
      .sort();
    for (const definition of definitions) {
      for (const version of crdFields(definition)?.versions ?? []) {
        this.#own.set(`${version.apiVersion}/${version.kind}`, knownKind(version, 'tree', {}));
        this.#ownKinds.add(`${groupOf(version.apiVersion)}/${version.kind}`);
      }
    }
  }

  /** What every object's metadata may hold. */
  get metadata(): SchemaNode {
    return this.#builtIn.metadata;
  }

  find(apiVersion: string, kind: string): KnownKind | undefined {
    const key = `${apiVersion}/${kind}`;
    const own = this.#own.get(key);
    if (own) return own;
    const builtIn = this.#builtIn.kinds.get(key);
    if (builtIn) return builtIn;
    // The tree's own CRD says which versions there are.
    if (this.#ownKinds.has(`${groupOf(apiVersion)}/${kind}`)) return undefined;
    return this.#inBundles(key);
  }

  #inBundles(key: string): KnownKind | undefined {
    for (const file of this.#bundles) {
      const found = readList(file, 'bundle').kinds.get(key);
      if (found) return found;
    }
    return undefined;
  }

  /** Versions of a kind that are known, the tree's own before all. */
  versionsOf(group: string, kind: string): readonly KnownKind[] {
    const every = [
      ...this.#own.values(),
      ...(this.#ownKinds.has(`${group}/${kind}`)
        ? []
        : [
            ...this.#builtIn.kinds.values(),
            ...this.#bundles.flatMap((file) => [...readList(file, 'bundle').kinds.values()]),
          ]),
    ];
    return every.filter((one) => one.kind === kind && groupOf(one.apiVersion) === group);
  }

  /** A kind of Kubernetes itself, in every version of every group that has it. */
  builtIn(kind: string): readonly KnownKind[] {
    return [...this.#builtIn.kinds.values()].filter((one) => one.kind === kind);
  }

  /** Kinds of Kubernetes itself with that apiVersion. */
  builtInKinds(apiVersion: string): readonly string[] {
    return [...this.#builtIn.kinds.values()]
      .filter((one) => one.apiVersion === apiVersion)
      .map(({ kind }) => kind);
  }

  /** Whether Kubernetes itself brings kinds of that group. */
  isBuiltInGroup(group: string): boolean {
    return [...this.#builtIn.kinds.values()].some((one) => groupOf(one.apiVersion) === group);
  }
}
