import type { Cluster } from '../../../clusters/index.ts';
import { checkStates, statesOf } from '../../check/check.ts';
import { compareTexts } from '../../check/order.ts';
import type { ClusterState } from '../../check/state/cluster-state.ts';
import type { Exemption } from '../../check/waivers/exemption.ts';
import type { Tree } from '../../cluster-model/cluster.ts';
import { readModel } from '../../cluster-model/model.ts';
import type { Diff } from '../../diff/diff.ts';
import { autoscalersOf } from './autoscalers.ts';
import { capacityOf } from './capacity.ts';
import { changesOf } from './changes.ts';
import { findingsOf } from './findings.ts';
import { poolsOf } from './pools.ts';
import type { Report } from './report.ts';
import type { Bounds, ClusterContract, ClusterRow, Links, WorkloadRow } from './rows/fleet.ts';
import { unitOf } from './units.ts';
import { versionsOf } from './versions.ts';
import { detailsOf, workloadsOf } from './workloads.ts';

/** What the page is made of. */
export interface Sources {
  /** The folder that was read. */
  readonly source: string;
  readonly trees: readonly Tree[];
  /** The contract; none for a tree of others. */
  readonly clusters: readonly Cluster[];
  readonly exemptions: readonly Exemption[];
  readonly diff?: Diff | undefined;
  readonly links: Links;
}

/** Everything that the page shows. */
export function reportOf({ source, trees, clusters, exemptions, diff, links }: Sources): Report {
  const contract = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const states = statesOf(trees);
  const checked = checkStates(states, { exemptions });
  const findings = findingsOf(checked, exemptions);
  const workloads = states.map(workloadsOf);
  const rows = states.map((state, index): ClusterRow => {
    const own = workloads[index] ?? [];
    const known = contract.get(state.cluster);
    const count = (severity: keyof ClusterRow['findings']) =>
      findings.findings.filter((each) => each.cluster === state.cluster && each.severity === severity).length;
    return {
      name: state.cluster,
      contract: known === undefined ? undefined : contractOf(known),
      kubernetes: state.kubernetes,
      objects: state.resources.length,
      workloads: own.length,
      pods: total(own, () => 1),
      cpu: total(own, ({ cpu }) => cpu),
      memory: total(own, ({ memory }) => memory),
      findings: { error: count('error'), warning: count('warning'), info: count('info') },
      notes: readModel(state.tree).model.notes,
    };
  });
  return {
    fleet: { source, links, clusters: rows, workloads: workloads.flat() },
    capacity: {
      namespaces: states.flatMap(capacityOf),
      pools: states.flatMap((state) => poolsOf(state, contract.get(state.cluster))),
    },
    autoscalers: states.flatMap(autoscalersOf),
    versions: versionsOf(states, contract, ({ kubernetes }) => kubernetes),
    findings,
    changes: diff === undefined ? { asked: false } : changesOf(diff),
    clusters: states.map((state) => ({
      name: state.cluster,
      details: detailsOf(state),
      objects: objectsOf(state),
    })),
  };
}

function contractOf({ environment, hub, terraform, domain, nodeScaler, mesh }: Cluster): ClusterContract {
  const { region, accountId: account } = terraform;
  return { environment, hub, region, account, domain, nodeScaler, mesh: mesh?.id };
}

function total(workloads: readonly WorkloadRow[], of: (workload: WorkloadRow) => number): Bounds {
  let [min, max] = [0, 0];
  for (const workload of workloads) {
    min += workload.pods.min * of(workload);
    max += workload.pods.max * of(workload);
  }
  return { min, max };
}

function objectsOf(state: ClusterState): Report['clusters'][number]['objects'] {
  return state.resources
    .map(({ kind, namespace, name, found }) => ({
      kind,
      namespace,
      name,
      unit: unitOf(state, found.file),
      file: found.file,
      line: found.line,
    }))
    .sort(
      (one, other) =>
        compareTexts(one.namespace, other.namespace) ||
        compareTexts(one.kind, other.kind) ||
        compareTexts(one.name, other.name),
    );
}
