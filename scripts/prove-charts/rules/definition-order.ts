import { groupOf, nameOf } from '../cluster-state.ts';
import type { Rule } from '../rule.ts';
import { definitionsOf, isBuiltIn } from '../scope.ts';

/** Kinds that Gatekeeper makes of a ConstraintTemplate. */
const CONSTRAINTS = 'constraints.gatekeeper.sh';

export const definitionOrder: Rule = {
  name: 'definition-order',
  proves: 'no object is applied before the definition of its kind',
  judges: (state) => {
    const definitions = definitionsOf(state);
    const templates = new Map(
      state.objects
        .filter(({ object }) => object.kind === 'ConstraintTemplate')
        .map((placed) => [placed.object.metadata.name, placed]),
    );
    const waves = new Map(state.applications.map(({ unit, wave }) => [unit, wave]));
    return state.objects.flatMap(({ unit, object }) => {
      const group = groupOf(object);
      if (isBuiltIn(object)) return [];
      const about = { unit, object: nameOf(object) };
      const defining =
        group === CONSTRAINTS
          ? templates.get(object.kind.toLowerCase())
          : definitions.get(`${group}/${object.kind}`)?.placed;
      if (defining === undefined) {
        return {
          ...about,
          problem: `Nothing on the cluster defines ${object.kind} of ${group}: the sync fails.`,
          instead:
            'Add the component whose chart has its definition, or switch the object off in the values.',
        };
      }
      const [own, before] = [waves.get(unit), waves.get(defining.unit)];
      // A sync of one Application applies definitions first.
      if (defining.unit === unit && group !== CONSTRAINTS) return [];
      if (own === undefined || before === undefined || before < own) return [];
      return {
        ...about,
        problem: `It is applied in the wave ${own}, and its kind is defined by ${defining.unit} in the wave ${before}: a new cluster never gets there.`,
        instead: `Give ${unit} a later wave than ${defining.unit}, or switch the object off in the values.`,
      };
    });
  },
};
