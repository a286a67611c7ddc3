import type { Item } from './change.ts';
import { keyOf } from './compare/key.ts';
import { itemsOf } from './sides/items.ts';
import type { Layout } from './sides/place.ts';
import type { Side } from './sides/side.ts';

/** Kinds by which files are named, in small letters: a file that begins with one holds no other kind. */
const NAMED_AFTER =
  /^(application|applicationset|appproject|authorizationpolicy|certificate|clusterrole|clusterrolebinding|configmap|cronjob|customresourcedefinition|daemonset|deployment|destinationrule|externalsecret|gateway|horizontalpodautoscaler|ingress|issuer|job|limitrange|namespace|networkpolicy|nodepool|peerauthentication|persistentvolumeclaim|poddisruptionbudget|podmonitor|priorityclass|prometheusrule|requestauthentication|resourcequota|role|rolebinding|scaledjob|scaledobject|secret|secretstore|service|serviceaccount|serviceentry|servicemonitor|sidecar|statefulset|storageclass|telemetry|triggerauthentication|verticalpodautoscaler|virtualservice)-/;

/** One side with everything in it: what a rule may ask besides the change itself. */
export class Surroundings {
  readonly #side: Side;
  readonly #layout: Layout;
  readonly #paths = new Map<string, string[]>();
  readonly #texts = new Map<string, ReadonlyMap<string, string>>();
  readonly #items = new Map<string, readonly Item[]>();
  readonly #parsed: Map<string, readonly Item[]>;

  /** @param parsed what was read already, by the name of its content and its place; shared by both sides */
  constructor(side: Side, layout: Layout, parsed: Map<string, readonly Item[]>) {
    this.#side = side;
    this.#layout = layout;
    this.#parsed = parsed;
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
    return this.ofKinds(cluster, ...kinds).filter((item) => item.namespace === namespace);
  }

  /** An object that is the same as another one. */
  find(item: Item): Item | undefined {
    const key = keyOf(item);
    return this.#ofKind(item.cluster, item.kind).find((each) => keyOf(each) === key);
  }

  /** Everything in a cluster. */
  all(cluster: string): readonly Item[] {
    return this.#parse(cluster, this.#paths.get(cluster) ?? []);
  }

  /** The values of the charts of a cluster, by unit. */
  valuesOf(cluster: string): readonly Item[] {
    const paths = (this.#paths.get(cluster) ?? []).filter(
      (path) => this.#layout.placeOf(path)?.source === 'values',
    );
    return this.#parse(cluster, paths);
  }

  #ofKind(cluster: string, kind: string): readonly Item[] {
    const key = `${cluster}\0${kind}`;
    const known = this.#items.get(key);
    if (known !== undefined) return known;
    const isOther = (path: string) => {
      const place = this.#layout.placeOf(path);
      if (place === undefined || place.source === 'values') return true;
      if (!this.#layout.isFleet || place.source !== 'object') return false;
      const named = NAMED_AFTER.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
      return named !== undefined && named !== kind.toLowerCase();
    };
    const paths = (this.#paths.get(cluster) ?? []).filter((path) => !isOther(path));
    const texts = this.#textsOf(cluster, paths);
    const mention = new RegExp(`kind["']?:\\s*["']?(?:${kind}|[A-Za-z]*List)\\b`);
    const likely = paths.filter((path) => mention.test(texts.get(path) ?? ''));
    const found = this.#parse(cluster, likely).filter((item) => item.kind === kind);
    this.#items.set(key, found);
    return found;
  }

  #parse(cluster: string, paths: readonly string[]): readonly Item[] {
    const texts = this.#textsOf(cluster, paths);
    return paths.flatMap((path) =>
      parsedItems(this.#side, this.#layout, path, texts.get(path) ?? '', this.#parsed, []),
    );
  }

  #textsOf(cluster: string, paths: readonly string[]): ReadonlyMap<string, string> {
    const known = this.#texts.get(cluster) ?? new Map<string, string>();
    const missing = paths.filter((path) => !known.has(path));
    const texts = missing.length === 0 ? known : new Map([...known, ...this.#side.read(missing)]);
    this.#texts.set(cluster, texts);
    return texts;
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
  const items = itemsOf(text, path, place, problems);
  parsed.set(content, items);
  return items;
}
