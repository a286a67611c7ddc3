import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../../../clusters/index.ts';
import { programPath } from '../../programs/program.ts';
import { renderedClusters } from '../../synth/dist-index.ts';
import { type Application, applicationsOf, type Member } from '../api-servers/applications.ts';
import { Applier } from '../api-servers/applier.ts';
import { reactionsTo, reactionsWithGatekeeper } from '../api-servers/controllers.ts';
import { definitionsFor, kindOf, kindOfObject, pinnedDefinitions } from '../api-servers/definitions.ts';
import { deprecationsOf } from '../api-servers/deprecations.ts';
import { copyDefinitions } from '../api-servers/etcd.ts';
import { startEtcd, withApiServer } from '../api-servers/server.ts';
import { minorsOf } from '../api-servers/step.ts';
import { etcd as etcdProgram, kubeApiserver } from '../programs.ts';
import type { Part, Step } from '../step.ts';
import { changed, type Succession, successions, versionChanges } from './compare.ts';
import { type Next, nextReleases } from './releases.ts';

const DIST = 'dist';
const CONSTRAINTS = 'constraints.gatekeeper.sh/';

interface Servers {
  readonly program: string;
  /** Address of etcd. */
  readonly etcd: string;
  readonly logs: string;
}

export const nextDefinitions: Step = {
  name: 'next-definitions',
  proves:
    'the next release of each definition takes the place of the pinned one, and every object that is of it',
  fast: 'the first cluster alone',
  run: async ({ clusters: asked = renderedClusters(DIST), fast, from, charts, logs, say, done }) => {
    const clusters = fast ? asked.slice(0, 1) : asked;
    if (charts === undefined) say('Without --charts, what charts make is left out.');
    const next = await nextReleases();
    const pinned = await pinnedDefinitions({ mirror: from }, { whole: [...next.compared] });
    const applications = clusters.map((cluster) => ({
      cluster,
      all: applicationsOf(cluster, DIST, charts),
    }));
    const own = applications.flatMap(({ all }) => all.flatMap(({ members }) => members));
    const all = successionsOf(definitionsFor(own, pinned), pinned, next);
    // All clusters of a fleet run one release but for the days of an upgrade; the oldest is the hardest to please.
    const [minor] = minorsOf(loadFleet().clusters);
    if (minor === undefined) return;
    const program = await programPath(kubeApiserver(minor), say);
    const etcd = await startEtcd(await programPath(etcdProgram, say), join(logs, 'etcd.log'));
    try {
      const servers = { program, etcd: etcd.address, logs };
      done(await replaceDefinitions(changed(all), servers, next));
      for (const { cluster, all: ofCluster } of applications) {
        done(await judgeObjects(cluster, { all, applications: ofCluster, next }, servers));
        etcd.assertRunning();
      }
    } finally {
      await etcd.stop();
    }
  },
};

/** What the pinned definitions of the compared bundles, or those that charts bring in their place, become. */
export function successionsOf(
  definitions: readonly Member[],
  pinned: readonly Member[],
  next: Pick<Next, 'definitions' | 'compared'>,
): readonly Succession[] {
  const compared = new Set(
    pinned
      .filter(({ file }) => next.compared.has(file.split(':')[0] ?? ''))
      .map(({ object }) => object.metadata.name),
  );
  const once = new Map(definitions.map((member) => [member.object.metadata.name, member]));
  return successions(
    [...once.values()].filter(({ object }) => compared.has(object.metadata.name)),
    next.definitions,
  );
}

/** Today's definitions on a server, and then the next ones in their place, as a chart would. */
async function replaceDefinitions(
  all: readonly Succession[],
  { program, etcd, logs }: Servers,
  { compared, notCompared }: Next,
): Promise<Part> {
  const start = performance.now();
  const log = join(logs, 'definitions.kube-apiserver.log');
  return withApiServer(program, { etcd, prefix: 'next', gates: [], log }, async ({ client }) => {
    const applier = new Applier(client, 'in place', reactionsTo);
    await applier.define(all.map(({ now }) => now));
    const tooNew = await applier.define(all.flatMap(({ next }) => next ?? []));
    return {
      name: 'the next release of each definition, in place of the pinned one',
      seconds: secondsSince(start),
      counts: { 'bundles compared': compared.size, 'definitions that change': all.length },
      findings: [...applier.findings, ...tooNew],
      exceptions: [...notCompared, ...all.flatMap(versionChanges)],
    };
  });
}

interface Judged {
  readonly all: readonly Succession[];
  readonly applications: readonly Application[];
  readonly next: Next;
}

/** Every object of a definition that changes, on a server that has never had the old one: nothing is let through since it was there. */
async function judgeObjects(
  cluster: string,
  { all, applications, next }: Judged,
  { program, etcd, logs }: Servers,
): Promise<Part> {
  const start = performance.now();
  await copyDefinitions(etcd, 'next', cluster);
  const log = join(logs, `${cluster}.kube-apiserver.log`);
  return withApiServer(program, { etcd, prefix: cluster, gates: [], log }, async ({ client }) => {
    const applier = new Applier(client, cluster, reactionsWithGatekeeper(next.definitions));
    const members = objectsOf(applications, changed(all));
    for (const stage of members) await applier.applyAll(stage);
    const { findings, warnings, collections, count } = applier;
    const metrics = await client.metrics();
    const deprecations = deprecationsOf(cluster, { warnings, collections, metrics });
    writeFileSync(join(logs, `${cluster}.json`), `${JSON.stringify({ findings, warnings }, null, 2)}\n`);
    return {
      name: cluster,
      seconds: secondsSince(start),
      counts: { objects: count, warnings: warnings.length },
      findings: [...findings, ...deprecations.findings],
      exceptions: deprecations.known,
    };
  });
}

/** Namespaces, then the objects of these definitions, and last the constraints, whose kinds Gatekeeper makes of some of them. */
export function objectsOf(
  applications: readonly Application[],
  definitions: readonly Succession[],
): readonly (readonly Member[])[] {
  const kinds = new Set(definitions.map(({ now }) => kindOf(now)));
  const members = applications.flatMap((application) => application.members);
  const judged = members.filter(({ object }) => kinds.has(kindOfObject(object)));
  const templates = judged.some(({ object }) => object.kind === 'ConstraintTemplate');
  return [
    members.filter(({ object }) => object.apiVersion === 'v1' && object.kind === 'Namespace'),
    judged,
    templates ? members.filter(({ object }) => kindOfObject(object).startsWith(CONSTRAINTS)) : [],
  ];
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}
