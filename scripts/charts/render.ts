import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { YAMLException } from 'js-yaml';
import { z } from 'zod';
import { pinOf } from '../../charts/find.ts';
import { Mistake } from '../command-line/mistake.ts';
import { inParallel } from '../programs/parallel.ts';
import { programPath } from '../programs/program.ts';
import { run } from '../programs/run.ts';
import { apiVersionsOf } from './api-versions.ts';
import { CACHE, cachedChart, type LocalChart } from './cache.ts';
import { helmProgram } from './helm.ts';
import { type ChartObject, objectsIn } from './objects.ts';
import type { Release } from './releases.ts';

/** A release with everything that its chart makes of its values, hooks and definitions included. */
export interface RenderedRelease extends Release {
  /** Whether it is the pinned archive that was rendered, or a source that no digest confirms. */
  readonly origin: LocalChart['origin'];
  readonly objects: readonly ChartObject[];
}

/** What Helm renders with. */
export interface Renderer {
  /** The program. */
  readonly helm: string;
  /** The chart of each release, see {@link chartsOf}. */
  readonly charts: Charts;
}

/** Charts on this machine, by `<name>-<version>`. */
export type Charts = ReadonlyMap<string, LocalChart>;

/** Finds or installs Helm, and finds the charts of the releases in the cache. */
export async function rendererFor(releases: readonly Release[], cache = CACHE): Promise<Renderer> {
  const charts = chartsOf(releases, cache);
  return { helm: await programPath(helmProgram, (line) => process.stderr.write(`${line}\n`)), charts };
}

/**
 * The charts of releases, from the cache.
 *
 * @throws Mistake that says how to get those that are missing
 */
export function chartsOf(releases: readonly Release[], cache = CACHE): Charts {
  const found = new Map<string, LocalChart>();
  const missing = new Set<string>();
  for (const { chart, version } of releases) {
    const key = `${chart}-${version}`;
    if (found.has(key) || missing.has(key)) continue;
    const local = cachedChart(pinOf(chart, version), cache);
    if (local === undefined) missing.add(key);
    else found.set(key, local);
  }
  if (missing.size === 0) return found;
  throw new Mistake(
    `These charts are not on this machine: ${[...missing].sort().join(', ')}.\nFetch them with npx fleet charts, ` +
      'or without network, from a folder that has them: npx fleet charts --from DIR.',
  );
}

/**
 * Renders releases as Argo CD does: `helm template` with the version of Kubernetes of the cluster, and the API versions that
 * all of its charts define. A chart that asks for those is rendered once they are known.
 */
export async function renderReleases(
  releases: readonly Release[],
  renderer: Renderer,
): Promise<readonly RenderedRelease[]> {
  const asks = new Map([...renderer.charts].map(([key, chart]) => [key, asksForApiVersions(chart)]));
  const waits = ({ chart, version }: Release) => asks.get(`${chart}-${version}`) ?? true;
  const rendered = new Map<Release, RenderedRelease>();
  let known = new Map<string, readonly string[]>();
  // Once more for charts whose definitions depend on those of others; a third time would show nothing new.
  for (const wanted of [
    releases.filter((each) => !waits(each)),
    releases.filter(waits),
    releases.filter(waits),
  ]) {
    const before = JSON.stringify([...known]);
    const done = await inParallel(wanted, (release) =>
      renderRelease(release, renderer, { apiVersions: known.get(release.cluster) ?? [] }),
    );
    for (const [index, release] of wanted.entries()) {
      const each = done[index];
      if (each !== undefined) rendered.set(release, each);
    }
    known = apiVersionsOf([...rendered.values()]);
    if (wanted.length > 0 && JSON.stringify([...known]) === before) break;
  }
  return releases.flatMap((release) => rendered.get(release) ?? []);
}

/** What one rendering has besides its release. */
export interface Rendering {
  /** Such as `monitoring.coreos.com/v1` and `monitoring.coreos.com/v1/ServiceMonitor`. */
  readonly apiVersions: readonly string[];
  /** In place of those of its file. */
  readonly values?: unknown;
  /** Whether values count that the chart's schema refuses: to see what its templates make of them. */
  readonly withoutSchema?: boolean;
}

/**
 * Renders one release.
 *
 * @throws Mistake with what Helm says
 */
export async function renderRelease(
  release: Release,
  renderer: Renderer,
  rendering: Rendering,
): Promise<RenderedRelease> {
  const { chart, printed } = await printedRelease(release, renderer, rendering);
  return { ...release, origin: chart.origin, objects: readObjects(release, printed) };
}

/** @throws Mistake that names the release and the place in what Helm has printed */
function readObjects(release: Release, printed: string): readonly ChartObject[] {
  const { unit, cluster, chart, version } = release;
  const refuse = (why: string, cause: Error): never => {
    const what = `${unit} on ${cluster}: ${chart} ${version} renders something that is no object of Kubernetes`;
    throw new Mistake(`${what}: ${why}. Correct the values that it is made of.`, { cause });
  };
  try {
    return objectsIn(printed);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const places = error.issues.map(
        ({ path, message }) => `${path.join('.') || 'the document'}: ${message}`,
      );
      return refuse(places.join('; '), error);
    }
    if (error instanceof YAMLException) return refuse(error.message, error);
    throw error;
  }
}

/**
 * What Helm prints for one release, and of which chart.
 *
 * @throws Mistake with what Helm says
 */
export async function printedRelease(
  release: Release,
  { helm, charts }: Renderer,
  { apiVersions, values, withoutSchema }: Rendering,
): Promise<{ readonly chart: LocalChart; readonly printed: string }> {
  const chart = charts.get(`${release.chart}-${release.version}`);
  if (chart === undefined) throw new Error(`${release.chart} ${release.version} was not looked up.`);
  const { status, stdout, stderr } = await run(
    helm,
    [
      ...['template', chart.path, '--name-template', release.release, '--namespace', release.namespace],
      // Argo CD gives the patch as well, which EKS decides.
      ...['--kube-version', `${release.kubernetes}.0`],
      ...['--values', values === undefined ? release.valuesFile : '-'],
      ...apiVersions.flatMap((each) => ['--api-versions', each]),
      ...(release.skipCrds ? [] : ['--include-crds']),
      ...(withoutSchema ? ['--skip-schema-validation'] : []),
    ],
    { environment: OWN_SETTINGS, ...(values !== undefined && { input: JSON.stringify(values) }) },
  );
  if (status !== 0) {
    throw new Mistake(
      `${release.unit} on ${release.cluster}: Helm cannot render ${chart.name} ${chart.version}: ${stderr.trim()}`,
    );
  }
  return { chart, printed: stdout };
}

/** Nobody's plugins, repositories and credentials count. */
const OWN_SETTINGS = Object.fromEntries(
  ['CACHE', 'CONFIG', 'DATA'].map((each) => [`HELM_${each}_HOME`, join(CACHE, 'helm')]),
);

/** Whether the templates of a chart ask which API versions there are. */
export function asksForApiVersions({ path }: LocalChart): boolean {
  if (path.endsWith('.tgz')) return gunzipSync(readFileSync(path)).includes('APIVersions');
  return readdirSync(path, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes('APIVersions'),
  );
}
