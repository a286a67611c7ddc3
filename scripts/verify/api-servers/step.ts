import { join } from 'node:path';
import { loadFleet } from '../../../clusters/index.ts';
import { makeFolder } from '../../command-line/folders.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { listManifests } from '../../kubeconform/manifests.ts';
import { programPath } from '../../programs/program.ts';
import { renderedClusters } from '../../synth/dist-index.ts';
import {
  etcd as etcdProgram,
  KUBERNETES_MINORS,
  type KubernetesMinor,
  kubeApiserver,
  openedGates,
} from '../programs.ts';
import type { Part, Step } from '../step.ts';
import { applicationsOf } from './applications.ts';
import { verifyCluster } from './cluster.ts';
import { defineOnce } from './define-once.ts';
import { pinnedDefinitions } from './definitions.ts';
import { type Plan, planOf } from './plan.ts';
import { startEtcd } from './server.ts';

const DIST = 'dist';

export const apiServers: Step = {
  name: 'api-servers',
  proves: 'real API servers take every object and every pod, and refuse what they must',
  fast: `of Kubernetes ${KUBERNETES_MINORS.join(', ')} only what the clusters run`,
  run: async ({ clusters = renderedClusters(DIST), fast, from, charts, logs, say, done }) => {
    const pinned = await pinnedDefinitions({ mirror: from });
    if (charts === undefined) {
      say('Without --charts, what charts make is left out, and definitions are the pinned ones.');
    }
    const plans = clusters.map((cluster) => planOf(cluster, applicationsOf(cluster, DIST, charts), pinned));
    const etcdPath = await programPath(etcdProgram, say);
    const programs = new Map<KubernetesMinor, string>();
    for (const minor of fast ? minorsOf(loadFleet().clusters) : KUBERNETES_MINORS) {
      programs.set(minor, await programPath(kubeApiserver(minor), say));
    }
    const etcd = await startEtcd(etcdPath, join(logs, 'etcd.log'));
    try {
      if (clusters.length === renderedClusters(DIST).length) done(wholeness(plans));
      if (!fast) done(ahead(loadFleet().clusters));
      for (const [minor, program] of programs) {
        const place = join(logs, minor);
        makeFolder(place);
        await verifyMinor(minor, { program, etcd: etcd.address, place, plans, done });
        etcd.assertRunning();
      }
    } finally {
      await etcd.stop();
    }
  },
};

/**
 * The releases that some clusters run.
 *
 * @throws Mistake for a cluster whose release is not pinned: nothing would be proven of it
 */
export function minorsOf(
  clusters: readonly { readonly name: string; readonly kubernetesVersion: string }[],
): readonly KubernetesMinor[] {
  for (const { name, kubernetesVersion } of clusters) {
    if (KUBERNETES_MINORS.some((minor) => minor === kubernetesVersion)) continue;
    throw new Mistake(
      `${name} runs Kubernetes ${kubernetesVersion}, and no API server of it is pinned, only ` +
        `${KUBERNETES_MINORS.join(', ')}. Add it to scripts/verify/programs.ts, with a folder in scripts/verify/modules/.`,
    );
  }
  return KUBERNETES_MINORS.filter((minor) => clusters.some((each) => each.kubernetesVersion === minor));
}

/** How many minors ahead of a cluster's own its next upgrades are rehearsed. */
const AHEAD = [1, 2] as const;

/** The minors that clusters come to next, oldest first. */
export function minorsAhead(clusters: readonly { readonly kubernetesVersion: string }[]): readonly string[] {
  const own = new Set(clusters.map(({ kubernetesVersion }) => kubernetesVersion));
  const next = [...own].flatMap((version) => {
    const [major = '', minor = ''] = version.split('.');
    return AHEAD.map((count) => `${major}.${Number(minor) + count}`);
  });
  return [...new Set(next)].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

/** Which of the next minors no server here is of: nothing is proven of these, and that is said. */
export function ahead(clusters: readonly { readonly kubernetesVersion: string }[]): Part {
  const minors = minorsAhead(clusters);
  const missing = minors.filter((minor) => !KUBERNETES_MINORS.some((pinned) => pinned === minor));
  return {
    name: `Kubernetes ${minors.join(' and ')}, which the clusters come to next`,
    seconds: 0,
    counts: { minors: minors.length, 'of them judged': minors.length - missing.length },
    findings: [],
    exceptions: missing.map((minor) => ({
      where: `Kubernetes ${minor}`,
      what: 'scripts/verify/programs.ts',
      says: 'no API server of it is pinned, so that nothing is proven of it',
    })),
  };
}

interface Place {
  readonly program: string;
  /** Address of etcd. */
  readonly etcd: string;
  readonly place: string;
  readonly plans: readonly Plan[];
  readonly done: (part: Part) => void;
}

/** A server for the definitions, and then one for each cluster. */
async function verifyMinor(
  minor: KubernetesMinor,
  { program, etcd, place, plans, done }: Place,
): Promise<void> {
  const opened = openedGates(minor);
  const forGates = Object.entries(opened).map(([gate, says]) => ({
    where: `Kubernetes ${minor}`,
    what: `--feature-gates=${gate}=true`,
    says,
  }));
  const withServerOf = await defineOnce(plans, {
    program,
    etcd,
    prefix: minor,
    gates: Object.keys(opened),
    place,
    where: `Kubernetes ${minor}`,
    done: (part) => done({ ...part, exceptions: [...forGates, ...part.exceptions] }),
  });
  for (const plan of plans) {
    const start = performance.now();
    const { cluster } = plan;
    const log = join(place, `${cluster}.json`);
    await withServerOf(plan, async ({ client }) => {
      const outcome = await verifyCluster(client, plan, { dist: DIST, log });
      done({ name: `Kubernetes ${minor}, ${cluster}`, seconds: secondsSince(start), ...outcome });
    });
  }
}

/** Whether every file of the tree is in some plan: no verdict is about what nobody looked at. */
function wholeness(plans: readonly Plan[]): Part {
  const planned = new Set(
    plans
      .flatMap(({ applications }) => applications)
      .flatMap(({ members }) => members.map(({ file }) => file)),
  );
  const files = listManifests(DIST);
  const findings = files
    .filter((file) => !planned.has(file))
    .map((file) => ({ where: DIST, what: file, says: 'no Argo CD applies it' }));
  return { name: DIST, seconds: 0, counts: { files: files.length }, findings, exceptions: [] };
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}
