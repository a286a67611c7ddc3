import type { Finding } from '../finding.ts';
import { finder, type Pair } from '../look.ts';
import { moment } from '../patience.ts';
import { concerns } from '../project.ts';

/** A sync window that keeps Argo CD from syncing by itself now: a freeze, or what somebody has set on the hub. */
export function syncWindow(pair: Pair): readonly Finding[] {
  const all = pair.windows.get(pair.live.spec.project) ?? [];
  const own = all.filter(({ window }) => concerns(window, pair.live));
  const denied = own.find(({ window, open }) => window.kind === 'deny' && open !== undefined);
  const allows = own.filter(({ window }) => window.kind === 'allow');
  const closed = allows.every(({ open }) => open === undefined) ? allows[0] : undefined;
  const holding = denied ?? closed;
  if (holding === undefined) return [];
  const { window, open, declared } = holding;
  const why = window.description === '' ? '' : `: ${window.description}`;
  const find = finder(pair);
  return [
    find({
      kind: 'sync-window',
      severity: declared ? 'noted' : 'held',
      summary:
        open === undefined
          ? `syncs by itself only at times of its project, and not now${why}`
          : `a sync window of its project holds it until ${moment(open.until)}${why}`,
      details: [
        `${window.kind} ${window.schedule} for ${window.duration}${window.timeZone === '' ? '' : ` (${window.timeZone})`}, project ${pair.live.spec.project}`,
        declared
          ? 'It is in dist/: a freeze of cluster.yaml.'
          : 'dist/ does not have it: somebody has set it on the hub.',
      ],
      meaning: `What is merged waits, and self-heal with it. ${
        window.manualSync ? 'A sync by hand goes through.' : 'Not even a sync by hand goes through.'
      }`,
      next: window.manualSync ? ['argocd app sync APPLICATION'] : [],
      read: 'docs/delivery.md#freeze',
    }),
  ];
}
