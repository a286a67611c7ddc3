import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChartPin, PinnedVersion } from '../../charts/pins.ts';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { archiveDigest } from './oci-manifest.ts';

/** Where charts are kept once they have been fetched: never in Git. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/charts/', import.meta.url));

const ARCHIVE = 'chart.tgz';
const MANIFEST = 'manifest.json';

/** A chart on this machine, for Helm. */
export interface LocalChart {
  readonly name: string;
  readonly version: string;
  /** An archive, or a folder. */
  readonly path: string;
  /** `archive`: it is the one that is pinned. `source`: no digest confirms that it is what the version's archive holds. */
  readonly origin: 'archive' | 'source';
}

/** What a version of a chart was released as. */
export interface Fetched {
  readonly archive: Buffer;
  /** Of a registry: the text of the manifest, which the digest is of. */
  readonly manifest?: string;
}

/** `sha256:` and the sum of what a pin is of: the manifest, or else the archive. */
export function digestOf({ archive, manifest }: Fetched): string {
  return sha256(manifest ?? archive);
}

export function sha256(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * The chart in the cache, looked through: its digest is the pinned one, each time that it is read.
 *
 * @param cache where the charts are
 * @returns undefined where there is none
 * @throws Mistake for an archive that was changed since
 */
export function cachedChart(
  { name, version, digest }: Pick<ChartPin, 'name'> & PinnedVersion,
  cache = CACHE,
): LocalChart | undefined {
  if (digest !== undefined) {
    const folder = archiveFolder(digest, cache);
    const path = join(folder, ARCHIVE);
    if (existsSync(path)) {
      const found = readFetched(folder);
      assertPinned(found, digest, path, `${name} ${version}`);
      return { name, version, path, origin: 'archive' };
    }
  }
  const path = sourcePath(name, version, cache).find((each) => existsSync(each));
  return path === undefined ? undefined : { name, version, path, origin: 'source' };
}

/** Puts an archive where its digest says. @returns its path */
export function keepArchive(fetched: Fetched, cache = CACHE): string {
  const folder = archiveFolder(digestOf(fetched), cache);
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  makeFolder(unfinished);
  writeFileSync(join(unfinished, ARCHIVE), fetched.archive);
  if (fetched.manifest !== undefined) writeFileSync(join(unfinished, MANIFEST), fetched.manifest);
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return join(folder, ARCHIVE);
}

/** Where a chart from a folder of sources is kept: as a folder, or packaged. */
export function sourcePath(name: string, version: string, cache = CACHE): readonly [string, string] {
  const folder = join(cache, 'sources', `${name}-${version}`);
  return [folder, `${folder}.tgz`];
}

/** @throws Mistake that shows both digests, where they differ */
export function assertPinned(fetched: Fetched, digest: string, place: string, chart: string): void {
  const found = digestOf(fetched);
  if (found !== digest) {
    throw new Mistake(
      `${place} is not the archive of ${chart} that charts/pins.yaml pins:\n  pinned ${digest}\n  found  ${found}\nIt is not used. ` +
        'A released version never changes: find out who changed it before you trust either.',
    );
  }
  if (fetched.manifest === undefined) return;
  const listed = archiveDigest(fetched.manifest);
  if (listed === sha256(fetched.archive)) return;
  throw new Mistake(
    `${place} is not the archive that the manifest of ${chart} lists, ${listed}. It is not used.`,
  );
}

function archiveFolder(digest: string, cache: string): string {
  return join(cache, 'archives', digest.slice('sha256:'.length));
}

function readFetched(folder: string): Fetched {
  const archive = readFileSync(join(folder, ARCHIVE));
  const manifest = join(folder, MANIFEST);
  return { archive, ...(existsSync(manifest) && { manifest: readFileSync(manifest, 'utf8') }) };
}
