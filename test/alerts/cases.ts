import type { AlertCases } from './case.ts';
import { clusterCases } from './cluster.ts';
import { componentCases } from './components.ts';
import { monitoringCases } from './monitoring.ts';
import { workloadCases } from './workloads.ts';

/** Of every alert in the tree, by its name. */
export const alertCases: AlertCases = {
  ...clusterCases,
  ...componentCases,
  ...monitoringCases,
  ...workloadCases,
};

/** Alerts that can not be silent: they prove that alerting works. */
export const alwaysFiring: readonly string[] = ['Watchdog'];
