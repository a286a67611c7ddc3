import type { Direction } from '../../cluster-model/policies.ts';
import { policiesFor } from '../network.ts';
import { podsOf } from '../pods.ts';
import type { Rule } from '../rule.ts';
import { isEmpty } from '../selector.ts';

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

export const networkPolicies: Rule = {
  name: 'network-policies',
  proves: 'every pod of a chart and of its hooks is closed by default and named by a policy of ours',
  judges: (state) =>
    podsOf(state)
      .filter(({ from, hostNetwork }) => from === 'chart' && !hostNetwork)
      .flatMap((pod) => {
        const policies = policiesFor(state, pod).filter(({ from }) => from === 'ours');
        const open = DIRECTIONS.filter(
          (direction) => !policies.some((policy) => policy[direction] !== undefined),
        );
        const named = policies.some(({ selector, unit }) => !isEmpty(selector) || unit !== 'namespaces');
        const about = { unit: pod.unit, object: pod.madeBy };
        return [
          ...open.map((direction) => ({
            ...about,
            problem: `Nothing closes the ${direction} of its pods in ${pod.namespace}.`,
            instead: 'Give the namespace to a component as `declares`: the unit namespaces closes it.',
          })),
          ...(named
            ? []
            : [
                {
                  ...about,
                  problem: `No NetworkPolicy names its pods (${labelsShown(pod.labels)}): all they reach is DNS.`,
                  instead: 'Add an item with labels that its pods have to `pods` of the component.',
                },
              ]),
        ];
      }),
};

/** Those labels of a pod that a selector may use: what a version or a hash changes is left out. */
function labelsShown(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .filter(([key]) => !/chart|version|managed-by|part-of|hash/.test(key))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
