import type { Context } from '../../platform/unit/unit.ts';
import type { PlacedWorkload } from '../../platform/workload/declaration/placed-workload.ts';
import type { RunningDeclaration } from '../../platform/workload/declaration/workload.ts';
import { type Each, each, type Quantifier, rendered, type Shown } from '../model/evidence.ts';
import {
  absent,
  atLeast,
  type Expected,
  every,
  including,
  type Json,
  type Matcher,
  matching,
} from '../model/expected.ts';
import { query } from '../model/query.ts';
import { eachRunning, eachService, eachWorkload, isRunning, workloadOf, workloadsOf } from './members.ts';

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

/** The build of the contract, by its digest, from the registry of the cluster's own region. */
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

/** Strict for zones, best effort for hosts; each revision is counted by itself. On Spot, zones are best effort as well. */
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

/** An update adds pods and takes none away; the previous revisions can be restored. */
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

/**
 * One autoscaler, whose bounds follow from the declaration and the factor of the cluster; none where the number of pods
 * is declared, unless office hours take them away.
 *
 * @param least pods that the row asks for, whatever is declared
 */
export function scaledAsDeclared(of: Quantifier, least = 0): Each {
  return eachOf(of, (workload, context) => {
    const { declaration, namespace } = workload;
    const { min, max } = boundsOf(workload, context);
    const folder = `${declaration.name}/${namespace}`;
    const fewest: Matcher = {
      says: `= scale.min × replicaFactor${least > 0 ? `, and at least ${least}` : ''}`,
      holds: (value) => value === min && min >= least,
    };
    const { cpu, memory, ...others } = { cpu: 0, memory: 0, ...running(workload).scale };
    if ('replicas' in others && others.replicas !== undefined && context.cluster.officeHours === undefined) {
      return objectOf(workload, 'deployment')({ 'spec.replicas': fewest });
    }
    const byKeda =
      'requestsPerSecond' in others || 'queue' in others || 'stream' in others || 'topic' in others;
    return byKeda || context.cluster.officeHours !== undefined
      ? rendered(`${folder}/scaledobject-${declaration.name}.yaml`)({
          'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
          // Outside office hours there is none; within them a separate trigger asks for the minimum.
          'spec.minReplicaCount': context.cluster.officeHours === undefined ? fewest : 0,
          'spec.maxReplicaCount': max,
        })
      : rendered(`${folder}/horizontalpodautoscaler-${declaration.name}-hpa.yaml`)({
          'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: declaration.name },
          'spec.minReplicas': fewest,
          'spec.maxReplicas': max,
          'spec.metrics[*].type': [cpu, memory].flatMap((target) =>
            target > 0 ? ['ContainerResource'] : [],
          ),
        });
  });
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

/** What a workload may ask for outside of the cluster and in it: the hosts that it declared, and no other. */
export function registeredOnly(of: Quantifier): Each {
  return eachOf(of, (workload) =>
    objectOf(
      workload,
      'sidecar',
    )({
      'spec.outboundTrafficPolicy': { mode: 'REGISTRY_ONLY' },
      'spec.workloadSelector': { labels: { app: workload.declaration.name } },
      'spec.egress[*].hosts': {
        says: 'names hosts one by one',
        holds: (lists) => {
          const hosts: unknown = Array.isArray(lists) ? lists.flat() : undefined;
          return (
            Array.isArray(hosts) &&
            hosts.length > 0 &&
            hosts.every((host) => typeof host === 'string' && !host.includes('*') && !host.startsWith('~'))
          );
        },
      },
    }),
  );
}

/** Values of Secrets Manager only, below the path of the cluster, by the store of the namespace itself. */
export function secretsFromManager(of: Quantifier): Each {
  return eachOf(of, (workload, { cluster }) => {
    const { declaration, namespace } = workload;
    const { secrets = {} } = declaration;
    if (Object.keys(secrets).length === 0) return [];
    const name = declaration.secretName ?? `${declaration.name}-secrets`;
    const { secretPathPrefix } = cluster.terraform;
    return rendered(`${declaration.name}/${namespace}/externalsecret-${name}.yaml`)({
      'metadata.namespace': namespace,
      'spec.secretStoreRef': { kind: 'SecretStore', name: 'aws-secrets-manager' },
      'spec.refreshInterval': '1h',
      'spec.target.name': name,
      'spec.target.creationPolicy': 'Owner',
      'spec.data[*].remoteRef.key': every({
        says: `begins with ${secretPathPrefix}/`,
        holds: (key) => typeof key === 'string' && key.startsWith(`${secretPathPrefix}/`),
      }),
      'spec.target.template.data': {
        says: `has ${Object.keys(secrets).join(', ')}, each from a placeholder`,
        holds: (data) =>
          Object.keys(secrets).every((key) => String(query(data, `["${key}"]`)).includes('{{ .')) &&
          Object.keys(Object(data)).every((key) => key in secrets),
      },
    });
  });
}

/** A store of the namespace, which reads what its own role may read, wherever a workload has secrets. */
export function ownStores(product: string): Each {
  return each(
    {
      says: `each namespace of ${product} with secrets`,
      members: (context) =>
        [
          ...new Set(
            workloadsOf(context, product)
              .filter(({ declaration }) => Object.keys(declaration.secrets ?? {}).length > 0)
              .map(({ namespace }) => namespace),
          ),
        ].sort(),
    },
    (namespace) => [
      rendered(`${product}/${namespace}/secretstore-aws-secrets-manager.yaml`)({
        'metadata.namespace': namespace,
        spec: {
          provider: {
            aws: {
              auth: { jwt: { serviceAccountRef: { name: `${product}-secrets` } } },
              region: '{region}',
              service: 'SecretsManager',
            },
          },
        },
      }),
      rendered(`${product}/${namespace}/serviceaccount-${product}-secrets.yaml`)({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': `{irsa_role_arns.${product}-secrets}`,
      }),
    ],
  );
}
