import type { Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { annotationOf, at, listAt, textAt } from '../compare/value.ts';
import { sourcesOf, takesAlong } from './fate.ts';
import { type FieldRule, gained, isEdit, judge, lost, type Rule, said, some } from './rule.ts';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** An Application that vanishes: what becomes of its objects. */
export const applications: Rule = (change) => {
  const { before, after, action } = change;
  if (before === undefined || typeOf(before) !== 'argoproj.io/Application') return [];
  if (after !== undefined && action !== 'renamed') return [];
  const goes = takesAlong(before);
  const whose =
    action === 'renamed'
      ? `the Application ${before.name}, which ${said(after?.name)} takes the place of,`
      : 'the Application';
  if (goes) {
    return [
      judge(
        'data-loss',
        `${whose} has a finalizer, so Argo CD deletes everything that it applied${action === 'renamed' ? ', also what the new one has taken over by then' : ''}`,
      ),
    ];
  }
  return [
    judge(
      action === 'renamed' ? 'routine' : 'outage',
      action === 'renamed'
        ? `${whose} has no finalizer: its objects stay, and the new one takes them over`
        : `${whose} has no finalizer: Argo CD lets go of its objects, which keep running, and no change reaches them any more`,
    ),
  ];
};

/** A set of Applications that goes, or keeps their objects no longer. */
export const applicationSets: Rule = (change) => {
  const { before, after } = change;
  if (before === undefined || typeOf(before) !== 'argoproj.io/ApplicationSet') return [];
  const keeps = at(before.value, 'spec.syncPolicy.preserveResourcesOnDeletion') === true;
  if (after === undefined) {
    return [
      keeps
        ? judge(
            'outage',
            'its Applications go, and their objects stay without anybody who looks after them (preserveResourcesOnDeletion)',
          )
        : judge('data-loss', 'its Applications go, and everything that they have applied with them'),
    ];
  }
  const found: Judgement[] = [];
  if (keeps && at(after.value, 'spec.syncPolicy.preserveResourcesOnDeletion') !== true) {
    found.push(
      judge(
        'data-loss',
        'when one of its Applications goes, everything that it has applied goes along from now on (preserveResourcesOnDeletion)',
      ),
    );
  }
  const gone = elementsOf(before.value).filter((element) => !elementsOf(after.value).includes(element));
  if (gone.length > 0) {
    const policy = textAt(after.value, 'spec.syncPolicy.applicationsSync') ?? 'sync';
    const deletes = policy === 'sync' || policy === 'create-delete';
    const name = some(gone.map((element) => said(element)));
    if (!deletes)
      found.push(
        judge(
          'outage',
          `the Application of ${name} is no longer looked after: it and its objects stay (applicationsSync: ${policy})`,
        ),
      );
    else if (keeps)
      found.push(
        judge(
          'outage',
          `the Application of ${name} is deleted; its objects stay (preserveResourcesOnDeletion)`,
        ),
      );
    else
      found.push(
        judge('data-loss', `the Application of ${name} is deleted, with everything that it has applied`),
      );
  }
  return found;
};

function elementsOf(value: unknown): readonly string[] {
  return listAt(value, 'spec.generators').flatMap((generator) =>
    listAt(generator, 'list.elements').map((element) => JSON.stringify(element)),
  );
}

/** The order in which Argo CD applies things. */
export const waves: Rule = (change) => {
  if (!isEdit(change)) return [];
  const [old, now] = [change.before, change.after].map(({ value }) => Number(annotationOf(value, WAVE) ?? 0));
  if (old === now) return [];
  return [
    judge(
      'outage',
      `it is applied at another time: wave ${old} → ${now}; what it needs has to be there by then`,
    ),
  ];
};

const APPLICATION = /^argoproj\.io\/Application(?:Set)?$/;
const PROJECT = /^argoproj\.io\/AppProject$/;

/** Fields of Applications and their projects. */
export const argoFields: readonly FieldRule[] = [
  {
    types: APPLICATION,
    shape: /^spec\.(?:template\.spec\.)?syncPolicy(?:\.automated(?:\.enabled)?)?$/,
    says: ({ after, path }) => {
      const automated = path.endsWith('syncPolicy') ? at(after, 'automated') : after;
      if (automated === undefined || automated === null || automated === false)
        return judge(
          'outage',
          'it no longer syncs by itself: what is merged reaches the cluster only by hand',
        );
      return judge('routine', 'it syncs by itself from now on');
    },
  },
  {
    types: APPLICATION,
    shape: /syncPolicy\.automated\.prune$/,
    says: ({ after }) =>
      after === true
        ? judge('outage', 'it prunes from now on: what it applied once and Git no longer has is deleted')
        : judge('routine', 'it no longer prunes: what leaves Git stays in the cluster'),
  },
  {
    types: APPLICATION,
    shape: /syncPolicy\.automated\.selfHeal$/,
    says: ({ after }) =>
      judge(
        'routine',
        after === true
          ? 'what is changed by hand is undone from now on'
          : 'what is changed by hand stays from now on',
      ),
  },
  {
    types: APPLICATION,
    shape: /syncPolicy\.automated\.allowEmpty$/,
    says: ({ after }) =>
      after === true
        ? judge('data-loss', 'an empty folder makes it delete everything from now on (allowEmpty)')
        : judge('routine', 'an empty folder is a mistake from now on'),
  },
  {
    types: APPLICATION,
    shape: /^metadata\.finalizers$/,
    says: (_, { before, after }) => {
      if (takesAlong(before) === takesAlong(after)) return undefined;
      return takesAlong(after)
        ? judge('routine', 'its removal takes its objects along from now on (finalizer)')
        : judge('routine', 'its removal leaves its objects in the cluster from now on (no finalizer)');
    },
  },
  {
    types: APPLICATION,
    shape: /destination\.(?:name|server|namespace)$/,
    says: ({ before, after, path }) =>
      judge(
        'outage',
        `its objects are made elsewhere: ${path.slice(path.lastIndexOf('.') + 1)} ${said(before)} → ${said(after)}; those that are there stay without anybody who looks after them`,
      ),
  },
  {
    types: APPLICATION,
    shape: /source(?:s\[\])?\.repoURL$/,
    says: ({ before, after }) =>
      judge('security', `it applies what another repository holds: ${said(before)} → ${said(after)}`),
  },
  {
    types: APPLICATION,
    shape: /source(?:s\[\])?\.path$/,
    says: ({ before, after }) =>
      judge(
        'outage',
        `it applies another folder: ${said(before)} → ${said(after)}; what only the old one has is pruned`,
      ),
  },
  {
    types: APPLICATION,
    shape: /source(?:s\[\])?\.targetRevision$/,
    says: ({ before, after }, { after: item }) => {
      const chart = sourcesOf(item.value).flatMap((source) => textAt(source, 'chart') ?? []);
      return chart.length > 0
        ? judge(
            'restart',
            `chart ${some(chart)} ${said(before)} → ${said(after)}: its pods restart where their template changes`,
          )
        : judge('outage', `it follows another revision: ${said(before)} → ${said(after)}`);
    },
  },
  {
    types: APPLICATION,
    shape: /^spec\.(?:template\.spec\.)?project$/,
    says: ({ before, after }) =>
      judge('security', `it has the rights of another project: ${said(before)} → ${said(after)}`),
  },
  {
    types: APPLICATION,
    shape: /syncOptions$/,
    says: (field) => [
      ...gained(field).flatMap((option) =>
        /^(?:Replace|Force)=true$/.test(option)
          ? [judge('replacement', `objects are replaced instead of patched from now on (${option})`)]
          : [judge('routine', `syncs with ${option} from now on`)],
      ),
      ...lost(field).map((option) =>
        /^Prune(?:=confirm|Last=true)$|^FailOnSharedResource=true$/.test(option)
          ? judge('outage', `syncs without ${option} from now on: a guard against removal is gone`)
          : judge('routine', `syncs without ${option} from now on`),
      ),
    ],
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

/** Objects that Argo CD no longer keeps, or keeps from now on. */
export const pruning: Rule = (change) => {
  if (!isEdit(change)) return [];
  const field = change.fields.find(
    ({ path }) => path === 'metadata.annotations["argocd.argoproj.io/sync-options"]',
  );
  const all = change.fields.find(({ path }) => path === 'metadata.annotations');
  if (field === undefined && all === undefined) return [];
  const [old, now] = [change.before, change.after].map(
    ({ value }) => annotationOf(value, 'argocd.argoproj.io/sync-options') ?? '',
  );
  const guards = ['Prune=false', 'Prune=confirm', 'Delete=false', 'Delete=confirm'].filter(
    (guard) => old?.includes(guard) && !now?.includes(guard),
  );
  return guards.length === 0
    ? []
    : [judge('data-loss', `nothing keeps Argo CD from deleting it any more: ${some(guards)} is gone`)];
};
