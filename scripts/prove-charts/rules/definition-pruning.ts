import { z } from 'zod';
import { nameOf, ofKind } from '../cluster-state.ts';
import type { Rule } from '../rule.ts';

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
const annotated = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).nullish() }),
});

export const definitionPruning: Rule = {
  name: 'definition-pruning',
  proves: 'no definition is pruned unasked, and all objects of its kind with it',
  judges: (state) =>
    ofKind(state, 'CustomResourceDefinition').flatMap(({ unit, from, object }) => {
      if (from === 'given') return [];
      const application = state.applications.find((each) => each.unit === unit);
      const annotation = annotated.parse(object).metadata.annotations?.[SYNC_OPTIONS] ?? '';
      const own = pruning(annotation.split(',').map((option) => option.trim()));
      const asked = own ?? pruning(application?.syncOptions ?? []);
      if (asked === 'confirm' || asked === 'false') return [];
      return {
        unit,
        object: nameOf(object),
        problem:
          'A chart that leaves it out would delete it at the next sync, and all objects of its kind with it.',
        instead: `Take \`definitions: false\` out of the chart of ${unit}, or give the definition the annotation ${SYNC_OPTIONS}: Prune=confirm.`,
      };
    }),
};

/** What options say of pruning; that of the object itself counts more than the Application's. */
function pruning(options: readonly string[]): string | undefined {
  return options.find((option) => option.startsWith('Prune='))?.slice('Prune='.length);
}
