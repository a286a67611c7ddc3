import { join } from 'node:path';
import { programPath } from '../../programs/program.ts';
import { renderedClusters } from '../../synth/dist-index.ts';
import { applicationsOf } from '../api-servers/applications.ts';
import { Applier } from '../api-servers/applier.ts';
import { reactionsTo } from '../api-servers/controllers.ts';
import { pinnedDefinitions } from '../api-servers/definitions.ts';
import { copyDefinitions } from '../api-servers/etcd.ts';
import { type Plan, planOf } from '../api-servers/plan.ts';
import { type Server, startApiServer, startEtcd } from '../api-servers/server.ts';
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
    const defined = new Map<string, string>();
    const serverOf = async (plan: Plan): Promise<Server & { readonly stop: () => Promise<void> }> => {
      const prefix = plan.cluster;
      const before = defined.get(plan.digest);
      if (before !== undefined) await copyDefinitions(etcd.address, before, prefix);
      const log = join(logs, `${prefix}.kube-apiserver.log`);
      const server = await startApiServer(programs.apiServer, { etcd: etcd.address, prefix, gates: [], log });
      if (before === undefined) {
        await new Applier(server.client, prefix, reactionsTo).define(plan.definitions);
        defined.set(plan.digest, prefix);
      }
      return server;
    };
    try {
      for (const cluster of fast ? clusters.slice(0, 1) : clusters) {
        const plan = planOf(cluster, applicationsOf(cluster, DIST, charts), pinned);
        const server = await serverOf(plan);
        try {
          done(await proveCluster(plan, server, { program: programs.gatekeeper, dist: DIST, logs }));
        } finally {
          server.client.close();
          await server.stop();
        }
      }
    } finally {
      await etcd.stop();
    }
  },
};
