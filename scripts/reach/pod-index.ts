import type { Labels } from '../cluster-model/objects/fields.ts';
import { type LabelSelector, matches } from '../cluster-model/objects/selector.ts';
import type { Endpoint } from './endpoints.ts';

/** Finds the pods of a selector without looking at each of them. */
export class PodIndex {
  readonly #endpoints: readonly Endpoint[];
  readonly #namespaces: ReadonlyMap<string, Labels>;
  readonly #byNamespace = new Map<string, number[]>();
  readonly #byLabel = new Map<string, number[]>();
  readonly #namespacesOf = new Map<string, ReadonlySet<string>>();

  constructor(endpoints: readonly Endpoint[], namespaces: ReadonlyMap<string, Labels>) {
    this.#endpoints = endpoints;
    this.#namespaces = namespaces;
    for (const [at, endpoint] of endpoints.entries()) {
      if (endpoint.type !== 'pods') continue;
      push(this.#byNamespace, endpoint.pods.namespace, at);
      for (const [key, value] of Object.entries(endpoint.pods.labels))
        push(this.#byLabel, `${key}\0${value}`, at);
    }
  }

  /** The pods of a namespace, or of all namespaces that a selector names. */
  select(namespaces: string | LabelSelector, selector: LabelSelector): readonly number[] {
    const allowed = typeof namespaces === 'string' ? new Set([namespaces]) : this.#matching(namespaces);
    return this.#candidates(allowed, selector).filter((at) => {
      const endpoint = this.#endpoints[at];
      return (
        endpoint?.type === 'pods' &&
        allowed.has(endpoint.pods.namespace) &&
        matches(selector, endpoint.pods.labels)
      );
    });
  }

  #candidates(namespaces: ReadonlySet<string>, { matchLabels }: LabelSelector): readonly number[] {
    const postings = Object.entries(matchLabels).map(
      ([key, value]) => this.#byLabel.get(`${key}\0${value}`) ?? [],
    );
    const shortest = postings.sort((one, other) => one.length - other.length)[0];
    const inside = [...namespaces].map((name) => this.#byNamespace.get(name) ?? []);
    const size = inside.reduce((sum, { length }) => sum + length, 0);
    return shortest !== undefined && shortest.length < size ? shortest : inside.flat();
  }

  #matching(selector: LabelSelector): ReadonlySet<string> {
    const key = JSON.stringify(selector);
    let found = this.#namespacesOf.get(key);
    if (found === undefined) {
      found = new Set(
        [...this.#namespaces].filter(([, labels]) => matches(selector, labels)).map(([name]) => name),
      );
      this.#namespacesOf.set(key, found);
    }
    return found;
  }
}

function push(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
