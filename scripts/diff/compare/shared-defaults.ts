/** What several kinds have by default, below a path of their own. */
export const JOB = {
  backoffLimit: 6,
  parallelism: 1,
  completions: 1,
  completionMode: 'NonIndexed',
  suspend: false,
  manualSelector: false,
  podReplacementPolicy: 'TerminatingOrFailed',
};

export const within = (path: string, fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${path}.${name}`, value]));

/** An autoscaler adds at once, and takes away after five minutes. */
const STEPS = { type: 'Percent', value: 100, periodSeconds: 15 };

export const BEHAVIOR = {
  'scaleUp.stabilizationWindowSeconds': 0,
  'scaleUp.selectPolicy': 'Max',
  'scaleUp.policies': [{ type: 'Pods', value: 4, periodSeconds: 15 }, STEPS],
  'scaleDown.stabilizationWindowSeconds': 300,
  'scaleDown.selectPolicy': 'Max',
  'scaleDown.policies': [STEPS],
};
