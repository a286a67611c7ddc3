import { join } from 'node:path';
import { loadFleet } from '../../../clusters/index.ts';
import { makeFolder } from '../../command-line/folders.ts';
import { programPath } from '../../programs/program.ts';
import { injectorOn } from '../../prove-gatekeeper/injector.ts';
import { applicationsOf } from '../api-servers/applications.ts';
import { startEtcd } from '../api-servers/server.ts';
import { etcd as etcdProgram } from '../programs.ts';
import type { Step } from '../step.ts';
import { controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { proveCluster } from './prove.ts';

const DIST = 'dist';

export const scheduling: Step = {
  name: 'scheduling',
  proves:
    'the real scheduler places every workload at its least, at its most, and when a zone or a node is drained',
  fast: undefined,
  run: async ({ clusters, charts, logs, say, done }) => {
    const fleet = loadFleet().clusters.filter(({ name }) => clusters?.includes(name) ?? true);
    const programs = await controlPlanePrograms(say);
    makeFolder(logs);
    const etcd = await startEtcd(await programPath(etcdProgram, say), join(logs, 'etcd.log'));
    try {
      for (const cluster of fleet) {
        const applications = applicationsOf(cluster.name, DIST, charts);
        const objects = applications.flatMap(({ members }) => members.map(({ object }) => object));
        const plane = await startControlPlane(programs, {
          etcd: etcd.address,
          prefix: cluster.name,
          place: logs,
        });
        try {
          await proveCluster(plane, cluster, { objects, injector: injectorOn(cluster.name, DIST), done });
        } finally {
          await plane.stop();
        }
      }
    } finally {
      await etcd.stop();
    }
  },
};
