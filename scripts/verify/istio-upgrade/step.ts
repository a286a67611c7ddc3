import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake } from '../../command-line/mistake.ts';
import { pinChart } from '../../prove-changes/edits.ts';
import { Repository } from '../../prove-changes/repository.ts';
import { objectsOf } from '../../prove-gatekeeper/tree.ts';
import { objectsAtRest } from '../istio-analyze/objects.ts';
import { analyze, buildAnalyzers, partOf } from '../istio-analyze/step.ts';
import { provenCluster } from '../mistakes/places.ts';
import type { Finding, Part, Step } from '../step.ts';
import { MODULES, proveMesh, releaseIn } from './modules.ts';
import { clusterAt, revisionOf, type UpgradeState, upgradeStates } from './states.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** The charts of a release of Istio. */
const CHARTS = ['base', 'cni', 'gateway', 'istiod'];
const FIRST = 'istio-system';

export const istioUpgrade: Step = {
  name: 'istio-upgrade',
  proves:
    "Istio's own code, of both minors, gives the proxies what we mean in the states of an upgrade to the next one",
  fast: undefined,
  run: async ({ logs, done }) => {
    const cluster = provenCluster();
    const [installed, next] = [releaseIn(MODULES.installed), releaseIn(MODULES.next)];
    if (cluster === undefined || revisionOf(installed) === revisionOf(next)) {
      done(nothing(`scripts/prove-mesh/${MODULES.next} has Istio ${next}, and ${installed} is installed`));
      return;
    }
    const repository = new Repository(ROOT);
    try {
      for (const chart of CHARTS) pinChart(repository, chart, next, '--beside');
      const file = `clusters/${cluster}/cluster.yaml`;
      const before = repository.read(file);
      const others = meshed(repository, cluster).filter((name) => name !== FIRST);
      const revisions = [revisionOf(installed), revisionOf(next)] as const;
      for (const state of upgradeStates(...revisions, { first: FIRST, others })) {
        const start = performance.now();
        repository.write(file, clusterAt(before, state) ?? before);
        const { passed, output } = await repository.judge('npm run synth');
        if (!passed) throw new Mistake(`${state.name}: npm run synth refuses the state:\n${output}`);
        if (!state.judged) continue;
        standIn(repository, cluster, [installed, next]);
        const part = await judge(repository, cluster, state, logs);
        done({ ...part, seconds: Math.round((performance.now() - start) / 1000) });
      }
    } finally {
      repository.remove();
    }
  },
};

/** The namespaces of a cluster whose pods get a proxy. */
function meshed(repository: Repository, cluster: string): readonly string[] {
  return objectsOf(join(repository.folder, 'dist', cluster))
    .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio.io/rev'] !== undefined)
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** The inventory of the new control plane, of whose chart there is none here: that of the old one with its names. */
function standIn(repository: Repository, cluster: string, [from, to]: readonly [string, string]): void {
  const folder = `dist/charts/${cluster}`;
  const names = repository.list(folder).filter((name) => name.startsWith('istiod'));
  const [old] = names;
  const made = `${folder}/istiod-${revisionOf(to)}.json`;
  if (old === undefined || repository.exists(made)) return;
  const text = repository.read(`${folder}/${old}`);
  repository.write(made, text.replaceAll(revisionOf(from), revisionOf(to)).replaceAll(from, to));
}

/** What the proof of the mesh and the analyzers say of a state, with the code of each control plane that is there. */
async function judge(
  repository: Repository,
  cluster: string,
  { name, both }: UpgradeState,
  logs: string,
): Promise<Part> {
  const objects = objectsAtRest(cluster, join(repository.folder, 'dist'));
  const findings: Finding[] = [];
  // The step istio-analyze prints those that are known, and why: here are the same, once for each state and control plane.
  let known = 0;
  let messages = 0;
  const modules = both ? [MODULES.installed, MODULES.next] : [MODULES.next];
  for (const module of modules) {
    const told = await proveMesh(repository.folder, module);
    findings.push(...told.map((finding) => ({ where: name, ...finding })));
    const program = await buildAnalyzers(module);
    const report = await analyze(program, cluster, { objects, logs: join(logs, `${name}, ${module}`) });
    const part = partOf(`${name}, ${module}`, report, objects.length);
    findings.push(...part.findings);
    known += part.exceptions.length;
    messages += report.messages.length;
  }
  return {
    name,
    seconds: 0,
    counts: { 'control planes': modules.length, objects: objects.length, messages, 'of them known': known },
    findings,
    exceptions: [],
  };
}

function nothing(says: string): Part {
  return {
    name: 'no next minor',
    seconds: 0,
    counts: { minors: 1 },
    findings: [],
    exceptions: [{ where: 'Istio', what: 'no upgrade is rehearsed', says }],
  };
}
