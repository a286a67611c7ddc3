import type { ChartValues } from '../cluster-model/chart-values.ts';
import type { Change, Item } from './change.ts';
import { keyOf } from './compare/key.ts';
import { itemsOf } from './sides/items.ts';
import type { Layout } from './sides/place.ts';
import type { Side } from './sides/side.ts';

/** What both sides have read already. */
export interface Store {
  /** Texts by the name of their content. */
  readonly texts: Map<string, string>;
  /** Objects by the name of their content and its place. */
  readonly parsed: Map<string, readonly Item[]>;
  /** Kinds that a text may hold, in small letters, by the name of its content. */
  readonly kinds: Map<string, readonly string[]>;
  /** Clusters of which anything is asked: their files are read together. */
  readonly clusters: Set<string>;
}

/** @param changes tell which clusters will be asked */
export function newStore(changes: readonly Change[] = []): Store {
  const clusters = new Set(changes.map(({ cluster }) => cluster));
  return { texts: new Map(), parsed: new Map(), kinds: new Map(), clusters };
}

/** Kinds by which the writer names files, in small letters: a file that begins with one holds no other kind. */
const NAMED_AFTER =
  /^(application|applicationset|appproject|authorizationpolicy|certificate|clusterrole|clusterrolebinding|configmap|cronjob|customresourcedefinition|daemonset|deployment|destinationrule|externalsecret|gateway|horizontalpodautoscaler|ingress|issuer|job|limitrange|namespace|networkpolicy|nodepool|peerauthentication|persistentvolumeclaim|poddisruptionbudget|podmonitor|priorityclass|prometheusrule|requestauthentication|resourcequota|role|rolebinding|scaledjob|scaledobject|secret|secretstore|service|serviceaccount|serviceentry|servicemonitor|sidecar|statefulset|storageclass|telemetry|triggerauthentication|verticalpodautoscaler|virtualservice)-/;
