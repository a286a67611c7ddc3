import { OF_PODS } from '../../../cluster-model/defaults/pods.ts';
import { documentsOf } from '../../../cluster-model/input/documents.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { secondsOf } from '../../state/durations.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { at, listAt, numberAt, textAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { CART } from './sample.ts';

const NATIVE = 'sidecar.istio.io/nativeSidecar';
const job = (native: string) => `---
apiVersion: batch/v1
kind: CronJob
metadata: { name: cleanup, namespace: shop }
spec:
  schedule: '0 3 * * *'
  jobTemplate:
    spec:
      template:
        metadata: { annotations: { ${NATIVE}: '${native}' } }
        spec: { restartPolicy: Never, containers: [{ name: cleanup, image: registry.example.com/cleanup:1.0.0 }] }
`;

/** A proxy beside the program starts with it and has to end with it; a native one starts before and ends after. */
export const proxyLifetime: ClusterRule = {
  id: 'proxy-lifetime',
  severity: 'warning',
  summary:
    'A proxy that is not there when an init container calls, that goes before its program, or that keeps a Job alive',
  breaks: 'Pods hang in their init container, requests of a rollout get 503, or Jobs never end.',
  pitfalls: ['X-27', 'X-51', 'X-75'],
  failing: CART + job('false'),
  passing: CART + job('true'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (memberOf(state, workload) !== 'sidecar' || workload.isMade) continue;
      const native = nativeOf(state, workload);
      if (native !== 'yes') {
        yield* judgeJob(workload, native);
        yield* judgeInit(state, workload, native);
      }
      yield* judgeDrain(state, workload, native);
    }
  },
};

type Native = 'yes' | 'no' | 'unknown';

/** By default Istio looks at the versions of all nodes, which no tree says. */
function nativeOf(state: ClusterState, { annotations, containers }: Workload): Native {
  const own = annotations[NATIVE];
  if (own !== undefined) return own === 'true' ? 'yes' : 'no';
  if (containers.some(({ name, role }) => name === 'istio-proxy' && role === 'sidecar')) return 'yes';
  const { meshConfig, nativeSidecars } = meshInstallation(state);
  if (!nativeSidecars) return 'no';
  return meshConfig === undefined ? 'unknown' : 'yes';
}

function* judgeJob({ resource, kind, metadataPath, containers }: Workload, native: Native): Generator<Said> {
  if (!/^(?:Job|CronJob|ScaledJob)$/.test(kind)) return;
  const ends = containers.some(({ value }) =>
    /quitquitquit/.test(JSON.stringify([value.command, value.args])),
  );
  if (ends || native === 'unknown') return;
  yield {
    resource,
    path: [...metadataPath, 'annotations'],
    message: 'The proxy is no native sidecar, and does not end with the program: the Job never completes.',
    fix: `Write the annotation ${NATIVE}: "true" on the pods, or the label sidecar.istio.io/inject: "false".`,
  };
}

const NETWORK =
  /\b(?:nc|ncat|curl|wget|nslookup|dig|pg_isready|psql|mysqladmin|mysql|redis-cli|mongosh?|wait-for(?:-it)?(?:\.sh)?|wait4x|dockerize|migrate|flyway|liquibase|alembic|grpcurl|kubectl|nats)\b/;

/** With an agent of the node the rules stand before any init container, and the proxy starts after them all. */
function* judgeInit(
  state: ClusterState,
  { resource, containers, annotations, spec }: Workload,
  native: Native,
): Generator<Said> {
  const { hasNodeAgent } = meshInstallation(state);
  if (hasNodeAgent === false || (native === 'unknown' && hasNodeAgent === undefined)) return;
  if (/excludeOutbound/.test(Object.keys(annotations).join())) return;
  for (const { role, value, path } of containers) {
    const command = [...listAt(value, 'command'), ...listAt(value, 'args')]
      .filter((each) => typeof each === 'string')
      .join(' ');
    const user =
      numberAt(value, 'securityContext', 'runAsUser') ?? numberAt(spec, 'securityContext', 'runAsUser');
    if (role !== 'init' || user === 1337 || !NETWORK.test(command)) continue;
    yield {
      resource,
      path: [...path, 'command'],
      severity: 'error',
      message: `The init container calls others (${NETWORK.exec(command)?.[0]}), and the proxy through which its calls go starts after it: it waits for ever.`,
      fix: `Write the annotation ${NATIVE}: "true" on the pods, or let the program itself wait.`,
    };
  }
}

function* judgeDrain(state: ClusterState, workload: Workload, native: Native): Generator<Said> {
  const { resource, annotations, metadataPath, containers, spec, kind } = workload;
  const text = annotations['proxy.istio.io/config'];
  const own = text === undefined ? undefined : documentsOf(text).documents[0]?.value;
  const said = secondsOf(at(own, 'terminationDrainDuration'));
  const defaults = at(meshInstallation(state).meshConfig, 'defaultConfig');
  const drain = said ?? secondsOf(at(defaults, 'terminationDrainDuration')) ?? 5;
  const grace = numberAt(spec, 'terminationGracePeriodSeconds') ?? OF_PODS.terminationGracePeriodSeconds;
  const path = [...metadataPath, 'annotations', ...(text === undefined ? [] : ['proxy.istio.io/config'])];
  if (said !== undefined && said > grace) {
    yield {
      resource,
      path,
      message: `The proxy drains for ${said} s, and the pod is killed after ${grace} s (terminationGracePeriodSeconds): its last requests are cut off.`,
      fix: `Write terminationDrainDuration: ${Math.max(1, grace - 5)}s, or a longer terminationGracePeriodSeconds.`,
    };
  }
  const exits = [own, defaults].some(
    (config) => textAt(config, 'proxyMetadata', 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS') === 'true',
  );
  const sleeps = Math.max(
    0,
    ...containers.filter(({ role }) => role === 'main').map(({ value }) => sleepOf(value)),
  );
  // Where nothing is said of the mesh, only what the pods say themselves counts.
  if (native === 'yes' || exits || /Job$/.test(kind) || sleeps === 0 || drain >= sleeps) return;
  if (said === undefined && defaults === undefined && native === 'unknown') return;
  yield {
    resource,
    path,
    message: `The proxy ends ${drain} s after the signal (terminationDrainDuration), and the program waits ${sleeps} s before it begins to end: requests of that time get 503.`,
    fix: `Write proxy.istio.io/config with terminationDrainDuration: ${Math.max(sleeps + 5, Math.min(grace - 5, sleeps + 30))}s, or ${NATIVE}: "true".`,
  };
}

/** Seconds of a hook that waits before the signal. */
function sleepOf(container: unknown): number {
  const hook = at(container, 'lifecycle', 'preStop');
  const command = listAt(hook, 'exec', 'command')
    .filter((each) => typeof each === 'string')
    .join(' ');
  return numberAt(hook, 'sleep', 'seconds') ?? Number(/\bsleep (\d+)/.exec(command)?.[1] ?? 0);
}
