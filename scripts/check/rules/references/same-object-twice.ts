import { isDeepStrictEqual } from 'node:util';
import type { ClusterRule, Severity } from '../../rule.ts';
import { groupedBy } from '../../state/grouped.ts';
import { textAt } from '../../state/read.ts';
import { keyOf, type Resource, titleOf } from '../../state/resource.ts';

const config = (name: string, mode: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: shop }
data: { mode: ${mode} }
`;

/** Of two manifests of one name the last one counts, whichever that is. */
export const sameObjectTwice: ClusterRule = {
  id: 'same-object-twice',
  severity: 'error',
  summary: 'Two manifests of one object in a cluster',
  breaks: 'Whichever is applied last counts; with two Applications, each undoes what the other has done.',
  failing: config('web', 'fast') + config('web', 'slow'),
  passing: config('web', 'fast') + config('web-canary', 'slow'),
  *judge(state) {
    const named = state.resources.filter(({ value }) => textAt(value, 'metadata', 'name') !== undefined);
    for (const [first, ...others] of groupedBy(named, keyOf).values()) {
      for (const other of others) {
        if (first === undefined) continue;
        // A hook is made for itself, and what two charts bring is theirs.
        if (first.isExtract && other.isExtract) continue;
        if (other.annotations['helm.sh/hook'] !== undefined) continue;
        yield {
          resource: other,
          path: ['metadata', 'name'],
          message: `${titleOf(other)} is in the tree twice: ${first.found.file} has it too.`,
          fix: 'Take one of the two out, or give it another name.',
          ...severityOf(first, other),
        };
      }
    }
  },
};

/** Equal ones do no harm until one of them is changed; each folder may well bring the namespace of its objects. */
function severityOf(one: Resource, other: Resource): { readonly severity?: Severity } {
  if (!isDeepStrictEqual(one.value, other.value)) return {};
  return { severity: one.kind === 'Namespace' ? 'info' : 'warning' };
}