const KIND = /\bkind["']?:[ \t]*["']?([A-Za-z]+)/g;

/** One side with everything in it: what a rule may ask besides the change itself. */
export class Surroundings {
  readonly #side: Side;
  readonly #layout: Layout;
  readonly #store: Store;
  readonly #paths = new Map<string, string[]>();
  readonly #byKind = new Map<string, Map<string, string[]>>();
  readonly #items = new Map<string, readonly Item[]>();
  readonly #values = new Map<string, readonly string[]>();
  readonly #asked = new Set<string>();
  readonly #namespaces = new Map<string, ReadonlyMap<string | undefined, readonly Item[]>>();

  constructor(side: Side, layout: Layout, store: Store) {
    this.#side = side;
    this.#layout = layout;
    this.#store = store;
    for (const path of side.files.keys()) {
      const place = layout.placeOf(path);
      if (place === undefined) continue;
      const paths = this.#paths.get(place.cluster);
      if (paths === undefined) this.#paths.set(place.cluster, [path]);
      else paths.push(path);
    }
  }

  /** Whether the side has the cluster at all. */
  has(cluster: string): boolean {
    return this.#paths.has(cluster);
  }

  /** The objects of some kinds of a cluster, by their kind alone. */
  ofKinds(cluster: string, ...kinds: readonly string[]): readonly Item[] {
    return kinds.flatMap((kind) => this.#ofKind(cluster, kind));
  }

  /** The same, in one namespace. */
  inNamespace(cluster: string, namespace: string | undefined, ...kinds: readonly string[]): readonly Item[] {
    return kinds.flatMap((kind) => this.#ofNamespace(cluster, kind).get(namespace) ?? []);
  }

  /** An object that is the same as another one. */
  find(item: Item): Item | undefined {
    const key = keyOf(item);
    if (item.source === 'values') return this.valuesOf(item.cluster).find((each) => keyOf(each) === key);
    return this.inNamespace(item.cluster, item.namespace, item.kind).find((each) => keyOf(each) === key);
  }

  /** The files of some clusters. */
  pathsOf(clusters: Iterable<string>): readonly string[] {
    return [...clusters].flatMap((cluster) => this.#paths.get(cluster) ?? []);
  }

  /** How many files a cluster has. */
  sizeOf(cluster: string): number {
    return this.#paths.get(cluster)?.length ?? 0;
  }

  /** Everything in a cluster but values. */
  all(cluster: string): readonly Item[] {
    return this.inFiles(this.#paths.get(cluster) ?? []);
  }

  /** Everything in some files but values. */
  inFiles(files: Iterable<string>): readonly Item[] {
    const paths = [...new Set(files)].filter((path) => this.#layout.placeOf(path)?.source !== 'values');
    this.#load(paths);
    return paths.flatMap((path) => this.#parse(path, this.#textOf(path)));
  }

  /** The values of the charts of a cluster, by unit. */
  valuesOf(cluster: string): readonly Item[] {
    return this.#valuesFrom(cluster, () => true);
  }

  /** The same, each read when it is asked for. */
  chartValuesOf(cluster: string): ChartValues {
    const units = this.#valuesPaths(cluster, () => true).map(
      (path) => this.#layout.placeOf(path)?.unit ?? '',
    );
    return { units, of: (unit) => this.#valuesFrom(cluster, (own) => own === unit)[0]?.value };
  }

  #valuesFrom(cluster: string, isWanted: (unit: string) => boolean): readonly Item[] {
    const own = this.#valuesPaths(cluster, isWanted);
    if (own.some((path) => !this.#isLoaded(path)))
      this.#load(this.#askedWith(cluster).flatMap((name) => this.#valuesPaths(name, isWanted)));
    return own.flatMap((path) => this.#parse(path, this.#textOf(path)));
  }

  #valuesPaths(cluster: string, isWanted: (unit: string) => boolean): readonly string[] {
    let paths = this.#values.get(cluster);
    if (paths === undefined) {
      paths =
        this.#paths.get(cluster)?.filter((path) => this.#layout.placeOf(path)?.source === 'values') ?? [];
      this.#values.set(cluster, paths);
    }
    return paths.filter((path) => isWanted(this.#layout.placeOf(path)?.unit ?? ''));
  }

  #ofNamespace(cluster: string, kind: string): ReadonlyMap<string | undefined, readonly Item[]> {
    const key = `${cluster}\0${kind}`;
    const known = this.#namespaces.get(key);
    if (known !== undefined) return known;
    const found = new Map<string | undefined, Item[]>();
    for (const item of this.#ofKind(cluster, kind)) {
      const own = found.get(item.namespace);
      if (own === undefined) found.set(item.namespace, [item]);
      else own.push(item);
    }
    this.#namespaces.set(key, found);
    return found;
  }

  #ofKind(cluster: string, kind: string): readonly Item[] {
    const key = `${cluster}\0${kind}`;
    const known = this.#items.get(key);
    if (known !== undefined) return known;
    const clusters = this.#asked.has(kind) ? [cluster] : this.#askedWith(cluster);
    this.#asked.add(kind);
    this.#load(clusters.flatMap((name) => this.#pathsOf(name, kind)));
    const found = this.#pathsOf(cluster, kind)
      .flatMap((path) => this.#parse(path, this.#textOf(path)))
      .filter((item) => item.kind === kind);
    this.#items.set(key, found);
    return found;
  }

  /** What one cluster is asked for, the others will be: Git is started once for all of them. A folder is read where it is asked. */
  #askedWith(cluster: string): readonly string[] {
    const { origin } = this.#side;
    const isFolder = origin !== undefined && 'folder' in origin;
    return isFolder ? [cluster] : [...new Set([...this.#store.clusters, cluster])];
  }

  /** The files that may hold a kind: by their names where the writer has given them, otherwise by what is in them. */
  #pathsOf(cluster: string, kind: string): readonly string[] {
    if (this.#byKind.size === 0) this.#sort(this.#askedWith(cluster));
    if (!this.#byKind.has(cluster)) this.#sort([cluster]);
    return this.#byKind.get(cluster)?.get(kind.toLowerCase()) ?? [];
  }

  #sort(clusters: readonly string[]): void {
    const named = (path: string) =>
      this.#layout.isFleet && this.#layout.placeOf(path)?.source === 'object'
        ? NAMED_AFTER.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]
        : undefined;
    const files = clusters.flatMap((cluster) =>
      (this.#paths.get(cluster) ?? []).map((path) => ({ cluster, path, kind: named(path) })),
    );
    const unnamed = files.filter(
      ({ path, kind }) => kind === undefined && this.#layout.placeOf(path)?.source !== 'values',
    );
    this.#load(unnamed.map(({ path }) => path));
    for (const cluster of clusters) this.#byKind.set(cluster, new Map());
    const add = (cluster: string, kind: string, path: string) => {
      const kinds = this.#byKind.get(cluster);
      const paths = kinds?.get(kind);
      if (paths === undefined) kinds?.set(kind, [path]);
      else paths.push(path);
    };
    for (const { cluster, path, kind } of files) if (kind !== undefined) add(cluster, kind, path);
    for (const { cluster, path } of unnamed) {
      for (const kind of this.#kindsIn(path)) add(cluster, kind, path);
    }
  }

  /** The kinds that a file may hold; one content is looked through once, whoever has it. */
  #kindsIn(path: string): readonly string[] {
    const content = this.#side.files.get(path) ?? '';
    const known = this.#store.kinds.get(content);
    if (known !== undefined) return known;
    const named = [...this.#textOf(path).matchAll(KIND)].map(([, kind = '']) =>
      kind.replace(/List$/, '').toLowerCase(),
    );
    const kinds = [...new Set(named)];
    this.#store.kinds.set(content, kinds);
    return kinds;
  }

  #isLoaded(path: string): boolean {
    return this.#store.texts.has(this.#side.files.get(path) ?? '');
  }

  /** Reads each content that nobody has read yet, once. */
  #load(paths: readonly string[]): void {
    const { texts } = this.#store;
    const missing = new Map<string, string>();
    for (const path of paths) {
      const content = this.#side.files.get(path) ?? '';
      if (!texts.has(content)) missing.set(content, path);
    }
    if (missing.size === 0) return;
    for (const [path, text] of this.#side.read([...missing.values()]))
      texts.set(this.#side.files.get(path) ?? '', text);
  }

  #textOf(path: string): string {
    return this.#store.texts.get(this.#side.files.get(path) ?? '') ?? '';
  }

  #parse(path: string, text: string): readonly Item[] {
    return parsedItems(this.#side, this.#layout, path, text, this.#store.parsed, []);
  }
}

/** The objects of a file; files with the same content in the same place are read once. */
export function parsedItems(
  side: Side,
  layout: Layout,
  path: string,
  text: string,
  parsed: Map<string, readonly Item[]>,
  problems: string[],
): readonly Item[] {
  const place = layout.placeOf(path);
  if (place === undefined) return [];
  const content = `${side.files.get(path)} ${place.source}`;
  const known = parsed.get(content);
  if (known !== undefined)
    return known.map((item) => ({
      ...item,
      ...place,
      file: path,
      // Values are those of their unit.
      name: place.source === 'values' ? place.unit : item.name,
    }));
  const found: string[] = [];
  const items = itemsOf(text, path, place, found);
  problems.push(...found.map((problem) => problem.replace(path, side.only ?? path)));
  parsed.set(content, items);
  return items;
}
