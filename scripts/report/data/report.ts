import type { AutoscalerRow } from './rows/autoscaler.ts';
import type { CapacityData } from './rows/capacity.ts';
import type { ChangesData } from './rows/changes.ts';
import type { ObjectRow, WorkloadDetails } from './rows/cluster.ts';
import type { FindingsData } from './rows/findings.ts';
import type { FleetData } from './rows/fleet.ts';
import type { VersionsData } from './rows/versions.ts';
import type { Plan } from './topology/arrange.ts';
import type { TopologyData } from './topology/data.ts';

/** Everything that the page shows, in pieces: each is a script of its own, loaded when a view asks for it. */
export interface Report {
  readonly fleet: FleetData;
  readonly capacity: CapacityData;
  readonly autoscalers: readonly AutoscalerRow[];
  readonly versions: VersionsData;
  readonly findings: FindingsData;
  readonly changes: ChangesData;
  readonly clusters: readonly ClusterPieces[];
}

/** A topology with the places of its first view, so that the page shows it at once. */
export type PlannedTopology = TopologyData & { readonly plan: Plan };

/** What is only wanted where somebody looks at one cluster. */
export interface ClusterPieces {
  readonly name: string;
  readonly details: Readonly<Record<string, WorkloadDetails>>;
  readonly objects: readonly ObjectRow[];
  /** Absent for a tree of others, of which nobody knows what is declared. */
  readonly topology?: PlannedTopology | undefined;
}
