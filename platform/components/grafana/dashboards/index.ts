import type { Context } from '../../../unit/unit.ts';
import { application } from './application.ts';
import { clusterOverview } from './cluster-overview.ts';
import { database } from './database.ts';
import type { DashboardDeclaration } from './declaration.ts';
import { goldenSignals } from './golden-signals.ts';
import { serviceLevels } from './service-levels.ts';

/** The dashboards of a cluster (S1-33, S1-34, S2-69 to S2-72). */
export function dashboards(context: Context): readonly DashboardDeclaration[] {
  return [application, clusterOverview, database(context.cluster), goldenSignals, serviceLevels(context)];
}
