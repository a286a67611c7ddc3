import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { z } from 'zod';
import type { ChartPin, PinnedVersion } from '../../charts/pins.ts';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { assertPinned, CACHE, keepArchive, sourcePath } from './cache.ts';

const chartFile = z.looseObject({
  version: z.coerce.string(),
  appVersion: z.coerce.string().optional(),
  dependencies: z.array(z.looseObject({ name: z.string(), version: z.coerce.string() })).optional(),
});

/** What a folder gave for a chart, in words for people; undefined where it has nothing of it. */
export type Taken = { readonly origin: 'archive' | 'source'; readonly notes: readonly string[] } | undefined;

/**
 * Takes a chart from a folder into the cache: `<name>-<version>.tgz`, or its sources `<name>-<version>/` with those of its
 * sub-charts beside. Definitions that a release process adds to a chart are read from `<name>-<version>.crds.yaml`.
 *
 * @throws Mistake for an archive with another digest than the pinned one
 */
export function takeFrom(
  from: string,
  { name, version, digest }: Pick<ChartPin, 'name'> & PinnedVersion,
  cache = CACHE,
): Taken {
  const base = join(from, `${name}-${version}`);
  const [folder, packaged] = sourcePath(name, version, cache);
  if (existsSync(`${base}.tgz`)) {
    const archive = readFileSync(`${base}.tgz`);
    if (digest !== undefined) {
      assertPinned({ archive }, digest, `${base}.tgz`, `${name} ${version}`);
      keepArchive({ archive }, cache);
      return { origin: 'archive', notes: [] };
    }
    clear(folder, packaged);
    makeFolder(join(cache, 'sources'));
    writeFileSync(packaged, archive);
    return { origin: 'source', notes: ['no digest of this version is pinned'] };
  }
  if (!existsSync(join(base, 'Chart.yaml'))) return undefined;
  clear(folder, packaged);
  cpSync(base, folder, { recursive: true, dereference: true });
  const definitions = `${base}.crds.yaml`;
  if (existsSync(definitions)) {
    makeFolder(join(folder, 'crds'));
    cpSync(definitions, join(folder, 'crds', 'definitions.yaml'));
  }
  return { origin: 'source', notes: [...stamp(folder, version), ...addSubCharts(from, folder)] };
}

function clear(...paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
}

/** Writes the version into a chart whose source has another one, as its release process does. */
function stamp(folder: string, version: string): readonly string[] {
  const file = join(folder, 'Chart.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'));
  const { version: found, appVersion } = chartFile.parse(document.toJS());
  if (found === version) return [];
  document.set('version', version);
  if (appVersion !== undefined && plain(appVersion) === plain(found)) {
    document.set('appVersion', `${appVersion.startsWith('v') ? 'v' : ''}${plain(version)}`);
  }
  writeFileSync(file, document.toString());
  return [`its source says ${found}, and got ${version}`];
}

function plain(version: string): string {
  return version.replace(/^v/, '');
}

/** Puts the sub-charts that lie beside into the chart; Helm refuses a chart that names others, so those are taken out. */
function addSubCharts(from: string, folder: string): readonly string[] {
  const file = join(folder, 'Chart.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'));
  const { dependencies = [] } = chartFile.parse(document.toJS());
  const missing = dependencies.filter(({ name, version }) => {
    const inside = join(folder, 'charts', name);
    if (existsSync(inside)) return false;
    const beside = subChart(from, name, version);
    if (beside !== undefined) cpSync(beside, inside, { recursive: true, dereference: true });
    return beside === undefined;
  });
  if (missing.length === 0) return [];
  const names = missing.map(({ name }) => name);
  const listed = document.get('dependencies');
  if (isSeq(listed)) {
    listed.items = listed.items.filter((item) => !isMap(item) || !names.includes(String(item.get('name'))));
  }
  writeFileSync(file, document.toString());
  return [`without ${names.join(', ')}, which ${from} does not have`];
}

/** The folder of a sub-chart of exactly this version, or the only one where a range is asked for. */
function subChart(from: string, name: string, version: string): string | undefined {
  const exact = join(from, `${name}-${version}`);
  if (existsSync(join(exact, 'Chart.yaml'))) return exact;
  if (/^v?\d+\.\d+\.\d+$/.test(version)) return undefined;
  const found = readdirSync(from).filter(
    (each) =>
      each.startsWith(`${name}-`) && /^v?\d/.test(each.slice(name.length + 1)) && !each.includes('.tgz'),
  );
  if (found.length > 1) {
    throw new Mistake(`${from} has several ${name}: ${found.join(', ')}. Keep the one that fits ${version}.`);
  }
  return found[0] === undefined ? undefined : join(from, found[0]);
}
