import type { Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { at, isMapping } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { boundsOf, selectsPods, WORKLOADS } from './pods.ts';
import { isEdit, judge, type Rule, said } from './rule.ts';

/** Budgets for drains. */
export const budgets: Rule = (change, trees) => {
  const { after } = change;
  if (after === undefined || typeOf(after) !== 'policy/PodDisruptionBudget') return [];
  const selector = at(after.value, 'spec.selector');
  const item = trees.after
    .inNamespace(after.cluster, after.namespace, ...WORKLOADS)
    .find((each) => isMapping(selector) && Object.keys(selector).length > 0 && selectsPods(selector, each));
  const min = item === undefined ? undefined : boundsOf(item, trees.after)?.min;
  const [least, most] = [at(after.value, 'spec.minAvailable'), at(after.value, 'spec.maxUnavailable')];
  const blocks =
    most === 0 ||
    most === '0%' ||
    least === '100%' ||
    (typeof least === 'number' && min !== undefined && min > 0 && least >= min);
  const protectedBy = (budget: Item, tree: Surroundings) =>
    tree
      .inNamespace(budget.cluster, budget.namespace, ...WORKLOADS)
      .filter((each) => selectsPods(at(budget.value, 'spec.selector'), each))
      .map(({ kind, name }) => `${kind} ${name}`)
      .join();
  const keepsPods =
    change.before !== undefined &&
    protectedBy(change.before, trees.before) !== '' &&
    protectedBy(change.before, trees.before) === protectedBy(after, trees.after);
  const wasBlocked =
    change.before !== undefined &&
    change.fields.every(({ shape }) => !/^spec\.(?:minAvailable|maxUnavailable)$/.test(shape));
  const blocked =
    blocks && !wasBlocked
      ? [judge('outage', 'no pod of it may be evicted any more: a drain of its node waits for ever')]
      : [];
  if (!isEdit(change)) return blocked;
  if (blocked.length > 0) return blocked;
  return change.fields.flatMap(({ shape, path, before, after: now }): readonly Judgement[] => {
    if (shape.startsWith('spec.selector') && keepsPods)
      return [judge('routine', 'its selector says it in other words: it protects the same pods')];
    if (shape.startsWith('spec.selector'))
      return [judge('outage', `it protects other pods: ${path} ${said(before)} → ${said(now)}`)];
    if (!/^spec\.(?:minAvailable|maxUnavailable)$/.test(shape)) return [];
    const [old, own] = [amount(before), amount(now)];
    const loosens = shape.endsWith('minAvailable')
      ? (own ?? 0) < (old ?? 0)
      : (own ?? Number.POSITIVE_INFINITY) > (old ?? Number.POSITIVE_INFINITY);
    return [
      loosens
        ? judge('outage', `a drain may take more pods at once: ${path} ${said(before)} → ${said(now)}`)
        : judge('routine', `a drain may take fewer pods at once: ${path} ${said(before)} → ${said(now)}`),
    ];
  });
};

function amount(value: unknown): number | undefined {
  return typeof value === 'string' ? Number.parseFloat(value) : typeof value === 'number' ? value : undefined;
}
