import type { RunningDeclaration } from '../../platform/constructs/service/declaration.ts';
import type { PlacedWorkload } from '../../platform/constructs/service/graph.ts';
import type { Context } from '../../platform/constructs/unit.ts';
import { type Each, each, type Quantifier, rendered, type Shown } from '../../scripts/rows/evidence.ts';
import {
  absent,
  atLeast,
  type Expected,
  including,
  type Json,
  matching,
} from '../../scripts/rows/expected.ts';
import { query } from '../../scripts/rows/query.ts';
import { eachRunning, eachService, eachWorkload, isRunning, workloadOf } from './members.ts';

/** Where the pods of a workload are described: in its Deployment, or in the ScaledJob that starts them. */
function podOf(workload: PlacedWorkload): (values: Readonly<Record<string, Expected>>) => Shown {
  const { declaration, namespace } = workload;
  const folder = `${declaration.name}/${namespace}`;
  return isRunning(declaration)
    ? rendered(`${folder}/deployment-${declaration.name}.yaml`, 'spec.template')
    : rendered(`${folder}/scaledjob-${declaration.name}.yaml`, 'spec.jobTargetRef.template');
}

/** An object of a workload, by its kind. */
function objectOf(workload: PlacedWorkload, kind: string, suffix = '', base = '') {
  const { declaration, namespace } = workload;
  return rendered(`${declaration.name}/${namespace}/${kind}-${declaration.name}${suffix}.yaml`, base);
}

function eachOf(
  of: Quantifier,
  evidence: (workload: PlacedWorkload, context: Context) => Shown | readonly Shown[],
): Each {
  return each(of, (name, context) => evidence(workloadOf(context, name), context));
}

function running({ declaration }: PlacedWorkload): RunningDeclaration {
  if (isRunning(declaration)) return declaration;
  throw new Error(`${declaration.name} has no Deployment.`);
}

const own = ({ declaration }: PlacedWorkload): string =>
  `spec.containers[name=${declaration.component ?? 'app'}]`;

/** No right that the level restricted refuses, and nothing to write to. */
export function hardened(of: Quantifier = eachWorkload()): Each {
  return eachOf(of, (workload) =>
    podOf(workload)({
      'spec.automountServiceAccountToken': false,
      'spec.securityContext.runAsNonRoot': true,
      'spec.securityContext.seccompProfile': { type: 'RuntimeDefault' },
      'spec.hostNetwork': absent,
      'spec.hostPID': absent,
      [`${own(workload)}.securityContext`]: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    }),
  );
}

/** An account of its own, which nothing else runs under. */
export function ownAccount(of: Quantifier = eachWorkload()): Each {
  return eachOf(of, (workload) => [
    podOf(workload)({ 'spec.serviceAccountName': workload.declaration.name }),
    objectOf(
      workload,
      'serviceaccount',
    )({
      'metadata.namespace': workload.namespace,
      automountServiceAccountToken: false,
    }),
  ]);
}

/** Requests and limits are those of the declaration, to the last field. */
export function sizedAsDeclared(of: Quantifier = eachWorkload()): Each {
  return eachOf(of, (workload) => {
    const { requests, limits } = workload.declaration.resources;
    return podOf(workload)({
      [`${own(workload)}.resources`]: {
        requests: { ...requests },
        limits: { ...limits },
      },
    });
  });
}

/** The build of the contract, by its digest, from the registry of the own region. */
export function runsTheContractsBuild(of: Quantifier = eachWorkload()): Each {
  return eachOf(of, (workload) => {
    const { declaration } = workload;
    const image = declaration.image ?? declaration.name;
    return podOf(workload)({
      [`${own(workload)}.image`]: `{ecr_registry}/${image}@{images.${image}.digest}`,
      [`${own(workload)}.imagePullPolicy`]: 'IfNotPresent',
      'metadata.labels.app': declaration.name,
      'metadata.labels.version': `{images.${image}.version}`,
      'metadata.labels["app.kubernetes.io/version"]': `{images.${image}.version}`,
      'metadata.labels["app.kubernetes.io/part-of"]': workload.product,
    });
  });
}

const PROBES = { startup: '/health/startup', liveness: '/health/live', readiness: '/health/ready' } as const;

/** Three probes with the paths of the declaration, and an end that waits until nobody sends requests any more. */
export function probed(of: Quantifier = eachRunning()): Each {
  return eachOf(of, (workload) => {
    const declaration = running(workload);
    const probe = (kind: keyof typeof PROBES): Readonly<Record<string, Expected>> => ({
      [`${own(workload)}.${kind}Probe.httpGet`]: {
        path: declaration.probes?.[kind]?.path ?? PROBES[kind],
        port: declaration.kind === 'service' ? 'http' : 'metrics',
      },
      [`${own(workload)}.${kind}Probe.periodSeconds`]: atLeast(1),
      [`${own(workload)}.${kind}Probe.failureThreshold`]: atLeast(1),
    });
    return podOf(workload)({
      ...probe('startup'),
      ...probe('liveness'),
      ...probe('readiness'),
      [`${own(workload)}.lifecycle.preStop.sleep.seconds`]: atLeast(1),
      'spec.terminationGracePeriodSeconds': declaration.terminationGracePeriodSeconds ?? 60,
    });
  });
}

