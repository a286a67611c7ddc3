import type { ClusterRule, Said } from '../../rule.ts';
import { at, fieldsAt, listAt, numberAt, textAt } from '../../state/read.ts';
import { type Scaler, scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

/** Beyond this, going down from the maximum is no answer to the load of the day. */
const SLOW_MINUTES = 60;
/** What the API server allows. */
const LONGEST_PERIOD = 1800;
const bounds = 'minReplicas: 5, maxReplicas: 100';

/** Policies that never let the replicas move, or let them move for hours. */
export const scalingBehaviour: ClusterRule = {
  id: 'scaling-behaviour',
  severity: 'warning',
  summary:
    'Scaling that is switched off in one direction, or takes more than an hour from the maximum to the minimum',
  breaks:
    'With selectPolicy Disabled the replicas never move that way. With small steps and selectPolicy Min the slowest policy decides, and what one peak has started runs for hours.',
  pitfalls: ['X-44'],
  failing:
    deployment('web') +
    hpa('web', {
      further: `${bounds}, behavior: { scaleDown: { selectPolicy: Min, policies: [{ type: Percent, value: 10, periodSeconds: 60 }, { type: Pods, value: 1, periodSeconds: 60 }] } }`,
    }),
  passing:
    deployment('web') +
    hpa('web', {
      further: `${bounds}, behavior: { scaleDown: { policies: [{ type: Percent, value: 50, periodSeconds: 60 }] } }`,
    }),
  *judge(state) {
    for (const scaler of scalersIn(state)) if (!scaler.resource.isExtract) yield* judge(scaler);
  },
};

function* judge({ resource, kind, min, max }: Scaler): Iterable<Said> {
  const path =
    kind === 'ScaledObject'
      ? ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior']
      : ['spec', 'behavior'];
  const behaviour = at(resource.value, ...path);
  if (textAt(behaviour, 'scaleUp', 'selectPolicy') === 'Disabled' && max > min) {
    yield {
      resource,
      path: [...path, 'scaleUp', 'selectPolicy'],
      message: 'Scaling up is switched off: under load the replicas stay where they are.',
      fix: 'Remove selectPolicy: Disabled of scaleUp.',
    };
  }
  if (textAt(behaviour, 'scaleDown', 'selectPolicy') === 'Disabled' && max > min) {
    yield {
      resource,
      path: [...path, 'scaleDown', 'selectPolicy'],
      message: 'Scaling down is switched off: what one peak has started runs for ever.',
      fix: 'Remove selectPolicy: Disabled of scaleDown, or write a long stabilizationWindowSeconds.',
    };
    return;
  }
  const minutes = minutesDown(fieldsAt(behaviour, 'scaleDown'), Math.max(min, 1), max);
  if (minutes <= SLOW_MINUTES) return;
  yield {
    resource,
    path: [...path, 'scaleDown'],
    message: `From ${max} to ${min} replicas it takes ${minutes} minutes after the load has gone.`,
    fix: 'Write larger steps, or selectPolicy: Max.',
  };
}

/** Walks from the maximum to the minimum in the steps that the policies allow. */
function minutesDown(scaleDown: unknown, min: number, max: number): number {
  const policies = listAt(scaleDown, 'policies').map((policy) => ({
    isPercent: textAt(policy, 'type') === 'Percent',
    value: numberAt(policy, 'value') ?? 0,
    seconds: numberAt(policy, 'periodSeconds') ?? 60,
  }));
  if (
    policies.length === 0 ||
    policies.some(({ value, seconds }) => value <= 0 || seconds <= 0 || seconds > LONGEST_PERIOD)
  )
    return 0;
  const pick = textAt(scaleDown, 'selectPolicy') === 'Min' ? Math.min : Math.max;
  let [replicas, seconds] = [Math.min(max, 100_000), 0];
  while (replicas > min && seconds < 1e6) {
    const rates = policies.map(({ isPercent, value, seconds: period }) => {
      const step = isPercent ? Math.max(1, Math.ceil((replicas * value) / 100)) : value;
      return step / period;
    });
    const rate = pick(...rates);
    // One period of a minute at a time is fine enough for a time in minutes.
    replicas -= Math.max(rate * 60, 1 / 60);
    seconds += 60;
  }
  return Math.round(seconds / 60);
}
