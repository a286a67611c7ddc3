import { join } from 'node:path';
import { programPath } from '../../programs/program.ts';
import { renderedClusters } from '../../synth/dist-index.ts';
import { applicationsOf } from '../api-servers/applications.ts';
import { defineOnce } from '../api-servers/define-once.ts';
import { pinnedDefinitions } from '../api-servers/definitions.ts';
import { planOf } from '../api-servers/plan.ts';
import { startEtcd } from '../api-servers/server.ts';
import { CONTROL_PLANE, etcd as etcdProgram, gatekeeper, kubeApiserver } from '../programs.ts';
import type { Step } from '../step.ts';
import { proveCluster } from './prove.ts';

const DIST = 'dist';

export const gatekeeperWebhook: Step = {
  name: 'gatekeeper-webhook',
  proves: 'the real Gatekeeper, asked by an API server, takes the whole tree and refuses each denied sample',
  fast: 'of the clusters only the first',
  run: async ({ clusters = renderedClusters(DIST), fast, from, charts, logs, say, done }) => {
    const pinned = await pinnedDefinitions({ mirror: from }, { whole: ['gatekeeper'] });
    const programs = {
      etcd: await programPath(etcdProgram, say),
      apiServer: await programPath(kubeApiserver(CONTROL_PLANE), say),
      gatekeeper: await programPath(gatekeeper, say),
    };
    const etcd = await startEtcd(programs.etcd, join(logs, 'etcd.log'));
    try {
      const plans = (fast ? clusters.slice(0, 1) : clusters).map((cluster) =>
        planOf(cluster, applicationsOf(cluster, DIST, charts), pinned),
      );
      const withServerOf = await defineOnce(plans, {
        program: programs.apiServer,
        etcd: etcd.address,
        prefix: 'gatekeeper',
        gates: [],
        place: logs,
        where: `Kubernetes ${CONTROL_PLANE}`,
        done,
      });
      for (const plan of plans) {
        done(
          await withServerOf(plan, (server) =>
            proveCluster(plan, server, { program: programs.gatekeeper, dist: DIST, logs }),
          ),
        );
      }
    } finally {
      await etcd.stop();
    }
  },
};
