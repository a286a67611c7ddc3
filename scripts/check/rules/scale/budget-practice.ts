import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { textAt } from '../../state/read.ts';
import { scaleOf } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { budgetsIn, budgetsOf } from './budgets.ts';
import { budget } from './sample-budget.ts';

const names = ['web', 'api', 'worker', 'mail'];
const workloads = names.map((name) => deployment(name, { spec: 'replicas: 3' })).join('');

/** What the others have, and one lacks. */
export const budgetPractice: ClusterRule = {
  id: 'workload-without-budget',
  severity: 'warning',
  summary: 'A workload of several replicas without a disruption budget where the others have one',
  breaks:
    'A drain takes all its pods at once where they stand on the same nodes, and the service is away until others have started.',
  pitfalls: ['X-101', 'X-103'],
  failing:
    workloads +
    names
      .slice(1)
      .map((name) => budget(name, 'maxUnavailable: 1'))
      .join(''),
  passing: workloads + names.map((name) => budget(name, 'maxUnavailable: 1')).join(''),
  *judge(state) {
    const several = state.workloads.filter(
      (workload) =>
        ['Deployment', 'StatefulSet'].includes(workload.kind) &&
        !workload.resource.isExtract &&
        !workload.isMade &&
        scaleOf(state, workload).max > 1,
    );
    for (const { resource, kind, name } of practiceOf(several, (each) => budgetsOf(state, each).length > 0)
      ?.lacks ?? []) {
      yield {
        resource,
        path: [],
        message: `${kind} ${name} has no PodDisruptionBudget; the other workloads of several replicas have one.`,
        fix: 'Write a PodDisruptionBudget with maxUnavailable: 1 and the labels of its pods.',
      };
    }
    const budgets = budgetsIn(state).filter(({ resource }) => !resource.isExtract);
    const evicts = ({ resource }: (typeof budgets)[number]) =>
      textAt(resource.value, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow';
    for (const { resource } of practiceOf(budgets, evicts)?.lacks ?? []) {
      yield {
        resource,
        path: ['spec'],
        severity: 'info',
        message:
          'Pods that are not ready are kept by it, and keep their node; the other budgets let them go.',
        fix: 'Write unhealthyPodEvictionPolicy: AlwaysAllow.',
      };
    }
  },
};
