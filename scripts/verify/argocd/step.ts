import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Fleet, loadFleet } from '../../../clusters/index.ts';
import { programPath } from '../../programs/program.ts';
import { applicationsOf } from '../api-servers/applications.ts';
import { pinnedDefinitions } from '../api-servers/definitions.ts';
import { startEtcd } from '../api-servers/server.ts';
import { argocd as argocdProgram, etcd as etcdProgram, redis as redisProgram } from '../programs.ts';
import { controlPlanePrograms } from '../scheduling/control-plane.ts';
import type { Assignment, Step } from '../step.ts';
import { verifyAccess } from './access.ts';
import { startHub } from './hub.ts';
import { PLATFORM_PROJECTS, policyOf } from './policy.ts';
import { proveSync } from './sync.ts';

const DIST = 'dist';

export const argocd: Step = {
  name: 'argocd',
  proves:
    'the real Argo CD lets people do what docs/access.md says, and applies the tree of a hub in its waves, and what changes in it',
  fast: undefined,
  run: async (assignment) => {
    const { clusters, say, done } = assignment;
    const fleet = loadFleet();
    const hubs = fleet.clusters
      .map(({ name }) => name)
      .filter((name) => clusters?.includes(name) ?? true)
      .filter((name) => existsSync(join(DIST, 'values', name, 'argocd.yaml')));
    const program = await programPath(argocdProgram, say);
    for (const hub of hubs) {
      const start = performance.now();
      const objects = applicationsOf(hub, DIST, undefined).flatMap(({ members }) =>
        members.map(({ object }) => object),
      );
      const policy = policyOf(hub, DIST, objects);
      const products = policy.projects.filter((name) => !PLATFORM_PROJECTS.has(name));
      const outcome = await verifyAccess(program, hub, policy, products);
      const seconds = Math.round((performance.now() - start) / 1000);
      done({ name: `${hub}, what people may`, seconds, ...outcome });
    }
    await verifySync(fleet, hubs, program, assignment);
  },
};

/** One hub is proof enough of how Argo CD and the tree get on; those with clusters elsewhere need a server for each. */
async function verifySync(
  fleet: Fleet,
  hubs: readonly string[],
  argocd: string,
  { from, logs, say, done }: Assignment,
  dist = DIST,
): Promise<void> {
  const alone = fleet.clusters.filter(
    ({ name }) =>
      hubs.includes(name) && fleet.clusters.every((each) => each.hub !== name || each.name === name),
  );
  const [cluster] = alone.sort((one, other) => sizeOf(other.name) - sizeOf(one.name));
  if (cluster === undefined) {
    say('no hub manages itself alone: nothing is synced');
    return;
  }
  const redis = await programPath(redisProgram, say);
  const plane = await controlPlanePrograms(say);
  const pinned = await pinnedDefinitions({ mirror: from });
  const etcd = await startEtcd(await programPath(etcdProgram, say), join(logs, 'etcd.log'));
  try {
    const hub = await startHub(cluster, {
      fleet,
      dist,
      argocd: { argocd, redis },
      plane,
      etcd: etcd.address,
      pinned,
      place: logs,
    });
    try {
      await proveSync(hub, done);
    } finally {
      await hub.stop();
    }
  } finally {
    await etcd.stop();
  }
}

/** How many objects its own Applications apply. */
function sizeOf(cluster: string): number {
  return applicationsOf(cluster, DIST, undefined).reduce((sum, { members }) => sum + members.length, 0);
}
