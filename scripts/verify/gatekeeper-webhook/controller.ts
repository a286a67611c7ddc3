import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import { kubeconfigOf, type Server } from '../api-servers/server.ts';
import { freePort, type Running, start, temporaryFolder } from '../processes.ts';
import type { Installation } from './installation.ts';
import { type Review, reviewer } from './review.ts';

const SECONDS_TO_START = 60;
const LOOPBACK = '127.0.0.1';

const tokenRequest = z.looseObject({ status: z.looseObject({ token: z.string() }) });

/** Gatekeeper as it runs in a pod, but for its certificate. */
export interface Controller extends Running {
  /** Where its webhooks are. */
  readonly address: string;
  /** Asks it about an object, as an API server does. */
  readonly review: Review;
}

/** Starts Gatekeeper as the ServiceAccount that its chart makes, so that it may what it may on a cluster. */
export async function startGatekeeper(
  program: string,
  server: Server,
  { namespace, serviceAccount }: Installation,
  log: string,
): Promise<Controller> {
  const place = temporaryFolder('gatekeeper');
  const certificate = readFileSync(server.certificate.file, 'utf8');
  copyFileSync(server.certificate.file, join(place, 'tls.crt'));
  copyFileSync(server.certificate.key, join(place, 'tls.key'));
  const answer = await server.client.create(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 7_200 } },
  );
  if (!answer.accepted) throw new Mistake(`There is no token for Gatekeeper: ${answer.says}`);
  const { token } = tokenRequest.parse(answer.live).status;
  const kubeconfig = join(place, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(server.address, token, certificate), { mode: 0o600 });
  const port = await freePort();
  const running = start(
    program,
    [
      `--kubeconfig=${kubeconfig}`,
      `--host=${LOOPBACK}`,
      `--port=${port}`,
      `--cert-dir=${place}`,
      '--disable-cert-rotation',
      `--health-addr=${LOOPBACK}:${await freePort()}`,
      // The other backend listens on every interface; this one sends what nobody takes.
      '--metrics-backend=opentelemetry',
      `--otlp-endpoint=${LOOPBACK}:${await freePort()}`,
      // What the chart shares out between its two Deployments.
      ...['webhook', 'generate', 'status'].map((operation) => `--operation=${operation}`),
      `--exempt-namespace=${namespace}`,
      '--debug-use-fake-pod',
      '--shutdown-delay=0',
    ],
    log,
  );
  const address = `https://${LOOPBACK}:${port}`;
  const review = reviewer(`${address}/v1/admit`, certificate);
  for (let tries = 0; tries < SECONDS_TO_START * 4; tries += 1) {
    running.assertRunning();
    await wait(250);
    try {
      await review({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
      return { ...running, address, review };
    } catch {
      // Nobody listens yet.
    }
  }
  await running.stop();
  throw new Mistake(`Gatekeeper does not answer after ${SECONDS_TO_START} s; its log is ${log}`);
}
