import { ENFORCEMENT } from '../../cluster-model/defaults/operators.ts';
import type { FieldChange } from '../change.ts';
import { comes, goes } from './passing-namespaces.ts';
import { type FieldRule, gained, judge, lost, said, some, type Trees } from './rule.ts';

const CONSTRAINTS = /^constraints\.gatekeeper\.sh\//;
const KYVERNO = /^(?:policies\.)?kyverno\.io\/(?:Cluster)?(?:\w*Policy|PolicyException)$/;
/** From the strictest on. */
const ACTIONS = ['deny', 'scoped', 'warn', 'dryrun'];

const EXCLUDED = 'spec.match.excludedNamespaces';

/** Whether a rule is for other namespaces only because these come or go. */
function isOfPassing(field: FieldChange, cluster: string, trees: Trees): boolean {
  return (
    field.shape === 'spec.match.namespaces' &&
    // Without the list it is for all.
    Array.isArray(field.before) &&
    Array.isArray(field.after) &&
    gained(field).every((name) => comes(name, cluster, trees)) &&
    lost(field).every((name) => goes(name, cluster, trees))
  );
}

/** Rules of Gatekeeper and Kyverno. */
export const policyEngines: readonly FieldRule[] = [
  {
    types: CONSTRAINTS,
    shape: /^spec\.enforcementAction$/,
    says: ({ before, after }) => {
      const [old, now] = [before, after].map((action) => ACTIONS.indexOf(String(action ?? ENFORCEMENT)));
      return (now ?? 0) > (old ?? 0)
        ? judge('security', `what it refused is let in: ${said(before)} → ${said(after)}`)
        : judge('outage', `what it let in is refused: ${said(before)} → ${said(after)}`);
    },
  },
  {
    types: CONSTRAINTS,
    shape:
      /^spec\.(?:match\.(?:excluded|namespaceSelector|labelSelector)|parameters\.(?:allowed|exempt|excluded|ignored|repos|registries|images|except))/i,
    says: (field, { after: { cluster } }, trees) => {
      const isOver = (name: string) => field.shape === EXCLUDED && goes(name, cluster, trees);
      const ends = lost(field).filter((name) => !isOver(name));
      const over = lost(field).filter(isOver);
      return [
        ...(gained(field).length > 0
          ? [judge('security', `an exemption: ${field.path} now has ${some(gained(field))}`)]
          : []),
        ...(ends.length > 0
          ? [
              judge(
                'outage',
                `an exemption ends: ${field.path} no longer has ${some(ends)}, which is refused when it is made anew`,
              ),
            ]
          : []),
        ...(over.length > 0 ? [judge('routine', `an exemption ends with its namespace: ${some(over)}`)] : []),
      ];
    },
  },
  {
    types: CONSTRAINTS,
    shape: /^spec\.match\.(?:kinds|namespaces|scope|name|source)\b/,
    says: (field, { after: { cluster } }, trees) => {
      if (isOfPassing(field, cluster, trees))
        return judge(
          'routine',
          `it is of other namespaces, which come or go as well: ${some([...gained(field), ...lost(field)])}`,
        );
      const isList = /\.(?:namespaces|kinds|apiGroups)$/.test(field.shape);
      // A list that is left out is of all; one that comes or goes as an element is one more or less.
      const isAll = isList ? field.after === undefined : false;
      const isFewer = isList
        ? field.before === undefined || (!isAll && lost(field).length > 0)
        : field.shape.endsWith('[]')
          ? field.after === undefined
          : true;
      const text = `${field.path} ${said(field.before)} → ${said(field.after)}`;
      return isFewer
        ? judge('security', `what it refuses changes, and others are let in: ${text}`)
        : judge('outage', `it holds for more, and may refuse it: ${text}`);
    },
  },
  {
    types: CONSTRAINTS,
    shape: /^spec\b/,
    says: (field) =>
      judge(
        'security',
        `what it refuses changes: ${field.path} ${said(field.before)} → ${said(field.after)}`,
      ),
  },
  {
    types: /^templates\.gatekeeper\.sh\/ConstraintTemplate$/,
    shape: /^spec\.targets\b/,
    says: () => judge('security', 'the rule itself changes: what it refuses, and what it lets in'),
  },
  {
    types: /^config\.gatekeeper\.sh\/Config$/,
    shape: /^spec\.match\b/,
    says: ({ path, after }) =>
      judge('security', `namespaces are exempt from Gatekeeper: ${path} ${said(after)}`),
  },
  {
    types: /^mutations\.gatekeeper\.sh\//,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge('security', `what it writes into objects changes: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: KYVERNO,
    shape: /(?:^|\.)(?:validationFailureAction|failureAction)$/,
    says: ({ before, after }) =>
      /^enforce$/i.test(String(after))
        ? judge('outage', `what it only told is refused: ${said(before)} → ${said(after)}`)
        : judge('security', `what it refused is let in, and only told: ${said(before)} → ${said(after)}`),
  },
  {
    types: KYVERNO,
    shape: /^spec\.rules\[\]$/,
    says: ({ path, before, after }) =>
      before === undefined
        ? judge('outage', `it has a rule more, which may refuse something: ${path}`)
        : judge(
            'security',
            `what it refused or wrote is let in as it is: ${path} ${after === undefined ? 'is gone' : said(after)}`,
          ),
  },
  {
    types: KYVERNO,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge('security', `what it refuses or writes changes: ${path} ${said(before)} → ${said(after)}`),
  },
];
