import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../programs/program.ts';
import type { Client } from '../api-servers/client.ts';
import { startApiServer } from '../api-servers/server.ts';
import { freePort, type Running, start, temporaryFolder } from '../processes.ts';
import { CONTROL_PLANE, kubeApiserver, kubeControllerManager, kubeScheduler, kwok } from '../programs.ts';
import { kwokConfig } from './kwok.ts';

/** Paths of the programs of a control plane. */
export interface ControlPlanePrograms {
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly kwok: string;
}

/** The programs of the version that the clusters run, installed where they are missing. */
export async function controlPlanePrograms(say: (line: string) => void): Promise<ControlPlanePrograms> {
  return {
    apiServer: await programPath(kubeApiserver(CONTROL_PLANE), say),
    controllerManager: await programPath(kubeControllerManager, say),
    scheduler: await programPath(kubeScheduler, say),
    kwok: await programPath(kwok, say),
  };
}

/** A cluster without machines: its objects are real, and so are those who decide about them. */
export interface ControlPlane {
  readonly client: Client;
  /** File for programs that speak to it, as its administrator. */
  readonly kubeconfig: string;
  readonly assertRunning: () => void;
  readonly stop: () => Promise<void>;
}

/** Of the controllers not those that need a cloud, or metrics that nobody measures here. */
const CONTROLLERS = [
  '*',
  '-node-ipam-controller',
  '-cloud-node-lifecycle-controller',
  '-horizontal-pod-autoscaler-controller',
  '-persistentvolume-attach-detach-controller',
];

/** @param place folder for the logs */
export async function startControlPlane(
  { apiServer, controllerManager, scheduler, kwok }: ControlPlanePrograms,
  { etcd, prefix, place }: { readonly etcd: string; readonly prefix: string; readonly place: string },
): Promise<ControlPlane> {
  const server = await startApiServer(apiServer, {
    etcd,
    prefix,
    gates: [],
    log: join(place, `${prefix}.kube-apiserver.log`),
  });
  const { kubeconfig, client } = server;
  const config = join(temporaryFolder('kwok'), 'stages.yaml');
  writeFileSync(config, kwokConfig());
  const log = (program: string) => join(place, `${prefix}.${program}.log`);
  const common = async () => [
    `--kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${await freePort()}`,
    '--leader-elect=false',
  ];
  const parts: readonly Running[] = [
    start(
      controllerManager,
      [
        ...(await common()),
        `--service-account-private-key-file=${server.signingKey}`,
        `--controllers=${CONTROLLERS.join(',')}`,
        // As the scheduler's own: hundreds of pods are made at once.
        '--kube-api-qps=200',
        '--kube-api-burst=400',
      ],
      log('kube-controller-manager'),
    ),
    start(
      scheduler,
      [...(await common()), '--kube-api-qps=200', '--kube-api-burst=400'],
      log('kube-scheduler'),
    ),
    start(
      kwok,
      [
        `--kubeconfig=${kubeconfig}`,
        `--config=${config}`,
        '--manage-all-nodes=true',
        '--node-lease-duration-seconds=40',
        `--server-address=127.0.0.1:${await freePort()}`,
      ],
      log('kwok'),
    ),
  ];
  return {
    client,
    kubeconfig,
    assertRunning: () => {
      for (const each of [server, ...parts]) each.assertRunning();
    },
    stop: async () => {
      await Promise.all(parts.map((each) => each.stop()));
      client.close();
      await server.stop();
    },
  };
}
