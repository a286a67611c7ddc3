import type { Scenario } from '../scenario.ts';
import { addWorkloads } from './add-workload.ts';
import { builds } from './builds.ts';
import { clusters } from './clusters.ts';
import { components } from './components.ts';
import { hubLost } from './hub-lost.ts';
import { istioUpgrade } from './istio-upgrade.ts';
import { removals } from './removals.ts';
import { scales } from './scale.ts';

/** Every change that is proven. */
export const scenarios: readonly Scenario[] = [
  ...addWorkloads,
  ...components,
  ...builds,
  ...scales,
  ...clusters,
  ...hubLost,
  ...istioUpgrade,
  ...removals,
];
