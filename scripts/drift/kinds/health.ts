import { showResources } from '../commands.ts';
import type { Found } from '../finding.ts';
import { finder, firstOf, type Pair } from '../look.ts';
import { duration, PATIENCE } from '../patience.ts';
import { resourceLine } from './synchronization.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  Degraded: 'Something of it does not run as it should; Applications of later waves wait for it.',
  Missing: 'Objects of it are not in the cluster, some or all.',
  Progressing:
    'Pods do not become ready, or a rollout does not end; Applications of later waves wait for it.',
  Suspended: 'Something of it is paused, such as a rollout.',
  Unknown: 'Argo CD cannot tell how it is.',
};

/** What is not healthy, and has been so for longer than a rollout takes. */
export function health(pair: Pair): Found {
  const { live, now } = pair;
  const { health: reported, resources } = live.status;
  const code = reported?.status ?? 'Unknown';
  if (code === 'Healthy') return { findings: [], moving: [] };
  const since = reported?.lastTransitionTime ?? undefined;
  const lasts = since === undefined ? undefined : now - since;
  const waiting = code === 'Progressing' || code === 'Suspended';
  if (waiting && lasts !== undefined && lasts <= PATIENCE.progressing) {
    return { findings: [], moving: [`${code} for ${duration(lasts)}`] };
  }
  // The object keeps the health of each resource only where the controller is told to.
  const ill = (resources ?? []).filter(
    (each) => each.health?.status !== undefined && each.health.status !== 'Healthy',
  );
  const find = finder(pair);
  return {
    moving: [],
    findings: [
      find({
        kind: code.toLowerCase(),
        severity: code === 'Suspended' ? 'noted' : 'broken',
        summary: `${code}${lasts === undefined ? '' : ` for ${duration(lasts)}`}`,
        details: firstOf(
          ill.map((each) =>
            `${resourceLine(each)}: ${each.health?.status} ${each.health?.message ?? ''}`.trim(),
          ),
        ),
        meaning: MEANINGS[code] ?? 'Argo CD knows no such state.',
        next: [showResources],
        read: 'docs/runbooks.md#applicationunhealthy',
      }),
    ],
  };
}
