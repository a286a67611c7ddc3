import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { textAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { deployment } from '../sample-workloads.ts';

const others = ['web', 'api', 'worker']
  .map((name) => deployment(name, { pod: 'priorityClassName: business' }))
  .join('');
const priority = `
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: business }
value: 1000
`;

/** Kinds whose pods come to an end. */
const ENDING = new Set(['Job', 'CronJob', 'ScaledJob']);

/** Who goes first when nodes are short. */
export const priorityRule: ClusterRule = {
  id: 'priority-class',
  severity: 'warning',
  summary:
    'A workload without a PriorityClass where the others name one, or two classes that are the default of all',
  breaks:
    'Without a class it has priority 0: when nodes are short, its pods are taken away for any other. With two defaults the lower one counts, whichever was meant.',
  pitfalls: ['X-109'],
  failing: priority + others + deployment('mail'),
  passing: priority + others + deployment('mail', { pod: 'priorityClassName: business' }),
  *judge(state) {
    const defaults = state
      .of('scheduling.k8s.io/PriorityClass')
      .filter(({ value }) => value.globalDefault === true);
    const [first, ...rest] = defaults;
    for (const resource of rest) {
      if (first === undefined) break;
      yield {
        resource,
        path: ['globalDefault'],
        severity: 'error',
        message: `${titleOf(first)} is the default of all pods too: the API server refuses the second.`,
        fix: 'Leave globalDefault: true at one.',
      };
    }
    if (first !== undefined) return;
    for (const ends of [true, false]) {
      const own = state.workloads.filter(
        ({ resource, isMade, kind }) => !resource.isExtract && !isMade && ENDING.has(kind) === ends,
      );
      const names = ({ spec }: (typeof own)[number]) => textAt(spec, 'priorityClassName') !== undefined;
      for (const { resource, specPath, kind, name } of practiceOf(own, names)?.lacks ?? []) {
        yield {
          resource,
          path: specPath,
          message: `${kind} ${name} names no PriorityClass; the other workloads of its sort do.`,
          fix: 'Write priorityClassName.',
        };
      }
    }
  },
};
