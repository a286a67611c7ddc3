import { z } from 'zod';
import type { Finding } from '../../check/finding.ts';
import type { Connection } from '../../reach/connection.ts';
import { itemOf, type Judged, RISKS } from '../change.ts';
import type { Diff } from '../diff.ts';

/** A value of a manifest; null where it was not there. */
const value = z.json();

const change = z.strictObject({
  cluster: z.string(),
  object: z.strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    /** Null for what stands in none. */
    namespace: z.string().nullable(),
    name: z.string(),
  }),
  action: z.enum(['added', 'removed', 'changed', 'renamed', 'moved']),
  risk: z.enum(RISKS),
  reasons: z.array(z.string()),
  fields: z.array(z.strictObject({ path: z.string(), before: value, after: value })),
});

const connection = z.strictObject({
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  ports: z.array(z.string()),
  conditions: z.array(z.string()),
});

const finding = z.strictObject({
  rule: z.string(),
  severity: z.string(),
  cluster: z.string(),
  object: z.strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string(),
    name: z.string(),
  }),
  path: z.string(),
  message: z.string(),
  fix: z.string(),
});

/** What `diff --format json` prints, and nothing besides. */
export const DIFF_JSON = z.strictObject({
  changes: z.array(change),
  connectivity: z.strictObject({ opened: z.array(connection), closed: z.array(connection) }),
  findings: z.strictObject({ new: z.array(finding), gone: z.array(finding) }),
});

type Printed<Schema extends z.ZodType> = z.input<Schema>;
/** The same before it is written: a value of a manifest is whatever was read. */
type PrintedChange = Omit<Printed<typeof change>, 'fields' | 'reasons'> & {
  readonly reasons: readonly string[];
  readonly fields: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
};

function changeJson(judged: Judged): PrintedChange {
  const { apiVersion, kind, namespace, name } = itemOf(judged);
  return {
    cluster: judged.cluster,
    object: { apiVersion, kind, namespace: namespace ?? null, name },
    action: judged.action,
    risk: judged.risk,
    reasons: judged.reasons,
    fields: judged.fields.map(({ path, before, after }) => ({
      path,
      before: before ?? null,
      after: after ?? null,
    })),
  };
}

function connectionJson({ cluster, from, to, ports, conditions }: Connection): Printed<typeof connection> {
  return { cluster, from, to, ports: [...ports], conditions: [...conditions] };
}

function findingJson(found: Finding): Printed<typeof finding> {
  const { rule, severity, cluster, object, path, message, fix } = found;
  const { apiVersion, kind, namespace, name } = object;
  return { rule, severity, cluster, object: { apiVersion, kind, namespace, name }, path, message, fix };
}

/** The whole of it, a change a line. */
export function* jsonParts({ changes, connectivity, findings }: Diff): Generator<string> {
  yield '{"changes":[';
  for (const [index, each] of changes.entries())
    yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(changeJson(each))}`;
  const paths = {
    opened: connectivity.opened.map(connectionJson),
    closed: connectivity.closed.map(connectionJson),
  };
  const found = { new: findings.new.map(findingJson), gone: findings.gone.map(findingJson) };
  yield `],\n"connectivity":${JSON.stringify(paths)},\n"findings":${JSON.stringify(found)}}\n`;
}
