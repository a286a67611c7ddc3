import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

/**
 * Scenarios that are made one after the other in one copy, as a merge queue takes the changes of a day, with the gates once
 * for all of them: in a fifth of the time. An upgrade's states exclude each other, and so does what goes and what is changed.
 */
const BATCHES: readonly (readonly string[])[] = [
  ['every-kind', 'service', 'component', 'images-1', 'resources', 'cluster', 'no-prod-eu'],
  // It compares what is rendered before and after, so it comes first.
  ['hub-lost', 'istio-begin', 'no-component'],
  ['istio-move', 'no-service', 'no-product'],
  ['istio-finish', 'no-triptrip-dr', 'no-triptrip-staging'],
];

/** Every scenario but those that are within another one. */
export const batches: readonly (readonly Scenario[])[] = BATCHES.map((names) =>
  names.flatMap((name) => scenarios.filter((scenario) => scenario.name === name)),
);
