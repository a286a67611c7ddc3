import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Image } from '../../../clusters/index.ts';
import { add } from '../../kit/manifest.ts';
import { hasSecrets } from '../declaration/workload.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { podLabels, selectorOf, type Track } from '../labels.ts';
import { canaryName, secretName } from '../names.ts';
import { isAutoscaled } from '../scaling/autoscaling.ts';
import { canaryReplicas, type Replicas, surgeOf } from '../scaling/replicas.ts';
import { certificateSecrets } from './client-certificate.ts';
import { runningTemplate } from './pod-template.ts';

/** An update that makes no progress for this long is reported as failed: image, quota and probes have had their time. */
const PROGRESS_DEADLINE_SECONDS = 600;

/** The Deployment of a workload, and a second one while its image has a canary. */
export function addDeployments(scope: Construct, placement: RunningPlacement): void {
  const { declaration, image, replicas } = placement;
  const fixed = ({ min }: Replicas) => (isAutoscaled(placement) ? undefined : min);
  addDeployment(scope, placement, 'stable', declaration.name, image, fixed(replicas));
  if (image.canary !== undefined) {
    const pods = fixed(canaryReplicas(image.canary, replicas));
    addDeployment(scope, placement, 'canary', canaryName(declaration), image.canary, pods);
  }
}

/** @param replicas undefined where an autoscaler owns the number: Argo CD would set it back on every sync */
function addDeployment(
  scope: Construct,
  placement: RunningPlacement,
  track: Track,
  name: string,
  image: Pick<Image, 'version' | 'digest'>,
  replicas: number | undefined,
): void {
  const { declaration, namespace } = placement;
  const secrets = [
    ...(hasSecrets(declaration) ? [secretName(declaration)] : []),
    ...certificateSecrets(placement),
  ];
  const surge = surgeOf(declaration);
  add(scope, k8s.KubeDeployment, {
    metadata: {
      name,
      namespace,
      labels: podLabels(placement, image, track),
      // A rotated secret reaches only pods that start after it; Reloader starts them.
      ...(secrets.length > 0 && {
        annotations: { 'secret.reloader.stakater.com/reload': secrets.join(',') },
      }),
    },
    spec: {
      ...(replicas !== undefined && { replicas }),
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: PROGRESS_DEADLINE_SECONDS,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxSurge:
            'pods' in surge
              ? k8s.IntOrString.fromNumber(surge.pods)
              : k8s.IntOrString.fromString(`${surge.share * 100}%`),
          maxUnavailable: k8s.IntOrString.fromNumber(0),
        },
      },
      selector: { matchLabels: selectorOf(placement, track) },
      template: runningTemplate(placement, track, image),
    },
  });
}
