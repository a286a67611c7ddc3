import { describe, expect, test } from 'vitest';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import type { Scale } from '../../../platform/workload/declaration/scale.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { workloadsOf } from '../declared.ts';
import { clustersOf, fleet, productionOf, renderUnit } from '../fleet-at-rest.ts';

const PRODUCTION = productionOf(taskManager);
/** Where people work by day only. */
const RESTING = fleet.clusters.filter(
  ({ name, officeHours }) => officeHours !== undefined && clustersOf(taskManager).includes(name),
);

/** What runs all the time on a cluster, with its scale there. */
const runningOn = (cluster: string) =>
  workloadsOf(taskManager).flatMap(({ cluster: place, declaration }) =>
    place === cluster && declaration.kind !== 'job' ? [declaration] : [],
  );

/** Pods at the least on a cluster of so many times the pods that are declared. */
function leastOf(scale: Scale, replicaFactor: number): number {
  const declared = Number(scale.replicas ?? scale.min);
  return Math.max(Math.min(2, declared), Math.ceil(declared * replicaFactor));
}

describe.each(RESTING)(
  'the same manifests on $name (S1-20)',
  ({ name: DEVELOPMENT, replicaFactor, officeHours }) => {
    test('every object of production is there, in its own namespace, but for what office hours change', () => {
      const units = taskManager
        .filter(({ clusters }) => clusters.includes(PRODUCTION.name))
        .map(({ name }) => name);
      for (const unit of units) {
        const names = (cluster: string) =>
          renderUnit(unit, cluster)
            .filter(({ kind }) => kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject')
            .map((object) => `${object.kind} ${at(object, 'metadata.name')}`)
            .filter((name) => !name.endsWith('-smoke-test'))
            .filter((name) => !name.startsWith('TriggerAuthentication'));
        const namespaces = new Set(
          renderUnit(unit, DEVELOPMENT).map((object) => at(object, 'metadata.namespace')),
        );
        expect([...new Set(names(DEVELOPMENT))].sort()).toEqual([...new Set(names(PRODUCTION.name))].sort());
        expect(namespaces.size).toBe(1);
        expect(namespaces).not.toContain(at(renderUnit(unit, PRODUCTION.name)[0], 'metadata.namespace'));
      }
    });

    test('S2-115: nights and weekends leave no pod, and in the day the lower bound runs', () => {
      for (const { name: unit, scale } of runningOn(DEVELOPMENT)) {
        const objects = renderUnit(unit, DEVELOPMENT);
        expect(every(objects, 'HorizontalPodAutoscaler')).toEqual([]);
        const scaled = one(objects, 'ScaledObject', unit);
        expect(at(scaled, 'spec.minReplicaCount')).toBe(0);
        expect(listAt(scaled, 'spec.triggers')).toContainEqual({
          type: 'cron',
          name: 'office-hours',
          metadata: {
            timezone: officeHours?.timeZone,
            start: cron(officeHours?.from),
            end: cron(officeHours?.to),
            desiredReplicas: String(leastOf(scale, replicaFactor)),
          },
        });
        expect(at(one(objects, 'Deployment', unit), 'spec.replicas')).toBeUndefined();
      }

      function cron(time = ''): string {
        const [hour, minute] = time.split(':').map(Number);
        return `${minute} ${hour} * * ${officeHours?.days}`;
      }
    });
  },
);

test('production never rests', () => {
  for (const { name, scale } of runningOn(PRODUCTION.name)) {
    const objects = renderUnit(name, PRODUCTION.name);
    expect(JSON.stringify(objects)).not.toContain('office-hours');
    // A number that an autoscaler finds is not in Git.
    const fixed = scale.replicas === undefined ? undefined : leastOf(scale, PRODUCTION.replicaFactor);
    expect(at(one(objects, 'Deployment', name), 'spec.replicas')).toBe(fixed);
  }
});
