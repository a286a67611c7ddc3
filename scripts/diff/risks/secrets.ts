import type { Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { mappingAt, textAt } from '../compare/value.ts';
import { type FieldRule, gained, judge, lost, type Rule, said, some } from './rule.ts';

/** A Secret with values, which everybody who reads the repository can read. */
export const inTheClear: Rule = (change) => {
  const { before, after } = change;
  if (after === undefined || typeOf(after) !== '/Secret' || after.source !== 'object') return [];
  const [old, now] = [before, after].map((item) => ({
    ...mappingAt(item?.value, 'data'),
    ...mappingAt(item?.value, 'stringData'),
  }));
  const keys = Object.entries(now ?? {})
    .filter(([key, value]) => value !== '' && value !== null && old?.[key] !== value)
    .map(([key]) => key);
  const isOther = before === undefined || change.fields.some(({ shape }) => shape.startsWith('data'));
  return keys.length > 0 && isOther
    ? [
        judge(
          'security',
          `a secret in the clear: ${some(keys)}; whoever reads the repository has it, so it has to be replaced`,
        ),
      ]
    : [];
};

const PLAIN = /(?:pass(?:word|wd|phrase)?|secret|token|api_?key|private_?key|credentials?)$/i;
/** A name of a file, of an object or of a place where the value is, and no value. */
const NO_VALUE =
  /^(?:|\/.*|\$\(.*\)|https?:\/\/.*|true|false|\d+|[a-z0-9-]*(?:name|key|secret|file|path)s?)$/i;

/** A value that looks like one in a variable. */
export const plainVariables: Rule = (change) => {
  return change.fields.flatMap(({ shape, path, after }): readonly Judgement[] => {
    const isVariable = /containers\[\]\.env\[\](?:\.value)?$/.test(shape);
    if (!isVariable && !/^data\./.test(shape)) return [];
    if (change.after?.kind === 'Secret') return [];
    const name = isVariable
      ? /\[name=([^\]]+)\]/.exec(path.slice(path.indexOf('.env')))?.[1]
      : shape.slice('data.'.length);
    const value = typeof after === 'string' ? after : textAt(after, 'value');
    if (
      name === undefined ||
      value === undefined ||
      !PLAIN.test(name) ||
      NO_VALUE.test(value) ||
      value.length < 6 ||
      value.includes('\n')
    )
      return [];
    return [judge('security', `${name} looks like a secret in the clear`)];
  });
};

const EXTERNAL = /^external-secrets\.io\/(?:Cluster)?ExternalSecret$/;
const STORE = /^external-secrets\.io\/(?:Cluster)?SecretStore$/;

export const secretFields: readonly FieldRule[] = [
  {
    types: STORE,
    shape: /^spec\.(?:refreshInterval|retrySettings)\b/,
    says: ({ path, before, after }) => judge('routine', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: STORE,
    shape: /^spec\.conditions\b/,
    says: (field) =>
      field.before !== undefined && field.after !== undefined && gained(field).length === 0
        ? judge('outage', `fewer namespaces may take secrets from it: ${field.path} ${said(field.after)}`)
        : judge(
            field.before === undefined && field.shape === 'spec.conditions' ? 'outage' : 'security',
            `other namespaces may take secrets from it: ${field.path} ${said(field.before)} → ${said(field.after)}`,
          ),
  },
  {
    types: STORE,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge(
        'security',
        `secrets come from elsewhere, or with other rights: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: EXTERNAL,
    shape: /^spec\.(?:data\[\]\.remoteRef|dataFrom)\b/,
    says: ({ path, before, after }) =>
      judge(
        'routine',
        `another value is read, which has to be in the store before: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: EXTERNAL,
    shape: /^spec\.data\[\]$/,
    says: ({ after }) =>
      after === undefined
        ? undefined
        : judge(
            'routine',
            `one more value is read, which has to be in the store before: ${said(mappingAt(after, 'remoteRef').key)}`,
          ),
  },
  {
    types: EXTERNAL,
    shape: /^spec\.(?:secretStoreRef)\b/,
    says: ({ path, before, after }) =>
      judge('security', `its values come from another store: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: EXTERNAL,
    shape: /^spec\.refresh(?:Interval|Policy)$/,
    says: ({ path, before, after }) =>
      isNever(after)
        ? judge(
            'outage',
            `a value that is rotated arrives no more, and pods are locked out with the old one: ${path} ${said(before)} → ${said(after)}`,
          )
        : judge(
            'routine',
            `a value that is rotated arrives after ${said(after)} instead of ${isNever(before) ? 'never' : said(before)}`,
          ),
  },
  {
    types: /^\/ServiceAccount$/,
    shape:
      /^metadata\.annotations(?:\.(?:eks\.amazonaws\.com\/role-arn|iam\.gke\.io\/gcp-service-account|azure\.workload\.identity\/client-id))?$/,
    says: ({ before, after, shape }) => {
      const role = (value: unknown) =>
        typeof value === 'string'
          ? value
          : textAt({ value: mappingAt({ value }, 'value')['eks.amazonaws.com/role-arn'] }, 'value');
      if (shape === 'metadata.annotations' && role(before) === role(after)) return undefined;
      if (role(after) === undefined)
        return judge(
          'outage',
          `its pods have no rights in the cloud any more (were those of ${said(role(before))})`,
        );
      return judge(
        'security',
        `its pods get the rights of another role: ${said(role(before))} → ${said(role(after))}`,
      );
    },
  },
  {
    types: /^\/ServiceAccount$/,
    shape: /^automountServiceAccountToken$/,
    says: ({ after }) =>
      after === false
        ? judge('outage', 'its pods get no token for the API server any more')
        : judge('security', 'its pods get a token for the API server'),
  },
  {
    types: /^\/ServiceAccount$/,
    shape: /^imagePullSecrets\b/,
    says: (field) =>
      field.after === undefined || lost(field).length > 0
        ? judge('outage', 'images of a private registry may no longer be pulled')
        : judge('routine', 'images are pulled with another secret'),
  },
  {
    types: /^keda\.sh\/(?:Cluster)?TriggerAuthentication$/,
    shape: /^spec\b/,
    says: ({ path, shape, before, after }) =>
      judge(
        // A role is rights; without one KEDA has its own.
        shape === 'spec.podIdentity.roleArn' && after !== undefined ? 'security' : 'outage',
        `autoscalers read with other rights: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
];

/** Zero of any unit, and the policies that look once: the operator does not ask again. */
function isNever(value: unknown): boolean {
  return value === 'CreatedOnce' || /^(?:0(?:\.0+)?[a-z]*)+$/.test(String(value));
}
