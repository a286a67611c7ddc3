import { z } from 'zod';
import type { Violation } from './gator.ts';
import type { TreeObject } from './tree.ts';

const CONSTRAINTS = 'constraints.gatekeeper.sh/v1beta1';

const constraint = z.looseObject({
  spec: z.looseObject({
    parameters: z
      .looseObject({
        exemptions: z.array(z.object({ namespace: z.string(), workload: z.string() })).optional(),
      })
      .optional(),
  }),
});

/** The same objects, with constraints that know no exempt workload. */
export function withoutExemptions(objects: readonly TreeObject[]): readonly TreeObject[] {
  return objects.map((object) => {
    if (object.apiVersion !== CONSTRAINTS) return object;
    const { spec } = constraint.parse(object);
    const { exemptions: _, ...parameters } = spec.parameters ?? {};
    return { ...object, spec: { ...spec, parameters } };
  });
}

/** The workloads that constraints leave out, each as `<kind of constraint> <namespace>/<workload>`. */
export function exempted(objects: readonly TreeObject[]): ReadonlySet<string> {
  const found = objects
    .filter(({ apiVersion }) => apiVersion === CONSTRAINTS)
    .flatMap((object) =>
      (constraint.parse(object).spec.parameters?.exemptions ?? []).map(
        ({ namespace, workload }) => `${object.kind} ${namespace}/${workload}`,
      ),
    );
  return new Set(found);
}

/** The workload that a violation is of, in the same form. */
export function offender({ constraint: { kind }, violatingObject: { metadata } }: Violation): string {
  return `${kind} ${metadata.namespace}/${metadata.labels?.['app.kubernetes.io/name']}`;
}
