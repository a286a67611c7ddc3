import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-29';
import type { Image } from '../../../clusters/index.ts';
import { sidecarAnnotations } from '../../istio/sidecar.ts';
import { container } from './container.ts';
import { podLabels, selectorOf, type Track } from './labels.ts';
import { metricsOf } from './metrics.ts';
import type { Placement } from './placement.ts';
import { nodePlacement } from './scheduling.ts';
import { scratchSpaces } from './scratch.ts';
import { gracePeriodSecondsOf } from './timing.ts';

/** User and group of every own image; any number but 0 will do (S4-63). */
const USER = 1000;

/** The pods of one track of a workload. */
export function podTemplate(placement: Placement, track: Track, image: Pick<Image, 'version' | 'digest'>) {
  const { declaration } = placement;
  const labels = podLabels(placement, track, image);
  return {
    metadata: { labels, annotations: annotations(placement) },
    spec: {
      serviceAccountName: declaration.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: declaration.priority ?? 'standard',
      terminationGracePeriodSeconds: gracePeriodSecondsOf(declaration),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        fsGroup: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [container(placement, image)],
      volumes: scratchSpaces(declaration).map(({ name, size, medium }) => ({
        name,
        emptyDir: { sizeLimit: k8s.Quantity.fromString(size), ...(medium && { medium }) },
      })),
      ...nodePlacement(placement),
      topologySpreadConstraints: spread(placement, track),
    },
  } satisfies k8s.PodTemplateSpec;
}

function annotations({ declaration, config, sidecar }: Placement): Record<string, string> {
  const metrics = metricsOf(declaration);
  return {
    'kubectl.kubernetes.io/default-container': declaration.component ?? 'app',
    // Pods read their configuration at start, so a change of it must start them anew.
    ...(Object.keys(config).length > 0 && { 'checksum/config': digestOf(config) }),
    ...(sidecar && {
      ...sidecarAnnotations(sidecar),
      // The proxy adds these metrics to its own and serves both where Prometheus may come without mTLS.
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': String(metrics.port),
      'prometheus.io/path': metrics.path,
    }),
  };
}

/**
 * Even over the zones, so that the loss of one takes a third; hosts as even as can be. Only pods of one revision
 * are counted, or the old ones of an update would push the new ones aside.
 */
function spread(placement: Placement, track: Track): k8s.TopologySpreadConstraint[] {
  const { availabilityZones } = placement.context.cluster.terraform;
  const counted = {
    labelSelector: { matchLabels: selectorOf(placement, track) },
    matchLabelKeys: ['pod-template-hash'],
  };
  return [
    {
      topologyKey: 'topology.kubernetes.io/zone',
      maxSkew: 1,
      // One zone may be lost: with as many domains as zones each of the others would take one pod and no more.
      minDomains: Math.max(1, availabilityZones.length - 1),
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: 'Honor',
      ...counted,
    },
    { topologyKey: 'kubernetes.io/hostname', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway', ...counted },
  ];
}

/** Independent of the order of the keys, since the text of the ConfigMap is too. */
function digestOf(config: Readonly<Record<string, string>>): string {
  const entries = Object.keys(config)
    .sort()
    .map((key) => [key, config[key]]);
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
}
