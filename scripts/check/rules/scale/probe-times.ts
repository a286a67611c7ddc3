import { OF_PROBES } from '../../../cluster-model/defaults/pods.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { at, isFields, numberAt } from '../../state/read.ts';
import type { Container, Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';

const probe = (path: string, further: string) => `{ httpGet: { path: ${path}, port: 8080 }, ${further} }`;
const both = (liveness: string) =>
  deployment('web', {
    container: `ports: [{ containerPort: 8080 }], readinessProbe: ${probe('/ready', 'periodSeconds: 10, failureThreshold: 3')}, livenessProbe: ${liveness}`,
  });

/** Probes whose times contradict each other. */
export const probeTimes: ClusterRule = {
  id: 'probe-times',
  severity: 'warning',
  summary:
    'Probes whose times contradict each other: a pod that is killed before it may be unready, or while it starts',
  breaks:
    'Under load a slow answer should take the pod out of the balance for a while. Where liveness fails first, or as readiness begins, the pod is killed instead, its load falls on the others, and they go the same way.',
  pitfalls: ['X-100', 'X-110'],
  failing: both(probe('/ready', 'periodSeconds: 5, failureThreshold: 2')),
  passing: both(probe('/live', 'periodSeconds: 10, failureThreshold: 6')),
  *judge(state) {
    const own = state.workloads
      .filter(({ isMade, resource }) => !isMade && !resource.isExtract)
      .flatMap((workload) =>
        workload.containers
          .filter(({ role }) => role !== 'init')
          .map((container) => ({ workload, container })),
      );
    for (const { workload, container } of own) yield* judge(workload, container);
    const probes = own.flatMap(({ workload, container }) =>
      PROBES.flatMap((probe) => {
        const times = timesOf(container.value[probe]);
        return times === undefined ? [] : [{ workload, container, probe, times }];
      }),
    );
    const isLate = ({ times }: (typeof probes)[number]) => times.timeout > times.period;
    const late = probes.filter(isLate);
    for (const { workload, container, probe, times } of late) {
      yield {
        resource: workload.resource,
        path: [...container.path, probe, 'timeoutSeconds'],
        // The next one waits for it: answers are late, and nothing else is lost.
        severity: late.length === 1 && probes.length > 4 ? 'warning' : 'info',
        message: `The ${probe} of ${container.name} may take ${times.timeout} s and is asked every ${times.period} s (periodSeconds): a pod that hangs is found late.`,
        fix: 'Write timeoutSeconds below periodSeconds.',
      };
    }
  },
};

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

interface Times {
  readonly handler: string;
  readonly delay: number;
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
}

function timesOf(probe: unknown): Times | undefined {
  if (!isFields(probe)) return undefined;
  const { httpGet, tcpSocket, exec, grpc } = probe;
  // What is zero or less, the API server refuses.
  const times = ['periodSeconds', 'timeoutSeconds', 'failureThreshold'].map(
    (field) => numberAt(probe, field) ?? 1,
  );
  if (times.some((time) => time <= 0)) return undefined;
  return {
    handler: JSON.stringify({ httpGet, tcpSocket, exec, grpc }),
    delay: numberAt(probe, 'initialDelaySeconds') ?? OF_PROBES.initialDelaySeconds,
    period: numberAt(probe, 'periodSeconds') ?? OF_PROBES.periodSeconds,
    timeout: numberAt(probe, 'timeoutSeconds') ?? OF_PROBES.timeoutSeconds,
    failures: numberAt(probe, 'failureThreshold') ?? OF_PROBES.failureThreshold,
  };
}

function* judge({ resource }: Workload, { name, value, path }: Container): Iterable<Said> {
  const said = (probe: string, field: string, message: string, fix: string): Said => ({
    resource,
    path: [...path, probe, ...(at(value, probe, field) === undefined ? [] : [field])],
    message,
    fix,
  });
  const [liveness, readiness, startup] = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) =>
    timesOf(value[probe]),
  );
  if (liveness === undefined) return;
  const patience = (times: Times) => times.period * times.failures;
  if (
    readiness !== undefined &&
    liveness.handler === readiness.handler &&
    patience(liveness) < patience(readiness)
  ) {
    yield said(
      'livenessProbe',
      'failureThreshold',
      `Liveness and readiness of ${name} ask the same, and liveness gives up after ${patience(liveness)} s, readiness after ${patience(readiness)} s: a slow pod is killed before it is taken out of the balance.`,
      'Give liveness a handler of its own that only says whether the process lives, or a failureThreshold that waits longer.',
    );
  }
  if (
    startup === undefined &&
    readiness !== undefined &&
    liveness.delay + patience(liveness) <= readiness.delay
  ) {
    yield said(
      'livenessProbe',
      'initialDelaySeconds',
      `Liveness of ${name} gives up ${liveness.delay + patience(liveness)} s after the start, and readiness is first asked after ${readiness.delay} s: the pod may be killed before it is ever ready.`,
      'Write a startupProbe for the time of the start.',
    );
  }
  const deadline = numberAt(resource.value, 'spec', 'progressDeadlineSeconds');
  const budget = startup === undefined ? 0 : startup.delay + patience(startup);
  if (deadline === undefined || budget <= deadline) return;
  yield {
    resource,
    path: ['spec', 'progressDeadlineSeconds'],
    message: `${name} may take ${budget} s to start, and after ${deadline} s the update counts as failed.`,
    fix: `Write progressDeadlineSeconds: ${budget + 60} or more, or a shorter startupProbe.`,
  };
}
