import { count } from '../../command-line/count.ts';
import { appliedRevisions, comparedRevisions, type Source, sourcesOf } from '../application.ts';
import { show } from '../commands.ts';
import type { Finding, Found } from '../finding.ts';
import type { Place } from '../history.ts';
import { finder, type Pair } from '../look.ts';
import { duration, PATIENCE } from '../patience.ts';

/** A source of this repository, and the commit that was taken of it. */
interface Taken {
  readonly source: Source;
  readonly revision: string;
  readonly place: Place;
}

/** Commits that are merged and not compared yet, and commits that were applied and never merged. */
export function revision(pair: Pair): Found {
  const { live, now } = pair;
  const compared = taken(pair, comparedRevisions(live));
  const late = compared.flatMap(({ place }) => (place.at === 'main' && place.behind > 0 ? [place] : []));
  const [place] = [...late].sort((one, other) => other.behind - one.behind);
  const strays = [...stray(pair, compared, 'was compared with'), ...strayApplied(pair)];
  if (place === undefined) return { findings: strays.slice(0, 1), moving: [] };
  const behind = `${count(place.behind, 'commit')} behind main`;
  const since = place.since ?? now;
  if (now - since <= PATIENCE.behind) return { findings: strays.slice(0, 1), moving: [behind] };
  const own = changedFiles(pair, place.changed);
  const find = finder(pair);
  return {
    moving: [],
    findings: [
      ...strays.slice(0, 1),
      find({
        kind: 'behind',
        severity: own.length > 0 ? 'broken' : 'differs',
        summary: `${behind} for ${duration(now - since)}`,
        details: own.length > 0 ? [`${count(own.length, 'file')} of its own changed: ${named(own)}`] : [],
        meaning:
          own.length > 0
            ? 'What was merged has not arrived.'
            : 'None of these commits changes it, but Argo CD has not read main since.',
        next: [show(pair.hub.name)],
        read: 'docs/repairs.md#argo-cd-is-broken',
      }),
    ],
  };
}

function taken({ live, repository, history }: Pair, revisions: readonly string[]): readonly Taken[] {
  return sourcesOf(live).flatMap((source, index) => {
    const found = revisions[index];
    if (source.repoURL !== repository.url || found === undefined || !/^[0-9a-f]{40}$/.test(found)) return [];
    return [{ source, revision: found, place: history.placeOf(found) }];
  });
}

function strayApplied(pair: Pair): readonly Finding[] {
  return stray(pair, taken(pair, appliedRevisions(pair.live)), 'was last synced to');
}

function stray(pair: Pair, all: readonly Taken[], what: string): readonly Finding[] {
  const find = finder(pair);
  return all.flatMap(({ revision: hash, place }) => {
    if (place.at === 'main') return [];
    const unknown = place.at === 'unknown';
    return [
      find({
        kind: 'not-merged',
        severity: 'differs',
        summary: `${what} ${hash.slice(0, 8)}, which main does not have`,
        details: unknown
          ? ['This clone does not have that commit either: run git fetch, and look again.']
          : [],
        meaning: unknown
          ? 'It is newer than this clone, or a branch that nobody has merged was applied.'
          : 'A branch that nobody has merged was applied, or main was written anew.',
        next: [show(pair.hub.name)],
        read: 'docs/repairs.md#what-argo-cd-has-is-not-what-is-merged',
      }),
    ];
  });
}

/** The files that it is made of, among those that have changed. */
function changedFiles({ declared: { application } }: Pair, changed: readonly string[]): readonly string[] {
  const folders = sourcesOf(application).flatMap(({ path }) => (path === undefined ? [] : [`${path}/`]));
  const values = JSON.stringify(application.spec).matchAll(/"\$[a-z]+\/([^"]+)"/g);
  const files = new Set([...values].map(([, file = '']) => file));
  return changed.filter((path) => files.has(path) || folders.some((folder) => path.startsWith(folder)));
}

function named(files: readonly string[]): string {
  const rest = files.length - 3;
  return rest > 0 ? `${files.slice(0, 3).join(', ')} and ${rest} more` : files.join(', ');
}
