import { keepsLess } from './retention.ts';
import { type FieldRule, judge, said } from './rule.ts';

/** Kinds of groups that others define: what a field of theirs is called says what it does. */
const OF_OPERATORS =
  /^(?!argoproj\.io\/Rollout|apps\/|batch\/|autoscaling\/|policy\/|helm\.sh\/|[a-z.]*\.k8s\.io\/)[a-z0-9-]+(?:\.[a-z0-9-]+)+\//;

/** Objects from which an operator makes pods, stores and more. */
export const operators: readonly FieldRule[] = [
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:retention|retentionSize|retentionPeriod)$/,
    says: ({ path, before, after }) =>
      judge(
        keepsLess(before, after) ? 'data-loss' : 'scale',
        `data is kept for another time: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:forProvider\.)?(?:deletionPolicy|reclaimPolicy)$/,
    says: ({ path, before, after }) =>
      after === 'Delete'
        ? judge('data-loss', `what it stands for is deleted with it: ${path} ${said(before)} → Delete`)
        : judge('routine', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:paused|suspend|suspended)$/,
    says: ({ path, after }) =>
      after === true
        ? judge('outage', `its operator leaves it alone: ${path} is true`)
        : judge('routine', `its operator looks after it again: ${path} is ${said(after)}`),
  },
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:[\w.]+\.)?resources\.(?:requests|limits)\b/,
    says: ({ path, before, after }) =>
      /\.requests\b/.test(path)
        ? judge('scale', `its pods ask for other amounts: ${path} ${said(before)} → ${said(after)}`)
        : judge('restart', `its pods are replaced: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: OF_OPERATORS,
    shape: /^spec\.(?:replicas|replicaCount|instances|clusterSize|shards|nodeCount)$/,
    says: ({ path, before, after }) => {
      if (typeof (after ?? before) !== 'number') return undefined;
      return judge(
        after === 0 ? 'outage' : 'scale',
        `${after === 0 ? 'nothing of it runs' : 'another number of it runs'}: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
];
