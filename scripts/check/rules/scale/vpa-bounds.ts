import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { amountsOf, amountText } from '../../state/quantity.ts';
import { at } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { vpa } from './sample-vpa.ts';
import { type VerticalAutoscaler, verticalAutoscalersIn } from './vertical-autoscalers.ts';

const web = deployment('web', { container: 'resources: { requests: { memory: 512Mi } }' });

/** Bounds that contradict each other, or the pods. */
export const vpaBounds: ClusterRule = {
  id: 'vpa-bounds',
  severity: 'warning',
  summary: 'Bounds of a VerticalPodAutoscaler that contradict each other',
  breaks:
    'With a maximum under the minimum nothing is recommended; with one under what the pods ask for today, they are made smaller than what is known to work.',
  pitfalls: ['X-33'],
  failing:
    web +
    vpa('web', 'Initial', '{ containerName: web, minAllowed: { memory: 2Gi }, maxAllowed: { memory: 1Gi } }'),
  passing:
    web +
    vpa(
      'web',
      'Initial',
      '{ containerName: web, minAllowed: { memory: 256Mi }, maxAllowed: { memory: 1Gi } }',
    ),
  *judge(state) {
    for (const vertical of verticalAutoscalersIn(state)) {
      if (!vertical.resource.isExtract) yield* judge(state, vertical);
    }
  },
};

function* judge(
  state: ClusterState,
  { resource, workload, policies, changesRunning }: VerticalAutoscaler,
): Iterable<Said> {
  const resources = workload === undefined ? [] : containerResources(state, workload);
  for (const { container, value, path, isOff } of policies) {
    const own = resources.find((each) => each.container.name === container);
    const [least, most] = [amountsOf(at(value, 'minAllowed')), amountsOf(at(value, 'maxAllowed'))];
    for (const [name, max] of most) {
      const min = least.get(name);
      if (min !== undefined && min > max) {
        yield {
          resource,
          path: [...path, 'maxAllowed', name],
          message: `maxAllowed ${amountText(name, max)} of ${name} is below minAllowed ${amountText(name, min)}.`,
          fix: 'Write a maximum above the minimum.',
        };
        continue;
      }
      const asked = own?.requests.get(name);
      if (asked === undefined || asked <= max || isOff || !changesRunning) continue;
      yield {
        resource,
        path: [...path, 'maxAllowed', name],
        message: `maxAllowed ${amountText(name, max)} of ${name} is below the ${amountText(name, asked)} that the container ${container} asks for.`,
        fix: 'Write a maximum above what the container asks for, or lower that.',
      };
    }
  }
}
