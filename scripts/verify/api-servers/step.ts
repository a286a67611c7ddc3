import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../programs/program.ts';
import { renderedClusters } from '../../synth/dist-index.ts';
import { etcd as etcdProgram, KUBERNETES_MINORS, type KubernetesMinor, kubeApiserver } from '../programs.ts';
import type { Finding, Part, Step } from '../step.ts';
import { applicationsOf } from './applications.ts';
import { Applier } from './applier.ts';
import { type Plan, planOf, verifyCluster } from './cluster.ts';
import { pinnedDefinitions } from './definitions.ts';
import { copyDefinitions } from './etcd.ts';
import { startApiServer, startEtcd } from './server.ts';

const DIST = 'dist';

/** The version of the clusters. */
const FAST: readonly KubernetesMinor[] = ['1.34'];

export const apiServers: Step = {
  name: 'api-servers',
  proves: 'real API servers take every object and every pod, and refuse what they must',
  fast: `only Kubernetes ${FAST.join(', ')} of ${KUBERNETES_MINORS.join(', ')}`,
  run: async ({ clusters = renderedClusters(DIST), fast, from, charts, logs, say }) => {
    const pinned = await pinnedDefinitions({ mirror: from });
    if (charts === undefined) {
      say('Without --charts, what charts make is left out, and definitions are the pinned ones.');
    }
    const plans = clusters.map((cluster) => planOf(cluster, applicationsOf(cluster, DIST, charts), pinned));
    const etcdPath = await programPath(etcdProgram, say);
    const programs = new Map<KubernetesMinor, string>();
    for (const minor of fast ? FAST : KUBERNETES_MINORS) {
      programs.set(minor, await programPath(kubeApiserver(minor), say));
    }
    const etcd = await startEtcd(etcdPath, join(logs, 'etcd.log'));
    try {
      const parts: Part[] = [];
      for (const [minor, program] of programs) {
        const place = join(logs, minor);
        mkdirSync(place, { recursive: true });
        parts.push(...(await verifyMinor(minor, { program, etcd: etcd.address, place, plans })));
        etcd.assertRunning();
      }
      return parts;
    } finally {
      await etcd.stop();
    }
  },
};

interface Place {
  readonly program: string;
  /** Address of etcd. */
  readonly etcd: string;
  readonly place: string;
  readonly plans: readonly Plan[];
}

/** A server for the definitions, and then one for each cluster. */
async function verifyMinor(minor: string, { program, etcd, place, plans }: Place): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const taken = new Map<string, { readonly prefix: string; readonly exceptions: readonly Finding[] }>();
  for (const plan of plans) {
    const known = taken.get(plan.digest);
    if (known !== undefined) continue;
    const prefix = `${minor}-${taken.size}`;
    const start = performance.now();
    const server = await startApiServer(program, { etcd, prefix, log: join(place, `${prefix}.log`) });
    try {
      const applier = new Applier(server.client, `Kubernetes ${minor}`, plan.pinned);
      const exceptions = await applier.define(plan.definitions);
      taken.set(plan.digest, { prefix, exceptions });
      parts.push({
        name: `Kubernetes ${minor}, definitions`,
        seconds: secondsSince(start),
        counts: { definitions: plan.definitions.length },
        findings: applier.findings,
        exceptions,
      });
    } finally {
      server.client.close();
      await server.stop();
    }
  }
  for (const plan of plans) {
    const start = performance.now();
    const { cluster } = plan;
    const prefix = `${minor}-${cluster}`;
    await copyDefinitions(etcd, taken.get(plan.digest)?.prefix ?? '', prefix);
    const log = join(place, `${cluster}.kube-apiserver.log`);
    const server = await startApiServer(program, { etcd, prefix, log });
    try {
      const outcome = await verifyCluster(server.client, plan, {
        dist: DIST,
        log: join(place, `${cluster}.json`),
      });
      parts.push({ name: `Kubernetes ${minor}, ${cluster}`, seconds: secondsSince(start), ...outcome });
    } finally {
      server.client.close();
      await server.stop();
    }
  }
  return parts;
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}
