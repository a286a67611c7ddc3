import type { AlertCases } from './case.ts';
import { clusterCases } from './cluster.ts';
import { componentCases } from './components.ts';
import { monitoringCases } from './monitoring.ts';
import { storageCases } from './storage.ts';
import { workloadCases } from './workloads.ts';

/** Of every alert in the tree, by its name. */
export const alertCases: AlertCases = {
  ...clusterCases,
  ...componentCases,
  ...monitoringCases,
  ...storageCases,
  ...workloadCases,
};

/** Alerts that can not be silent: they prove that alerting works. */
export const alwaysFiring: readonly string[] = ['Watchdog'];
