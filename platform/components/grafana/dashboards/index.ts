import type { Context } from '../../../unit/unit.ts';
import { application } from './application.ts';
import { argocd } from './argocd.ts';
import { clusterOverview } from './cluster-overview.ts';
import { database } from './database.ts';
import type { DashboardDeclaration } from './declaration.ts';
import { goldenSignals } from './golden-signals.ts';
import { meshControlPlane } from './mesh-control-plane.ts';
import { queues } from './queues.ts';
import { serviceLevels } from './service-levels.ts';
import { stores } from './stores.ts';

/** The dashboards of a cluster (S1-33, S1-34, S2-69 to S2-72); of Argo CD on hubs, of the mesh where there is one. */
export function dashboards(context: Context): readonly DashboardDeclaration[] {
  const { cluster, fleet } = context;
  return [
    application,
    clusterOverview,
    database(cluster),
    goldenSignals,
    queues(cluster),
    serviceLevels(context),
    stores,
    ...(fleet.clusters.some(({ hub }) => hub === cluster.name) ? [argocd] : []),
    ...(cluster.mesh === undefined ? [] : [meshControlPlane]),
  ];
}
