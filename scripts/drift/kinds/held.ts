import { PAUSE_ANNOTATION } from '../../../platform/components/argocd/address.ts';
import { isPaused } from '../application.ts';
import { endPause, show } from '../commands.ts';
import type { Finding } from '../finding.ts';
import { finder, type Pair } from '../look.ts';
import { duration } from '../patience.ts';
import { changedBy } from '../who.ts';

/** What somebody has stopped: a pause that was left behind, automatic sync, self-heal, pruning. */
export function held(pair: Pair): readonly Finding[] {
  const find = finder(pair);
  const { live, hub, now } = pair;
  if (isPaused(live)) {
    const { reconciledAt } = live.status;
    const since =
      reconciledAt == null ? 'It was never compared.' : `Last compared ${duration(now - reconciledAt)} ago.`;
    return [
      find({
        kind: 'paused',
        severity: 'held',
        summary: 'is paused by the annotation skip-reconcile',
        details: [since, ...changedBy(live, `f:${PAUSE_ANNOTATION}`)],
        meaning:
          'Nothing of it is compared, applied or healed, a rollback included; all else it shows is from before.',
        next: [endPause(hub.name)],
        read: 'docs/operations.md#pause-argo-cd',
      }),
    ];
  }
  const wanted = automation(pair.declared.application.spec.syncPolicy?.automated);
  const found = automation(live.spec.syncPolicy?.automated);
  const root = pair.declared.root ?? hub.name;
  const next = [show(hub.name), `argocd app sync ${root}`];
  const read = 'docs/runbooks.md#applicationpaused';
  if (wanted.on && !found.on) {
    return [
      find({
        kind: 'automatic-sync-off',
        severity: 'held',
        summary: 'its automatic sync is off',
        details: changedBy(live, 'f:syncPolicy'),
        meaning: 'What is merged waits for a sync by hand, and what is changed by hand stays.',
        next,
        read,
      }),
    ];
  }
  const off = (['selfHeal', 'prune'] as const).filter((each) => wanted[each] && !found[each]);
  return off.map((each) =>
    find({
      kind: each === 'selfHeal' ? 'self-heal-off' : 'prune-off',
      severity: 'held',
      summary: each === 'selfHeal' ? 'its self-heal is off' : 'it does not prune',
      details: changedBy(live, 'f:syncPolicy'),
      meaning:
        each === 'selfHeal'
          ? 'What somebody changes by hand stays until the next commit.'
          : 'What is taken out of dist/ stays in the cluster.',
      next,
      read,
    }),
  );
}

/** `enabled: false` turns it off and leaves the rest as it was. */
function automation(given: Readonly<Record<string, unknown>> | null | undefined) {
  const on = given != null && given.enabled !== false;
  return { on, selfHeal: on && given.selfHeal === true, prune: on && given.prune === true };
}
