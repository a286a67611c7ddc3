import type { Scenario } from '../scenario.ts';
import { addWorkloads } from './add-workload.ts';
import { builds } from './builds.ts';

/** Every change that is proven. */
export const scenarios: readonly Scenario[] = [...addWorkloads, ...builds];
