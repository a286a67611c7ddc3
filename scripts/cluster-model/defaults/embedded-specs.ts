/** What every Job has by default, whoever makes it. */
export const JOB = {
  backoffLimit: 6,
  parallelism: 1,
  completions: 1,
  completionMode: 'NonIndexed',
  suspend: false,
  manualSelector: false,
  podReplacementPolicy: 'TerminatingOrFailed',
} as const;

/** An autoscaler adds at once, and takes away after five minutes. */
const STEPS = { type: 'Percent', value: 100, periodSeconds: 15 };

const BEHAVIOR = {
  'scaleUp.stabilizationWindowSeconds': 0,
  'scaleUp.selectPolicy': 'Max',
  'scaleUp.policies': [{ type: 'Pods', value: 4, periodSeconds: 15 }, STEPS],
  'scaleDown.stabilizationWindowSeconds': 300,
  'scaleDown.selectPolicy': 'Max',
  'scaleDown.policies': [STEPS],
};

const within = (path: string, fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${path}.${name}`, value]));

/** What is embedded in several kinds, in each below a path of its own: by `<group>/<kind>`. */
export const OF_EMBEDDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'autoscaling/HorizontalPodAutoscaler': within('spec.behavior', BEHAVIOR),
  'batch/CronJob': within('spec.jobTemplate.spec', JOB),
  'batch/Job': within('spec', JOB),
  'keda.sh/ScaledJob': within('spec.jobTargetRef', JOB),
  'keda.sh/ScaledObject': within('spec.advanced.horizontalPodAutoscalerConfig.behavior', BEHAVIOR),
};
