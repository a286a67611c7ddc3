import type { Inventory } from '../../charts/inventory/inventory.ts';
import { injected, injectorOn } from '../../prove-gatekeeper/injector.ts';
import { offspringOf, type TreeObject } from '../../prove-gatekeeper/tree.ts';
import { chartObjects } from '../chart-objects.ts';
import type { Finding } from '../step.ts';
import type { Review } from './review.ts';

/** Kinds that a policy may look at, and that the chart of Gatekeeper lets the API server ask about. */
const JUDGED = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Namespace',
  'Pod',
  'Service',
  'StatefulSet',
]);

/**
 * Asks about what the charts of a cluster make, and about the pods of it. Inventories have of each object only what
 * others depend on, so no API server takes them.
 */
export async function judgeCharts(
  review: Review,
  {
    cluster,
    dist,
    inventories,
    objects,
  }: {
    readonly cluster: string;
    readonly dist: string;
    readonly inventories: readonly Inventory[];
    /** Of the cluster, with its namespaces. */
    readonly objects: readonly TreeObject[];
  },
): Promise<{ readonly count: number; readonly findings: readonly Finding[] }> {
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  const made = chartObjects(inventories);
  const seen = injected(
    [...namespaces, ...made, ...made.flatMap(offspringOf)],
    injectorOn(cluster, dist),
  ).slice(namespaces.length);
  const judged = seen.filter(({ kind }) => JUDGED.has(kind));
  const findings: Finding[] = [];
  for (const object of judged) {
    const says = await review(object);
    const { kind, metadata } = object;
    const what = `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
    if (says !== undefined) findings.push({ where: `${cluster}, charts`, what, says });
  }
  return { count: judged.length, findings };
}
