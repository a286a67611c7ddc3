import type { Cluster } from '../../../clusters/index.ts';
import { RECOVERY } from '../../unit/recovery.ts';
import type { Unit } from '../../unit/unit.ts';

/**
 * What whoever opens the project of a product on the worst day has to know: how soon, how much may be lost, and what of it
 * another region serves meanwhile.
 */
export function promiseOf(product: string, units: readonly Unit[], clusters: readonly Cluster[]): string {
  const { recovery = RECOVERY } = units.find((unit) => unit.recovery !== undefined) ?? {};
  const { timeMinutes, pointMinutes } = recovery;
  return `The product ${product}: RTO ${timeMinutes} minutes, RPO ${pointMinutes} minutes ${coverage(units, clusters)} (docs/failover.md)`;
}

function coverage(units: readonly Unit[], clusters: readonly Cluster[]): string {
  const hosts = [...new Set(units.flatMap(hostsOf))].sort();
  const moved = hosts.filter((host) =>
    clusters.some(({ takesOver }) =>
      takesOver.some(
        (takeover) =>
          takeover.hosts.includes(host) &&
          units.some((unit) => unit.clusters.includes(takeover.cluster) && hostsOf(unit).includes(host)),
      ),
    ),
  );
  if (moved.length === 0) return 'for a lost cluster; while its region is lost, so is the product';
  return moved.length === hosts.length
    ? 'for a lost cluster or region'
    : `for a lost cluster; of a lost region, for ${moved.join(', ')} alone`;
}

function hostsOf({ workloads = [] }: Unit): readonly string[] {
  return workloads.flatMap(({ declaration }) =>
    declaration.kind === 'service' && declaration.exposes !== undefined ? [declaration.exposes.host] : [],
  );
}
