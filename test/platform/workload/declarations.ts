import { receivesFrom } from '../../../platform/workload/declaration/calls.ts';
import type {
  JobDeclaration,
  ServiceDeclaration,
  WorkerDeclaration,
} from '../../../platform/workload/declaration/workload.ts';
import { job, service, worker } from '../../../platform/workload/workload.ts';

/** A service that says no more than it must, and what a test adds. */
export function web(more: Partial<ServiceDeclaration> = {}): ServiceDeclaration {
  return service({
    name: 'web',
    port: 8080,
    resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    scale: { min: 3, max: 12, cpu: 70 },
    ...more,
  });
}

/** A worker that says no more than it must, and what a test adds. */
export function runner(more: Partial<WorkerDeclaration> = {}): WorkerDeclaration {
  return worker({
    name: 'runner',
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    scale: { min: 2, max: 10, cpu: 70 },
    ...more,
  });
}

/** A job that says no more than it must, and what a test adds. */
export function batch(more: Partial<JobDeclaration> = {}): JobDeclaration {
  return job({
    name: 'batch',
    resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
    queue: { name: 'jobs', messages: 1 },
    max: 10,
    calls: [receivesFrom('jobs')],
    ...more,
  });
}
