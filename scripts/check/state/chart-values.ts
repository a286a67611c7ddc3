import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { type Fields, fields } from './read.ts';

/** What the Helm charts of a fleet's cluster are told, by unit. */
export const chartValuesIn = remembered(
  ({ tree: { values } }: ClusterState): ReadonlyMap<string, Fields> =>
    new Map((values?.units ?? []).map((unit) => [unit, fields(values?.of(unit))])),
);
