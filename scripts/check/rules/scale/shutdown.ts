import { OF_PODS } from '../../../cluster-model/defaults/pods.ts';
import { documentsOf } from '../../../cluster-model/input/documents.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { injectedContainers, meshInstallation } from '../../state/mesh.ts';
import { at, list, numberAt, text } from '../../state/read.ts';
import type { Container, Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';

/** What Istio's proxy waits after it was told to end. */
const DEFAULT_DRAIN = 5;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const hook = (seconds: number) => `lifecycle: { preStop: { sleep: { seconds: ${seconds} } } }`;

/** The hook's time is part of the grace, and at its end the kernel ends what is left. */
export const shutdown: ClusterRule = {
  id: 'shutdown-too-short',
  severity: 'warning',
  summary: 'A preStop hook as long as the grace period, or a proxy that ends before the program does',
  breaks:
    'The program gets no time between the end of the hook and SIGKILL: what it works on is lost with every update. A proxy that goes first cuts all connections while the program still answers.',
  pitfalls: ['X-75'],
  failing: deployment('web', { pod: 'terminationGracePeriodSeconds: 30', container: hook(30) }),
  passing: deployment('web', { pod: 'terminationGracePeriodSeconds: 60', container: hook(15) }),
  *judge(state) {
    for (const workload of state.workloads) {
      if (!workload.isMade) yield* judge(state, workload);
    }
  },
};

function* judge(state: ClusterState, workload: Workload): Iterable<Said> {
  const { resource, containers, spec, specPath, metadataPath } = workload;
  const grace = numberAt(spec, 'terminationGracePeriodSeconds') ?? OF_PODS.terminationGracePeriodSeconds;
  let longest = 0;
  for (const container of containers) {
    const sleep = sleepOf(container);
    if (sleep === undefined) continue;
    longest = Math.max(longest, sleep.seconds);
    // A sleep beyond the grace is refused by the API server; a command is not.
    const isRefused = sleep.seconds > grace && sleep.path.includes('sleep');
    if (sleep.seconds < grace || resource.isExtract || isRefused) continue;
    yield {
      resource,
      path: sleep.path,
      message: `The hook of ${container.name} takes ${sleep.seconds} s, and the pod has ${grace} s in all: the program is killed without time to end.`,
      fix: `Write terminationGracePeriodSeconds: ${sleep.seconds + 30} or more, or a shorter hook.`,
    };
  }
  const proxy = injectedContainers(state, workload).find(({ name }) => name === 'istio-proxy');
  if (proxy === undefined || resource.isExtract) return;
  const config = proxyConfig(state, workload);
  if (config.waits) return;
  if (proxy.role === 'main' && longest > config.drain) {
    yield {
      resource,
      path: [...metadataPath, 'annotations'],
      message: `The proxy ends ${config.drain} s after the pod is told to, and the program waits ${longest} s before it ends: its last connections are cut.`,
      fix: `Write terminationDrainDuration: ${longest + 15}s in the annotation proxy.istio.io/config, or let native sidecars be.`,
    };
  } else if (config.drain >= grace) {
    yield {
      resource,
      path:
        numberAt(spec, 'terminationGracePeriodSeconds') === undefined
          ? specPath
          : [...specPath, 'terminationGracePeriodSeconds'],
      message: `The proxy drains for ${config.drain} s, and the pod has ${grace} s in all: it is killed while it drains.`,
      fix: `Write terminationGracePeriodSeconds: ${config.drain + 15} or more, or a shorter terminationDrainDuration.`,
    };
  }
}

/** How long a hook only waits; undefined for none, and for one that does something else. */
function sleepOf({ value, path }: Container) {
  const seconds = numberAt(value, 'lifecycle', 'preStop', 'sleep', 'seconds');
  if (seconds !== undefined) return { seconds, path: [...path, 'lifecycle', 'preStop', 'sleep', 'seconds'] };
  const command = list(at(value, 'lifecycle', 'preStop', 'exec', 'command'))
    .map((part) => text(part) ?? '')
    .join(' ');
  const [, written] = /(?:^|[\s;&|/])sleep\s+(\d+)/.exec(command) ?? [];
  if (written === undefined) return undefined;
  return { seconds: Number(written), path: [...path, 'lifecycle', 'preStop', 'exec', 'command'] };
}

/** How long the proxy of a workload drains, and whether it waits for its last connection. */
function proxyConfig(state: ClusterState, { annotations }: Workload) {
  const written = annotations['proxy.istio.io/config'];
  const own = written === undefined ? undefined : documentsOf(written).documents[0]?.value;
  const ofMesh = at(meshInstallation(state).meshConfig, 'defaultConfig');
  const given = (...path: string[]) => at(own, ...path) ?? at(ofMesh, ...path);
  return {
    drain: secondsOf(given('terminationDrainDuration')) ?? DEFAULT_DRAIN,
    waits: String(given('proxyMetadata', 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS')) === 'true',
  };
}

function secondsOf(value: unknown): number | undefined {
  const [, amount, unit = 's'] = DURATION.exec(typeof value === 'string' ? value : '') ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[unit] ?? 1);
}
