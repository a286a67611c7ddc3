import { LEVELS, podSecurityMistakes } from '../../pod-security/standard.ts';
import { namespaceLabels } from '../network.ts';
import { podsOf } from '../pods.ts';
import type { Rule } from '../rule.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export const podSecurity: Rule = {
  name: 'pod-security',
  proves: 'every pod of a chart meets the Pod Security level of its namespace',
  judges: (state) =>
    podsOf(state)
      .filter(({ from }) => from === 'chart')
      .flatMap(({ unit, madeBy, namespace, object }) => {
        const wanted = namespaceLabels(state, namespace)[ENFORCE];
        const level = LEVELS.find((each) => each === wanted);
        if (level === undefined) {
          return {
            unit,
            object: madeBy,
            problem: `Its namespace ${namespace} has no label ${ENFORCE}: no level holds for its pods.`,
            instead:
              'Give the namespace to the component as `declares`, so that the unit namespaces makes it.',
          };
        }
        return podSecurityMistakes(level, object).map((mistake) => ({
          unit,
          object: madeBy,
          problem: `The API server refuses its pods at the level ${level}: ${mistake}.`,
          instead:
            'Correct the security context in the values of the chart, or give the namespace a weaker level with a reason.',
        }));
      }),
};
