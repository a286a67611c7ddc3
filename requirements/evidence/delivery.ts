import { type Each, each, type Quantifier, rendered } from '../model/evidence.ts';
import { absent, containsAll, type Matcher } from '../model/expected.ts';
import { deploysSomething, eachUnit, unitsOf } from './members.ts';

/** Units of a project on the cluster. */
export function eachUnitOf(project: string): Quantifier {
  return {
    says: `each unit of ${project}`,
    members: (context) =>
      unitsOf(context)
        .filter((unit) => unit.project === project && deploysSomething(unit, context))
        .map(({ name }) => name)
        .sort(),
  };
}

/** An Application that makes the cluster what the folder of the unit says, and prunes what left it. */
export function deployed(of: Quantifier = eachUnit): Each {
  return each(of, (name, context) => {
    const unit = unitsOf(context).find((one) => one.name === name);
    return rendered(`applications/argocd/application-{cluster}-${name}.yaml`)({
      'metadata.namespace': 'argocd',
      spec: reads(context.cluster.name, name),
      'spec.project': unit?.project ?? 'none',
      'spec.destination': { name: '{cluster}', namespace: unit?.namespace ?? 'none' },
      'spec.syncPolicy.automated': { prune: true, selfHeal: true, allowEmpty: false },
      'spec.syncPolicy.syncOptions': containsAll('ServerSideApply=true', 'PruneLast=true'),
      // Charts make certificates of their own; what is ours is compared to the last field.
      ...(unit?.helm === undefined && { 'spec.ignoreDifferences': absent }),
    });
  });
}

/** The folder of its objects, or the values of its chart if it has no objects of ours. */
function reads(cluster: string, unit: string): Matcher {
  return {
    says: `reads what is rendered of ${unit}`,
    holds: (spec) => {
      const text = JSON.stringify(spec ?? null);
      return [`"path":"dist/${cluster}/${unit}"`, `"$values/dist/values/${cluster}/${unit}.yaml"`].some(
        (place) => text.includes(place),
      );
    },
  };
}
