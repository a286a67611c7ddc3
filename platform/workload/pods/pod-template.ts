import { k8s } from 'cdk8s-plus-29';
import type { Image } from '../../../clusters/index.ts';
import { configChecksum } from '../../kit/checksum.ts';
import { restrictedPod } from '../../kit/pod-hardening.ts';
import { proxyRevision } from '../../kit/proxy-revision.ts';
import { databaseAuthorityVolume } from '../../kit/secrets/database-authority.ts';
import { metricsOf } from '../declaration/metrics.ts';
import { scratchSpaces } from '../declaration/scratch.ts';
import type { JobDeclaration } from '../declaration/workload.ts';
import type { Placement, RunningPlacement } from '../graph/placement.ts';
import { podLabels, selectorOf, type Track } from '../labels.ts';
import { gracePeriodSecondsOf } from '../traffic/timing.ts';
import { certificateVolumes } from './client-certificate.ts';
import { container, runningContainer } from './container.ts';
import { checksDatabase } from './database-authority.ts';
import { nodePlacement, nodePoolOfWorkload } from './scheduling.ts';
import { sidecarAnnotations } from './sidecar.ts';

/** User and group of every own image; any number but 0 will do (S4-63). */
const USER = 1000;

/** The pods of one track of a workload that runs all the time. */
export function runningTemplate(
  placement: RunningPlacement,
  track: Track,
  image: Pick<Image, 'version' | 'digest'>,
) {
  const { declaration, sidecar } = placement;
  const metrics = metricsOf(declaration);
  return {
    metadata: {
      labels: podLabels(placement, image, track),
      annotations: {
        ...annotations(placement),
        ...(sidecar && proxyRevision(placement.namespace, placement.context.cluster)),
        // The proxy adds these metrics to its own and serves both where Prometheus may come without mTLS.
        ...(sidecar && {
          'prometheus.io/scrape': 'true',
          'prometheus.io/port': String(metrics.port),
          'prometheus.io/path': metrics.path,
        }),
      },
    },
    spec: {
      ...podSpec(placement, runningContainer(placement, image)),
      topologySpreadConstraints: spread(placement, track),
    },
  } satisfies k8s.PodTemplateSpec;
}

/**
 * The pod of a Job. An underused node is not removed while it runs there: it would have to begin again. Its proxy is
 * a native sidecar, which ends with it.
 */
export function jobTemplate(placement: Placement<JobDeclaration>) {
  const { image, context } = placement;
  return {
    metadata: {
      labels: podLabels(placement, image),
      annotations: { ...annotations(placement), ...UNDISTURBED[context.cluster.nodeScaler] },
    },
    spec: { ...podSpec(placement, container(placement, image)), restartPolicy: 'Never' },
  } satisfies k8s.PodTemplateSpec;
}

/** What keeps each node scaler from moving a pod to save a node. */
const UNDISTURBED = {
  'cluster-autoscaler': { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
  karpenter: { 'karpenter.sh/do-not-disrupt': 'true' },
} as const;

/** What the pods of all workloads have. */
function podSpec(placement: Placement, main: k8s.Container) {
  const { declaration, context } = placement;
  return {
    serviceAccountName: declaration.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: declaration.priority ?? (declaration.kind === 'job' ? 'batch' : 'standard'),
    terminationGracePeriodSeconds: gracePeriodSecondsOf(declaration, context),
    securityContext: {
      ...restrictedPod,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
    },
    containers: [main],
    volumes: [
      ...scratchSpaces(declaration).map(({ name, size, medium }) => ({
        name,
        emptyDir: { sizeLimit: k8s.Quantity.fromString(size), ...(medium && { medium }) },
      })),
      ...(checksDatabase(declaration, context.cluster) ? [databaseAuthorityVolume] : []),
      ...certificateVolumes(placement),
    ],
    ...nodePlacement(placement),
  } satisfies k8s.PodSpec;
}

function annotations({ declaration, config, sidecar }: Placement): Record<string, string> {
  return {
    'kubectl.kubernetes.io/default-container': declaration.component ?? 'app',
    // Pods read their configuration at start, so a change of it must start them anew.
    ...(Object.keys(config).length > 0 && configChecksum(sorted(config))),
    ...(sidecar && sidecarAnnotations(sidecar)),
  };
}

/**
 * Even over the zones, so that the loss of one takes a third; over hosts as even as possible. Only pods of one revision
 * are counted, or the old ones of an update would push the new ones aside. On Spot nodes zones are kept even as
 * far as possible: a zone without Spot capacity would otherwise hold up all the others.
 */
function spread(placement: RunningPlacement, track: Track): k8s.TopologySpreadConstraint[] {
  const { availabilityZones } = placement.context.cluster.terraform;
  const { spot } = nodePoolOfWorkload(placement);
  const counted = {
    labelSelector: { matchLabels: selectorOf(placement, track) },
    matchLabelKeys: ['pod-template-hash'],
  };
  return [
    {
      topologyKey: 'topology.kubernetes.io/zone',
      maxSkew: 1,
      ...(spot === 'all'
        ? { whenUnsatisfiable: 'ScheduleAnyway' }
        : {
            // One zone may be lost: with as many domains as zones, each of the others would take one pod and no more.
            minDomains: Math.max(1, availabilityZones.length - 1),
            whenUnsatisfiable: 'DoNotSchedule',
          }),
      nodeTaintsPolicy: 'Honor',
      ...counted,
    },
    { topologyKey: 'kubernetes.io/hostname', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway', ...counted },
    // AWS takes Spot nodes back at two minutes' notice, many at once: half of the pods stay (S2-112, S2-113).
    ...(spot === 'some'
      ? [
          {
            topologyKey: 'eks.amazonaws.com/capacityType',
            maxSkew: 1,
            whenUnsatisfiable: 'ScheduleAnyway',
            ...counted,
          },
        ]
      : []),
  ];
}

/** Independent of the order of the keys, since the text of the ConfigMap is too. */
function sorted(config: Readonly<Record<string, string>>): string {
  const entries = Object.keys(config)
    .sort()
    .map((key) => [key, config[key]]);
  return JSON.stringify(entries);
}
