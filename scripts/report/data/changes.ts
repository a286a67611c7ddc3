import { RISKS, type Risk } from '../../diff/change.ts';
import type { Diff } from '../../diff/diff.ts';
import { groupsOf } from '../../diff/report/groups.ts';
import { summaryOf } from '../../diff/report/summary.ts';
import { actionText, fieldLines, MEANINGS } from '../../diff/report/words.ts';
import type { ChangesData, PathChange } from './rows/changes.ts';

/** What a change does, as diff tells it. */
export function changesOf(diff: Diff): ChangesData {
  const { base, head, connectivity } = diff;
  return {
    asked: true,
    base,
    head,
    summary: summaryOf(diff),
    risks: RISKS.map((name: Risk) => ({ name, meaning: MEANINGS[name] })),
    groups: groupsOf(diff.changes).map((group) => ({
      risk: group.first.risk,
      vanishes: group.vanishes,
      titles: group.titles,
      action: actionText(group),
      clusters: [...new Set(group.clusters)],
      reasons: group.reasons,
      lines: group.fields.flatMap(fieldLines),
    })),
    paths: (['opened', 'closed'] as const).flatMap((way) =>
      connectivity[way].map(
        ({ cluster, from, to, ports, conditions }): PathChange => ({
          way,
          cluster,
          from,
          to,
          ports,
          conditions,
        }),
      ),
    ),
  };
}
