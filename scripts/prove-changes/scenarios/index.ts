import type { Scenario } from '../scenario.ts';
import { addWorkloads } from './add-workload.ts';
import { builds } from './builds.ts';
import { clusters } from './clusters.ts';
import { components } from './components.ts';
import { hubLost } from './hub-lost.ts';
import { istioUpgrade } from './istio-upgrade.ts';
import { removals } from './removals.ts';
import { scales } from './scale.ts';

/** Scenarios whose kind of change another one makes too. */
const WITHIN: Readonly<Record<string, string>> = {
  worker: 'every-kind',
  job: 'every-kind',
  'triptrip-service': 'every-kind',
  'aws-component': 'component',
  promotion: 'images-1',
  canary: 'images-1',
  'images-2': 'images-1',
  'scale-max': 'resources',
  'no-sre-portfolio-dev': 'no-triptrip-staging',
};

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
].map((scenario) => {
  const within = WITHIN[scenario.name];
  return within === undefined ? scenario : { ...scenario, within };
});
