import { itemOf, type Judged } from '../change.ts';
import type { Diff } from '../diff.ts';

/** A change as programs read it. */
function changeJson(change: Judged) {
  const { apiVersion, kind, namespace, name } = itemOf(change);
  return {
    cluster: change.cluster,
    object: { apiVersion, kind, namespace: namespace ?? null, name },
    action: change.action,
    risk: change.risk,
    reasons: change.reasons,
    fields: change.fields.map(({ path, before, after }) => ({
      path,
      before: before ?? null,
      after: after ?? null,
    })),
  };
}

/** The whole of it, a change a line. */
export function* jsonParts({ changes, connectivity, findings }: Diff): Generator<string> {
  yield '{"changes":[';
  for (const [index, change] of changes.entries())
    yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(changeJson(change))}`;
  const { opened, closed } = connectivity;
  yield `],\n"connectivity":${JSON.stringify({ opened, closed })},\n"findings":${JSON.stringify({ new: findings.new, gone: findings.gone })}}\n`;
}
