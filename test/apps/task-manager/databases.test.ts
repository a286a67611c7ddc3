import { expect, test } from 'vitest';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import type { WorkloadDeclaration } from '../../../platform/workload/declaration/workload.ts';
import { at, one } from '../../manifest-reader.ts';
import { workloadsOf } from '../declared.ts';
import { productionOf, renderUnit } from '../fleet-at-rest.ts';

const { name: PRODUCTION, replicaFactor, terraform } = productionOf(taskManager);

/** Connections of all pods of a workload at its largest, while an update adds some, its migration included. */
function connectionsOf(declaration: WorkloadDeclaration): number {
  const { name } = declaration;
  const pool = Number(
    at(one(renderUnit(name, PRODUCTION), 'ConfigMap', `${name}-config`), 'data.DB_MAX_CONNECTIONS'),
  );
  // Without a bound one pod could take every connection of the database.
  expect(pool, `DB_MAX_CONNECTIONS in the environment of ${name}`).toBeGreaterThan(0);
  if (declaration.kind === 'job') return Math.ceil(declaration.max * replicaFactor) * pool;
  const { scale, maxSurge, migration } = declaration;
  const largest = Math.ceil(Number(scale.max ?? scale.replicas) * replicaFactor);
  return (largest + (maxSurge ?? Math.ceil(largest / 4))) * pool + (migration === undefined ? 0 : 1);
}

test('S2-83: the pools of all pods of an update stay below 80 connections, the migration included', () => {
  for (const database of Object.keys(terraform.databases)) {
    const callers = workloadsOf(taskManager).filter(
      ({ cluster, declaration: { calls = [] } }) =>
        cluster === PRODUCTION && calls.some(({ to, name }) => to === 'database' && name === database),
    );
    const most = callers.reduce((sum, { declaration }) => sum + connectionsOf(declaration), 0);
    expect(most, database).toBeLessThan(80);
    expect(most > 0, database).toBe(callers.length > 0);
  }
});
