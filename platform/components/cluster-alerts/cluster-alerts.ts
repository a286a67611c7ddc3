import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { MONITORING_NAMESPACE } from '../monitoring/address.ts';
import { clusterWideAlerts } from './cluster.ts';
import { nodeAlerts } from './nodes.ts';

/** When somebody has to look at the nodes, or at the cluster as a whole. */
export const clusterAlerts = component({
  name: 'cluster-alerts',
  namespace: MONITORING_NAMESPACE,
  wave: waves.workloads,
  alerts: (context) => [...nodeAlerts, ...clusterWideAlerts(context)],
});
