import { checkTrees } from '../../scripts/check/check.ts';
import type { Finding } from '../../scripts/check/finding.ts';
import type { Rule } from '../../scripts/check/rule.ts';
import { objectsIn } from '../../scripts/cluster-model/input/objects.ts';

/** The line that stands before the manifests of a further cluster in a sample. */
const CLUSTER = /^# cluster: (\S+)\n/m;

/** What rules find in some manifests; `# cluster: NAME` begins those of a further cluster. */
export function findingsIn(text: string, ...rules: readonly Rule[]): readonly Finding[] {
  const [first = '', ...others] = text.split(CLUSTER);
  const trees: (readonly [cluster: string, manifests: string])[] = [['sample', first]];
  for (let at = 0; at < others.length; at += 2) trees.push([others[at] ?? '', others[at + 1] ?? '']);
  return checkTrees(
    trees.map(([cluster, manifests]) => ({ cluster, objects: objectsIn(manifests, 'sample.yaml') })),
    { rules },
  ).map(({ finding }) => finding);
}
