import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../command-line/folders.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { howToInstall } from '../../programs/needed.ts';
import { run } from '../../programs/run.ts';
import { injectorOf } from '../../prove-gatekeeper/injector.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import { renderedClusters } from '../../synth/dist-index.ts';
import { temporaryFolder } from '../processes.ts';
import type { Finding, Part, Step } from '../step.ts';
import { whyKnown } from './known.ts';
import { objectsAtRest } from './objects.ts';

const DIST = 'dist';
/** Its `go.mod` has Istio's code of the release that is installed. */
const MODULE = 'scripts/prove-mesh';

const reportSchema = z.object({
  analyzers: z.number(),
  skipped: z.array(z.string()),
  messages: z.array(
    z.object({ level: z.string(), code: z.string(), resource: z.string(), says: z.string() }),
  ),
});
/** What the analyzers say of a cluster. */
export type Report = z.infer<typeof reportSchema>;

export const istioAnalyze: Step = {
  name: 'istio-analyze',
  proves:
    'the analyzers of istioctl find nothing in what is on each cluster of a mesh, chart-made objects and pods included',
  fast: 'whole',
  run: async ({ clusters = renderedClusters(DIST), logs, done }) => {
    const meshed = clusters
      .map((cluster) => ({ cluster, objects: objectsAtRest(cluster, DIST) }))
      .filter(({ objects }) => injectorOf(objects, DIST) !== undefined);
    if (meshed.length === 0) {
      done({
        name: 'no mesh',
        seconds: 0,
        counts: { clusters: clusters.length },
        findings: [],
        exceptions: [],
      });
      return;
    }
    const program = await buildAnalyzers();
    for (const { cluster, objects } of meshed) {
      const start = performance.now();
      const report = await analyze(program, cluster, { objects, logs });
      const seconds = Math.round((performance.now() - start) / 1000);
      done({ ...partOf(cluster, report, objects.length), seconds });
    }
  },
};

/** @param module file of a module beside the proof of the mesh, with Istio's code of some release */
export async function buildAnalyzers(module = 'go.mod'): Promise<string> {
  const program = join(temporaryFolder('istio-analyze'), 'analyze');
  const { status, stderr } = await run('go', ['build', `-modfile=${module}`, '-o', program, './analyze'], {
    folder: MODULE,
    environment: { CGO_ENABLED: '0' },
    missing: howToInstall('go'),
  });
  if (status !== 0) throw new Mistake(`Go cannot build the analyzers of Istio:\n${stderr}`);
  return program;
}

export async function analyze(
  program: string,
  cluster: string,
  { objects, logs }: { readonly objects: readonly TreeObject[]; readonly logs: string },
): Promise<Report> {
  makeFolder(logs);
  const file = resolve(logs, `${cluster}.json`);
  const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const { status, stdout, stderr } = await run(program, [file], { input });
  writeFileSync(join(logs, `${cluster}.log`), `${stdout}${stderr}`);
  if (status !== 0) throw new Mistake(`The analyzers of Istio break off on ${cluster}:\n${stderr}`);
  return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Whatever is worse than a hint is a finding, and so is an analyzer that had nothing to look at. */
export function partOf(cluster: string, { analyzers, skipped, messages }: Report, objects: number): Part {
  const told = messages
    .filter(({ level }) => level !== 'Info')
    .map((each) => ({
      finding: { where: cluster, what: each.resource, says: each.says } satisfies Finding,
      reason: whyKnown(each),
    }));
  return {
    name: cluster,
    seconds: 0,
    counts: { objects, analyzers, messages: messages.length },
    findings: [
      ...told.flatMap(({ finding, reason }) => (reason === undefined ? [finding] : [])),
      ...skipped.map((what) => ({ where: cluster, what, says: 'this analyzer was left out' })),
    ],
    exceptions: told.flatMap(({ finding, reason }) =>
      reason === undefined ? [] : [{ ...finding, says: `${reason}: ${finding.says}` }],
    ),
  };
}
