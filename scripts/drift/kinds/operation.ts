import { show, showPods, syncAgain } from '../commands.ts';
import type { Finding } from '../finding.ts';
import { finder, firstOf, messageLines, type Pair } from '../look.ts';
import { duration, moment, PATIENCE } from '../patience.ts';
import { resourceLine } from './synchronization.ts';

/** A sync that has failed, or that does not end. */
export function operation(pair: Pair): readonly Finding[] {
  const { live, hub, now } = pair;
  const state = live.status.operationState;
  if (state == null) return [];
  const find = finder(pair);
  const read = 'docs/runbooks.md#applicationsyncfailing';
  if (state.phase === 'Failed' || state.phase === 'Error') {
    const failed = (state.syncResult?.resources ?? []).filter(
      ({ status, hookPhase }) => status === 'SyncFailed' || hookPhase === 'Failed' || hookPhase === 'Error',
    );
    const when = state.finishedAt == null ? '' : `, ${moment(state.finishedAt)}`;
    return [
      find({
        kind: 'sync-failed',
        severity: 'broken',
        summary: `its last sync has failed (${state.phase}${when})`,
        details: [
          ...messageLines(state.message),
          ...firstOf(
            failed.map((each) => `${resourceLine(each)}: ${messageLines(each.message ?? '', 1).join('')}`),
          ),
        ],
        meaning:
          'The change has not arrived, or its smoke test says that it does not work. What ran before goes on.',
        next: [show(hub.name), syncAgain],
        read,
      }),
    ];
  }
  if (state.phase === 'Succeeded') return [];
  const lasts = state.startedAt == null ? undefined : now - state.startedAt;
  if (lasts !== undefined && lasts <= PATIENCE.operation) return [];
  return [
    find({
      kind: 'sync-does-not-end',
      severity: 'broken',
      summary: `its sync runs for ${lasts === undefined ? 'nobody knows how long' : duration(lasts)} (${state.phase})`,
      details: messageLines(state.message),
      meaning: 'Nothing newer is applied before it ends: it waits for what its message names.',
      next: [show(hub.name), showPods(hub.name)],
      read,
    }),
  ];
}
