import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Running, start, temporaryFolder } from '../processes.ts';
import type { Settings } from './settings.ts';

const LOOPBACK = '127.0.0.1';

/** How soon a change is seen: people wait for minutes, a proof does not. */
const IMPATIENT = [
  '--app-resync=5',
  '--app-resync-jitter=0',
  '--self-heal-backoff-cap-seconds=4',
  '--repo-error-grace-period-seconds=5',
];

/** Paths of what runs. */
export interface ArgocdPrograms {
  /** Every component of it. */
  readonly argocd: string;
  readonly redis: string;
}

/** The components of Argo CD that sync, and their cache. */
export interface Argocd extends Running {
  /** Where the controller tells its metrics. */
  readonly metrics: string;
}

/**
 * Starts them against the API server of a hub.
 *
 * @param place folder for the logs
 */
export async function startArgocd(
  programs: ArgocdPrograms,
  {
    kubeconfig,
    place,
    settings,
  }: { readonly kubeconfig: string; readonly place: string; readonly settings: Settings },
): Promise<Argocd> {
  const folder = temporaryFolder('argocd');
  const [redis, repository, metrics] = [await freePort(), await freePort(), await freePort()];
  const folders = Object.fromEntries(
    ['gpg', 'tls', 'ssh', 'plugin', 'home'].map((name) => [name, join(folder, name)]),
  );
  for (const each of Object.values(folders)) mkdirSync(each);
  const component = (name: string, args: readonly string[]) =>
    start(programs.argocd, args, join(place, `${name}.log`), {
      ARGOCD_BINARY_NAME: `argocd-${name}`,
      KUBECONFIG: kubeconfig,
      // It takes the kubeconfig for the cluster that it runs in.
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_GNUPGHOME: folders.gpg,
      ARGOCD_TLS_DATA_PATH: folders.tls,
      ARGOCD_SSH_DATA_PATH: folders.ssh,
      ARGOCD_PLUGINSOCKFILEPATH: folders.plugin,
      ARGOCD_GPG_ENABLED: 'false',
      HOME: folders.home,
      TMPDIR: folder,
    });
  const ofHub = [`--kubeconfig=${kubeconfig}`, '--namespace=argocd', '--repo-server-plaintext'];
  const parts: readonly Running[] = [
    start(
      programs.redis,
      ['--port', String(redis), '--bind', LOOPBACK, '--save', '', '--dir', folder],
      join(place, 'redis.log'),
    ),
    component('repo-server', [
      `--redis=${LOOPBACK}:${redis}`,
      '--disable-tls',
      `--address=${LOOPBACK}`,
      `--port=${repository}`,
      `--metrics-address=${LOOPBACK}`,
      `--metrics-port=${await freePort()}`,
      '--revision-cache-expiration=1s',
    ]),
    component('application-controller', [
      ...ofHub,
      `--redis=${LOOPBACK}:${redis}`,
      `--repo-server=${LOOPBACK}:${repository}`,
      `--metrics-port=${metrics}`,
      ...IMPATIENT,
      ...settings.controller,
    ]),
    component('applicationset-controller', [
      ...ofHub,
      `--argocd-repo-server=${LOOPBACK}:${repository}`,
      `--metrics-addr=${LOOPBACK}:${await freePort()}`,
      `--probe-addr=${LOOPBACK}:${await freePort()}`,
      `--webhook-addr=${LOOPBACK}:${await freePort()}`,
      ...settings.applicationSet,
    ]),
  ];
  return {
    metrics: `http://${LOOPBACK}:${metrics}/metrics`,
    assertRunning: () => {
      for (const each of parts) each.assertRunning();
    },
    stop: async () => {
      await Promise.all(parts.map((each) => each.stop()));
    },
  };
}
