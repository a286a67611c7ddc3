import { callSite } from '../kit/declaration/call-site.ts';
import { declareWorkload } from './declaration/declare.ts';
import type { JobDeclaration, ServiceDeclaration, WorkerDeclaration } from './declaration/workload.ts';

/**
 * Declares a workload that answers HTTP requests. It never throws: what is wrong is remembered with file and line, and
 * reported by synth together with the mistakes of all other declarations. The same goes for `worker` and `job`.
 */
export function service(declaration: Omit<ServiceDeclaration, 'kind'>): ServiceDeclaration {
  return declareWorkload('service', declaration, callSite(service));
}

/** Declares a workload that takes its work from a queue or a store. */
export function worker(declaration: Omit<WorkerDeclaration, 'kind'>): WorkerDeclaration {
  return declareWorkload('worker', declaration, callSite(worker));
}

/** Declares work that starts a Job for each piece. */
export function job(declaration: Omit<JobDeclaration, 'kind'>): JobDeclaration {
  return declareWorkload('job', declaration, callSite(job));
}
