import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartPins } from '../../../charts/pins.ts';
import { cachedChart, digestOf } from '../../charts/cache.ts';
import { fetchedDigest } from '../../charts/fetched-digest.ts';
import { takeFrom } from '../../charts/sources.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { readChartFiles } from '../../import/charts/chart-files.ts';

/** A chart that a component installs, as its options say it; empty texts were not said. */
export interface WantedChart {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly digest: string;
  /** A folder of charts in place of the network. */
  readonly from?: string | undefined;
}

/** A chart with the digest that pins it. */
export interface FoundChart {
  readonly digest: string;
  /** Text of its `values.yaml`; undefined where the chart itself is not on this machine. */
  readonly values: string | undefined;
}

/**
 * Finds out what pins the chart: the digest that was given, that of the archive in a folder, or that of what its repository has.
 *
 * @throws Mistake where none of them tells
 */
export async function findChart(wanted: WantedChart, pins: ChartPins): Promise<FoundChart> {
  const { name, version, from } = wanted;
  const known = pins.get(name);
  const repository = wanted.repository || known?.repository || '';
  const pinned = known?.versions.find((each) => each.version === version)?.digest;
  const digest =
    wanted.digest ||
    pinned ||
    (from === undefined
      ? await fetchedDigest({ repository, name, version })
      : archiveDigest(from, wanted, repository));
  if (from !== undefined) takeFrom(from, { name, version, digest });
  const local = cachedChart({ name, version, digest });
  return { digest, values: local && readChartFiles(local.path).get('values.yaml') };
}

/** Another chart may be called as this one begins. */
function isArchiveOf(file: string, name: string): boolean {
  return file.startsWith(`${name}-`) && /^v?\d.*\.tgz$/.test(file.slice(name.length + 1));
}

function archiveDigest(from: string, { name, version }: WantedChart, repository: string): string {
  const archive = join(from, `${name}-${version}.tgz`);
  if (!existsSync(archive)) {
    const there = existsSync(from) ? readdirSync(from).filter((file) => isArchiveOf(file, name)) : [];
    const others = there.length === 0 ? '' : `; it has ${there.join(', ')}`;
    throw new Mistake(
      `--from: ${from} has no ${name}-${version}.tgz, the archive that was released${others}. Put it there, or give its digest with --digest.`,
    );
  }
  if (/^https?:/.test(repository)) return digestOf({ archive: readFileSync(archive) });
  throw new Mistake(
    `--from: what is pinned of a chart in an OCI registry is the digest of its manifest, which ${archive} does not tell. Give it with --digest.`,
  );
}
