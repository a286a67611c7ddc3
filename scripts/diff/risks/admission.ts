import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

const WEBHOOKS = /^admissionregistration\.k8s\.io\/(?:Validating|Mutating)WebhookConfiguration$/;
const POLICIES = /^admissionregistration\.k8s\.io\/(?:Validating|Mutating)AdmissionPolicy(?:Binding)?$/;

/** What is let into a cluster, and what stops everything where its server is down. */
export const admission: readonly FieldRule[] = [
  {
    types: WEBHOOKS,
    shape: /^webhooks\[\]\.failurePolicy$/,
    says: ({ before, after }) =>
      after === 'Ignore'
        ? judge(
            'security',
            `while its server is down, everything is let in unseen: failurePolicy ${said(before)} → Ignore`,
          )
        : judge(
            'outage',
            `while its server is down, the API server refuses what it should look at: failurePolicy ${said(before)} → ${said(after)}`,
          ),
  },
  {
    types: WEBHOOKS,
    shape: /^webhooks\[\]$/,
    says: ({ after, path }) =>
      after === undefined
        ? judge('security', `${path} is gone: what it looked at is let in`)
        : judge('outage', `${path} is new: it may refuse what is applied`),
  },
  {
    types: WEBHOOKS,
    shape: /^webhooks\[\]\.(?:namespaceSelector|objectSelector|matchConditions)\b/,
    says: ({ path, before, after }) =>
      judge(
        'security',
        `it looks at other objects, and others are exempt: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: WEBHOOKS,
    shape: /^webhooks\[\]\.rules\b/,
    says: (field) => {
      const fewer = field.after === undefined || lost(field).length > 0;
      return fewer
        ? judge(
            'security',
            `it no longer looks at everything that it did: ${field.path}${lost(field).length > 0 ? ` without ${some(lost(field))}` : ''}`,
          )
        : judge('outage', `it looks at more, and may refuse it: ${field.path} ${some(gained(field))}`);
    },
  },
  {
    types: WEBHOOKS,
    shape: /^webhooks\[\]\.clientConfig\b/,
    says: ({ path, before, after }) =>
      judge('outage', `another server answers for it: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: POLICIES,
    shape: /^spec\.validationActions$/,
    says: ({ before, after }) => {
      const denies = (value: unknown) => Array.isArray(value) && value.includes('Deny');
      return denies(before) && !denies(after)
        ? judge('security', `what it refused is let in, and only told: ${said(before)} → ${said(after)}`)
        : denies(after) && !denies(before)
          ? judge('outage', 'what it only told is refused from now on')
          : judge('routine', 'it tells elsewhere');
    },
  },
  {
    types: POLICIES,
    shape: /^spec\.failurePolicy$/,
    says: ({ after }) =>
      after === 'Ignore'
        ? judge('security', 'where its rule fails, everything is let in')
        : judge('outage', 'where its rule fails, everything is refused'),
  },
  {
    types: POLICIES,
    shape: /^spec\.(?:matchResources|matchConstraints)\.resourceRules\b/,
    says: (field) =>
      field.before === undefined || (field.after !== undefined && lost(field).length === 0)
        ? judge('outage', `it holds for more, and may refuse it: ${field.path} ${said(field.after)}`)
        : judge(
            'security',
            `it no longer looks at everything that it did: ${field.path} ${said(field.before)} → ${said(field.after)}`,
          ),
  },
  {
    types: POLICIES,
    shape: /^spec\.(?:matchResources|matchConstraints|matchConditions|paramRef)\b/,
    says: ({ path, before, after }) =>
      // Who says nothing more looks at everything.
      after === undefined && !path.includes('paramRef')
        ? judge('outage', `it holds for more, and may refuse it: ${path} ${said(before)} is gone`)
        : judge('security', `what it looks at changes: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: POLICIES,
    shape: /^spec\.validations\[\]$/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('security', `what it refused is let in: ${path} ${said(before)} is gone`)
        : judge('outage', `it refuses more: ${path} ${said(after)}`),
  },
  {
    types: POLICIES,
    shape: /^spec\.validations\[\]\.(?:message|messageExpression|reason)$|^spec\.auditAnnotations\b/,
    says: ({ path, before, after }) =>
      judge('routine', `it says so in other words: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: POLICIES,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge('security', `what it refuses changes: ${path} ${said(before)} → ${said(after)}`),
  },
];
