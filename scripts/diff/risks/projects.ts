import type { Judgement } from '../change.ts';
import { textAt } from '../compare/value.ts';
import { goes } from './passing-namespaces.ts';
import { type FieldRule, judge, said, some } from './rule.ts';

const PROJECT = /^argoproj\.io\/AppProject$/;

/** What the Applications of a project may do. */
export const projects: readonly FieldRule[] = [
  {
    types: PROJECT,
    shape: /^spec\.destinations\[\]$/,
    says: ({ path, before, after }, _edit, trees) => {
      // Argo CD has the clusters under the names that they have here.
      const [cluster, namespace] = [textAt(before, 'name'), textAt(before, 'namespace')];
      return after === undefined && cluster !== undefined && goes(namespace, cluster, trees)
        ? judge('routine', `the project is narrower by a namespace that goes: ${namespace} on ${cluster}`)
        : widened(before, after, path.replace(/^spec\./, ''));
    },
  },
  {
    types: PROJECT,
    shape: /^spec\.permitOnlyProjectScopedClusters$/,
    says: ({ after }) =>
      after === true
        ? judge(
            'outage',
            'the project is narrower: only clusters of its own (permitOnlyProjectScopedClusters)',
          )
        : judge('security', 'the project is wider: clusters of others too (permitOnlyProjectScopedClusters)'),
  },
  {
    types: PROJECT,
    shape:
      /^spec\.(?:sourceRepos|sourceNamespaces|destinations|clusterResourceWhitelist|namespaceResourceWhitelist|destinationServiceAccounts)\b/,
    says: (field) => widened(field.before, field.after, field.path.replace(/^spec\./, '')),
  },
  {
    types: PROJECT,
    shape: /^spec\.(?:clusterResourceBlacklist|namespaceResourceBlacklist|signatureKeys)\b/,
    says: (field) => widened(field.after, field.before, field.path.replace(/^spec\./, '')),
  },
  {
    types: PROJECT,
    shape: /^spec\.roles\b/,
    says: ({ before, after }) => widened(before, after, 'roles'),
  },
  {
    types: PROJECT,
    shape: /^spec\.syncWindows\b/,
    says: ({ before, after }) =>
      after === undefined || (Array.isArray(before) && Array.isArray(after) && after.length < before.length)
        ? judge('security', 'a window in which nothing may be synced is gone')
        : judge('routine', 'it may be synced at other times'),
  },
];

/** Whether a list of what is allowed has grown, or shrunk. */
function widened(before: unknown, after: unknown, what: string): readonly Judgement[] {
  const [old, now] = [listOf(before), listOf(after)];
  const come = now.filter((entry) => !old.includes(entry));
  const gone = old.filter((entry) => !now.includes(entry));
  return [
    ...(come.length > 0 ? [judge('security', `the project is wider: ${what} ${some(come)}`)] : []),
    ...(gone.length > 0
      ? [
          judge(
            'outage',
            `the project is narrower: its Applications are refused where they need ${what} ${some(gone)}`,
          ),
        ]
      : []),
  ];
}

function listOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(said);
}
