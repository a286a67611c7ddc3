import { nearestName } from '../../../../clusters/nearest-name.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { numberAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const STRATEGIES = ['default', 'custom', 'accurate', 'eager'];
const manifest = (strategy: string, further = '') => `
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: { name: import, namespace: shop }
spec:
  maxReplicaCount: 20${further}
  scalingStrategy: { strategy: ${strategy} }
  jobTargetRef:
    activeDeadlineSeconds: 900
    template:
      spec:
        restartPolicy: Never
        containers: [{ name: import, image: registry.example.com/import:1.0.0 }]
  triggers: [{ type: redis, metadata: { address: "redis.shop.svc.cluster.local:6379", listName: jobs } }]
`;

/** What KEDA makes of a word that it does not know is its default. */
export const scaledJob: ClusterRule = {
  id: 'scaled-job',
  severity: 'warning',
  summary: 'A ScaledJob with an unknown strategy, contradicting bounds, or Jobs that may run for ever',
  breaks:
    'An unknown strategy is the default one: with Jobs that take messages only at their end, each message starts several Jobs. Jobs without an end fill the ScaledJob, and nothing new is started.',
  pitfalls: ['X-52'],
  failing: manifest('acurate'),
  passing: manifest('accurate'),
  *judge(state) {
    for (const resource of state.of('keda.sh/ScaledJob')) if (!resource.isExtract) yield* judge(resource);
  },
};

function* judge(resource: Resource): Iterable<Said> {
  const spec = resource.value.spec;
  const strategy = textAt(spec, 'scalingStrategy', 'strategy');
  if (strategy !== undefined && strategy !== '' && !STRATEGIES.includes(strategy)) {
    yield {
      resource,
      path: ['spec', 'scalingStrategy', 'strategy'],
      message: `KEDA has no strategy ${strategy}, and takes the default one.`,
      fix: `Write ${nearestName(strategy, STRATEGIES) ?? `one of ${STRATEGIES.join(', ')}`}.`,
    };
  }
  const [min, max] = [
    numberAt(spec, 'minReplicaCount') ?? byDefault('keda.sh/ScaledJob', 'spec.minReplicaCount'),
    numberAt(spec, 'maxReplicaCount') ?? byDefault('keda.sh/ScaledJob', 'spec.maxReplicaCount'),
  ];
  if (min > max) {
    yield {
      resource,
      path: ['spec', 'minReplicaCount'],
      severity: 'error',
      message: `minReplicaCount ${min} is above maxReplicaCount ${max}.`,
      fix: 'Write a maximum above the minimum.',
    };
  }
  if (
    numberAt(spec, 'jobTargetRef', 'activeDeadlineSeconds') === undefined &&
    numberAt(spec, 'jobTargetRef', 'template', 'spec', 'activeDeadlineSeconds') === undefined
  ) {
    yield {
      resource,
      path: ['spec', 'jobTargetRef'],
      severity: 'info',
      message: `A Job that hangs takes one of the ${max} places for ever.`,
      fix: 'Write activeDeadlineSeconds: longer than the longest Job takes.',
    };
  }
}
