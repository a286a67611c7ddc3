import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { type Amounts, amountsOf } from './quantity.ts';
import { at, listAt, type Path, textAt } from './read.ts';
import type { Resource } from './resource.ts';

/** One item of a LimitRange, with what the API server adds to it. */
export interface Limit {
  readonly resource: Resource;
  readonly path: Path;
  readonly type: string;
  readonly min: Amounts;
  readonly max: Amounts;
  /** Limits of a container that has none. */
  readonly defaults: Amounts;
  /** Requests of a container that has none. */
  readonly defaultRequests: Amounts;
  readonly ratios: Amounts;
}

const limitsByNamespace = remembered((state: ClusterState): ReadonlyMap<string, readonly Limit[]> => {
  const found = new Map<string, Limit[]>();
  for (const resource of state.of('/LimitRange')) {
    const limits = found.get(resource.namespace) ?? [];
    found.set(resource.namespace, limits);
    limits.push(
      ...listAt(resource.value, 'spec', 'limits').map((item, index) => limitOf(resource, item, index)),
    );
  }
  return found;
});

/** What the LimitRanges of a namespace say. */
export function limitsIn(state: ClusterState, namespace: string): readonly Limit[] {
  return limitsByNamespace(state).get(namespace) ?? [];
}

/** A maximum is the default limit, and that the default request, where nothing else is said. */
function limitOf(resource: Resource, item: unknown, index: number): Limit {
  const type = textAt(item, 'type') ?? '';
  const [min, max] = [amountsOf(at(item, 'min')), amountsOf(at(item, 'max'))];
  const isOfContainers = type === 'Container';
  const defaults = new Map([...(isOfContainers ? max : []), ...amountsOf(at(item, 'default'))]);
  return {
    resource,
    path: ['spec', 'limits', index],
    type,
    min,
    max,
    defaults,
    defaultRequests: new Map([
      ...(isOfContainers ? min : []),
      ...(isOfContainers ? defaults : []),
      ...amountsOf(at(item, 'defaultRequest')),
    ]),
    ratios: amountsOf(at(item, 'maxLimitRequestRatio')),
  };
}
