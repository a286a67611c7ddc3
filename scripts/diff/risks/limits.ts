import { quantityOf } from '../compare/quantity.ts';
import { mappingAt } from '../compare/value.ts';
import { containersOf } from './pods.ts';
import { isEdit, judge, type Rule, said } from './rule.ts';

/** Containers that get less than they may have needed: of memory they are killed for it, of CPU they are slowed down. */
export const limits: Rule = (change) => {
  if (!isEdit(change)) return [];
  const old = containersOf(change.before);
  return containersOf(change.after).flatMap((container) => {
    const before = old.find(({ name }) => name === container.name);
    if (before === undefined) return [];
    return [
      { resource: 'memory', risk: 'outage' as const, what: 'is killed when it needs more memory than' },
      { resource: 'cpu', risk: 'restart' as const, what: 'is slowed down when it needs more CPU than' },
    ].flatMap(({ resource, risk, what }) => {
      const [was, is] = [before, container].map((each) => mappingAt(each, 'resources.limits')[resource]);
      const [from, to] = [was, is].map((each) => quantityOf(each) ?? Number.POSITIVE_INFINITY);
      return (to ?? 0) < (from ?? 0)
        ? [
            judge(
              risk,
              `container ${said(container.name)} ${what} its limit: ${resource} ${said(was)} → ${said(is)}`,
            ),
          ]
        : [];
    });
  });
};
