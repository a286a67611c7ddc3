import type { Cluster, Fleet, Takeover } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import type { ServiceDeclaration } from '../../platform/workload/declaration/workload.ts';
import { Mistake } from '../command-line/mistake.ts';

/**
 * Refuses names that a cluster takes over and would not answer for: the service of the host has to run on both, and
 * where it wants the token of a customer, both have to trust the same issuer. The contract cannot see it, as it does
 * not know the workloads (S0-89, S4-49).
 *
 * @throws Mistake with every such name
 */
export function checkTakeovers(units: readonly Unit[], fleet: Fleet): void {
  const mistakes = fleet.clusters.flatMap((cluster) =>
    cluster.takesOver.flatMap((takeover) => {
      const other = fleet.clusters.find(({ name }) => name === takeover.cluster);
      return other === undefined ? [] : mistakesOf(takeover, cluster, other, units);
    }),
  );
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
}

function mistakesOf(
  { hosts }: Takeover,
  cluster: Cluster,
  other: Cluster,
  units: readonly Unit[],
): readonly string[] {
  const [here, there] = [exposedOn(cluster, units), exposedOn(other, units)];
  return hosts.flatMap((host) => {
    const place = `clusters/${cluster.name}/cluster.yaml: takesOver: ${other.name}: ${host}`;
    const wanted = there.filter(({ exposes }) => exposes?.host === host);
    if (wanted.length === 0) {
      return `${place}: no service of ${other.name} is exposed at this host. It exposes ${hostsOf(there)}.`;
    }
    return wanted.flatMap((service) => {
      if (!here.some(({ name, exposes }) => name === service.name && exposes?.host === host)) {
        return `${place}: ${service.name}, which answers there, does not run on ${cluster.name}. Run it there too, or take the host out: its users would get 404.`;
      }
      if (service.authentication === undefined || sameIssuer(cluster, other)) return [];
      return `${place}: ${service.name} wants the token of a customer, and customerTokens of the two clusters differ: each token of ${other.name} would be refused. Take the host out, or give both clusters one issuer and audience.`;
    });
  });
}

function exposedOn({ name }: Cluster, units: readonly Unit[]): readonly ServiceDeclaration[] {
  return unitsOn(name, units)
    .flatMap(({ workloads = [] }) => workloads)
    .flatMap(({ declaration }) =>
      declaration.kind === 'service' && declaration.exposes !== undefined ? [declaration] : [],
    );
}

function hostsOf(services: readonly ServiceDeclaration[]): string {
  const hosts = services.flatMap(({ exposes }) => exposes?.host ?? []);
  return [...new Set(hosts)].sort().join(', ') || 'nothing';
}

function sameIssuer({ customerTokens: one }: Cluster, { customerTokens: other }: Cluster): boolean {
  return one?.issuer === other?.issuer && one?.audience === other?.audience;
}
