import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Mistake } from '../../command-line/mistake.ts';
import { freePort, type Running, start, temporaryFolder } from '../processes.ts';
import { Client } from './client.ts';

const LOOPBACK = '127.0.0.1';
const SECONDS_TO_START = 120;

interface Settings {
  /** Address of etcd. */
  readonly etcd: string;
  /** What its keys begin with. */
  readonly prefix: string;
  /** Feature gates to open. */
  readonly gates: readonly string[];
  readonly log: string;
}

/** How an API server is spoken to. */
export interface Server {
  readonly client: Client;
  readonly address: string;
  /** Files of its certificate, which holds for everything on the loopback interface, and of the key of it. */
  readonly certificate: { readonly file: string; readonly key: string };
  /** File for programs that speak to it, as its administrator. */
  readonly kubeconfig: string;
  /** File of the key that signs the tokens of ServiceAccounts. */
  readonly signingKey: string;
}

/** An etcd for all the API servers of a run, each under a prefix of its own. */
export async function startEtcd(
  program: string,
  log: string,
): Promise<Running & { readonly address: string }> {
  const [client, peer] = [await freePort(), await freePort()];
  const address = `http://${LOOPBACK}:${client}`;
  const args = [
    `--data-dir=${temporaryFolder('etcd')}`,
    `--listen-client-urls=${address}`,
    `--advertise-client-urls=${address}`,
    `--listen-peer-urls=http://${LOOPBACK}:${peer}`,
    `--initial-advertise-peer-urls=http://${LOOPBACK}:${peer}`,
    `--initial-cluster=default=http://${LOOPBACK}:${peer}`,
    // What it keeps is thrown away.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
  return { ...start(program, args, log), address };
}

/**
 * An API server with every admission that is on by default, ServiceAccount, LimitRanger, PodSecurity and ResourceQuota
 * among it. It listens on loopback alone and knows one token.
 */
export async function startApiServer(
  program: string,
  { etcd, prefix, gates, log }: Settings,
): Promise<Running & Server> {
  const place = temporaryFolder('kube-apiserver');
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(place, 'tokens.csv'), `${token},verify,verify,system:masters\n`, { mode: 0o600 });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(place, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(place, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  const args = [
    `--etcd-servers=${etcd}`,
    `--etcd-prefix=/${prefix}`,
    `--bind-address=${LOOPBACK}`,
    `--advertise-address=${LOOPBACK}`,
    `--secure-port=${port}`,
    `--cert-dir=${place}`,
    `--token-auth-file=${join(place, 'tokens.csv')}`,
    `--service-account-issuer=https://${LOOPBACK}:${port}`,
    `--service-account-signing-key-file=${join(place, 'key.pem')}`,
    `--service-account-key-file=${join(place, 'key.pub')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=RBAC',
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    '--profiling=false',
    ...gates.map((gate) => `--feature-gates=${gate}=true`),
  ];
  const running = start(program, args, log);
  // It makes its certificate itself, once.
  const certificate = () => readFileSync(join(place, 'apiserver.crt'), 'utf8');
  for (let tries = 0; tries < SECONDS_TO_START * 4; tries += 1) {
    running.assertRunning();
    await wait(250);
    try {
      const address = `https://${LOOPBACK}:${port}`;
      const client = new Client(address, token, certificate());
      if (await client.isReady()) {
        const kubeconfig = join(place, 'kubeconfig');
        writeFileSync(kubeconfig, kubeconfigOf(address, token, certificate()), { mode: 0o600 });
        return {
          ...running,
          client,
          address,
          certificate: { file: join(place, 'apiserver.crt'), key: join(place, 'apiserver.key') },
          kubeconfig,
          signingKey: join(place, 'key.pem'),
        };
      }
      client.close();
    } catch {
      // There is no certificate yet, or nobody listens.
    }
  }
  await running.stop();
  throw new Mistake(`kube-apiserver is not ready after ${SECONDS_TO_START} s; its log is ${log}`);
}

/** What a server is asked in its short life. */
export async function withApiServer<Result>(
  program: string,
  settings: Settings,
  ask: (server: Server) => Promise<Result>,
): Promise<Result> {
  const server = await startApiServer(program, settings);
  try {
    return await ask(server);
  } finally {
    server.client.close();
    await server.stop();
  }
}

/** For programs that speak to a server; JSON is YAML too. */
export function kubeconfigOf(server: string, token: string, certificate: string): string {
  const name = 'verify';
  const authority = Buffer.from(certificate).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
