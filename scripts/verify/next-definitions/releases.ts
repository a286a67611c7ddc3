import { join } from 'node:path';
import { readSources, type Sources } from '../../import/sources.ts';
import { IMPORTS } from '../../schemas/imported-schemas.ts';
import type { Member } from '../api-servers/applications.ts';
import type { Finding } from '../step.ts';
import { isNewer } from './compare.ts';
import { nextDefinitions } from './go-module.ts';

/** The next releases, and of which bundles there is none. */
export interface Next {
  readonly definitions: readonly Member[];
  /** Names of the bundles that are compared. */
  readonly compared: ReadonlySet<string>;
  readonly notCompared: readonly Finding[];
}

type Named = Pick<Sources, 'bundles' | 'next' | 'complete'>;

/** Why the next release of a bundle is not compared; undefined where it is. */
export function whyNotCompared(
  name: string,
  { bundles, next }: Pick<Named, 'bundles' | 'next'>,
): string | undefined {
  const release = bundles[name]?.release ?? '';
  const entry = next[name];
  if (entry === undefined) return `nobody has named a release after ${release}`;
  if ('none' in entry) return `${release} is the newest that can be had here: ${entry.none}`;
  return isNewer(entry.release, release) ? undefined : `${entry.release} is no newer than ${release}`;
}

/** Fetches the definitions of every next release. */
export async function nextReleases(
  sources: Named = readSources(join(IMPORTS, 'sources.yaml')),
): Promise<Next> {
  const all = Object.entries(sources.bundles).map(([name, bundle]) => ({
    name,
    files: [...bundle.files, ...(sources.complete.files[name] ?? [])],
    entry: sources.next[name],
    why: whyNotCompared(name, sources),
  }));
  const found = await Promise.all(
    all.map(async ({ name, files, entry, why }) =>
      why !== undefined || entry === undefined || 'none' in entry ? [] : nextDefinitions(name, files, entry),
    ),
  );
  return {
    definitions: found.flat(),
    compared: new Set(all.flatMap(({ name, why }) => (why === undefined ? [name] : []))),
    notCompared: all.flatMap(({ name, why }) =>
      why === undefined ? [] : [{ where: name, what: 'not compared', says: why }],
    ),
  };
}