/** Zones hold, hosts as far as can be; each revision is counted by itself. On Spot the zones give as well. */
export function spread(of: Quantifier = eachRunning()): Each {
  return eachOf(of, (workload) => {
    const counted: Readonly<Record<string, Json>> = {
      labelSelector: { matchLabels: { app: workload.declaration.name, track: 'stable' } },
      matchLabelKeys: ['pod-template-hash'],
    };
    const zones = workload.declaration.nodeGroup === 'spot' ? 'ScheduleAnyway' : 'DoNotSchedule';
    return podOf(workload)({
      'spec.topologySpreadConstraints[0]': including({
        ...counted,
        topologyKey: 'topology.kubernetes.io/zone',
        maxSkew: 1,
        whenUnsatisfiable: zones,
      }),
      'spec.topologySpreadConstraints[1]': including({
        ...counted,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
      }),
      'spec.affinity': absent,
    });
  });
}

/** A drain takes a share at a time, never all, and never none. */
export function budgeted(of: Quantifier = eachRunning()): Each {
  return eachOf(of, (workload) => {
    const { minAvailable } = running(workload);
    return objectOf(
      workload,
      'poddisruptionbudget',
    )({
      'spec.selector': { matchLabels: { app: workload.declaration.name, track: 'stable' } },
      'spec.minAvailable': minAvailable ?? absent,
      'spec.maxUnavailable': minAvailable === undefined ? '25%' : absent,
    });
  });
}

/** An update adds and takes none away; what was before can be gone back to. */
export function updatedWithoutGap(of: Quantifier = eachRunning()): Each {
  return eachOf(of, (workload) =>
    objectOf(
      workload,
      'deployment',
    )({
      'spec.strategy': {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: running(workload).maxSurge ?? '25%', maxUnavailable: 0 },
      },
      'spec.revisionHistoryLimit': 10,
      'spec.selector': { matchLabels: { app: workload.declaration.name, track: 'stable' } },
    }),
  );
}

/** The bounds of a workload on a cluster: those declared, times the factor; two stay wherever two were declared. */
export function boundsOf(workload: PlacedWorkload, { cluster }: Context): { min: number; max: number } {
  const { scale } = running(workload);
  const { min, max } = scale.replicas === undefined ? scale : { min: scale.replicas, max: scale.replicas };
  const scaled = (count: number): number =>
    Math.max(Math.min(min, 2), Math.ceil(count * cluster.replicaFactor));
  return { min: scaled(min), max: scaled(max) };
}

/** Its pods run on the nodes of its group. */
export function placedAsDeclared(of: Quantifier = eachWorkload()): Each {
  return eachOf(of, (workload) =>
    podOf(workload)({
      'spec.nodeSelector': { 'workload-type': workload.declaration.nodeGroup ?? 'general' },
      'spec.priorityClassName':
        workload.declaration.priority ?? (isRunning(workload.declaration) ? 'standard' : 'batch'),
    }),
  );
}

/** A Service that leads to its pods alone, and to no address outside. */
export function served(of: Quantifier = eachService()): Each {
  return eachOf(of, (workload, { cluster }) => {
    const { declaration } = workload;
    const port = declaration.kind === 'service' ? declaration.port : 0;
    return objectOf(
      workload,
      'service',
    )({
      'metadata.namespace': workload.namespace,
      'spec.selector': { app: declaration.name },
      'spec.type': cluster.mesh === undefined ? matching(/^(ClusterIP|NodePort)$/) : 'ClusterIP',
      'spec.ports[name=http].port': 80,
      'spec.ports[name=http].targetPort': port,
    });
  });
}

/** Prometheus reads each of them. */
export function monitored(of: Quantifier = eachRunning()): Each {
  return eachOf(of, (workload, { cluster }) => {
    const declaration = running(workload);
    const meshed = workload.mesh && cluster.mesh !== undefined;
    const endpoint = {
      interval: declaration.metrics?.interval ?? '30s',
      path: meshed ? '/stats/prometheus' : (declaration.metrics?.path ?? '/metrics'),
    };
    const selector = { matchLabels: { app: declaration.name } };
    return declaration.kind === 'service'
      ? objectOf(
          workload,
          'servicemonitor',
        )({
          'spec.endpoints[0]': including({ ...endpoint, port: 'http-metrics' }),
          'spec.selector': selector,
        })
      : objectOf(
          workload,
          'podmonitor',
        )({
          'spec.podMetricsEndpoints[0]': including(endpoint),
          'spec.selector': selector,
        });
  });
}

/** The alerts of a workload: the names of all of them, so that none is lost. */
export function alerted(of: Quantifier, ...alerts: readonly string[]): Each {
  return eachOf(of, (workload) =>
    objectOf(
      workload,
      'prometheusrule',
    )({
      'spec.groups[*].rules': {
        says: `has the alerts ${alerts.join(', ')}, each with a condition and a receiver`,
        holds: (groups) => alerts.every((alert) => isAlert(groups, alert)),
      },
    }),
  );
}

/** An alert that can fire, and that reaches somebody. */
function isAlert(groups: unknown, name: string): boolean {
  const rules: unknown = Array.isArray(groups) ? groups.flat() : [];
  const expression = query(rules, `[alert=${name}].expr`);
  const severity = query(rules, `[alert=${name}].labels.severity`);
  const owner = query(rules, `[alert=${name}].labels.owner`);
  return (
    typeof expression === 'string' &&
    /[<>=]|absent/.test(expression) &&
    (severity === 'critical' || severity === 'warning') &&
    typeof owner === 'string' &&
    owner !== ''
  );
}
