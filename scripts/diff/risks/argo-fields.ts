import { at, textAt } from '../compare/value.ts';
import { sourcesOf, takesAlong } from './fate.ts';
import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

const APPLICATION = /^argoproj\.io\/Application(?:Set)?$/;
const SET = /^argoproj\.io\/ApplicationSet$/;

/** Labels of a namespace by which something is let in, or held by nothing. */
const OF_ADMISSION =
  /pod-security\.kubernetes\.io\/enforce|istio-injection|istio\.io\/|gatekeeper\.sh\/|kyverno/;

/** Fields of Applications and their projects. */
export const argoFields: readonly FieldRule[] = [
  {
    types: APPLICATION,
    shape: /^metadata\.annotations\.argocd\.argoproj\.io\/skip-reconcile$/,
    says: ({ after }) =>
      after === 'true'
        ? judge(
            'outage',
            'Argo CD leaves it alone from now on: no change is compared or applied (skip-reconcile)',
          )
        : judge('routine', 'Argo CD compares and applies it again'),
  },
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
    shape:
      /source(?:s\[\])?\.(?:helm\.(?:releaseName|namespace)|kustomize\.(?:namePrefix|nameSuffix|namespace))$/,
    says: ({ path, before, after }) =>
      judge(
        'replacement',
        `all that it makes has another name or place, so it is made anew, and what had the old one is deleted where it prunes: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: SET,
    shape: /^spec\.generators(?:\[\].*)?$/,
    says: ({ path, shape, before, after }, { after: set }) => {
      // Elements of a list are told one by one elsewhere, and how often a generator looks deletes nothing.
      if (/\.list\.elements\b|requeueAfterSeconds$/.test(shape)) return [];
      if (before === undefined) return judge('routine', `it may make more Applications: ${path}`);
      const text = `another choice of what it makes Applications of: ${path} ${said(before)} → ${said(after)}`;
      const policy = textAt(set.value, 'spec.syncPolicy.applicationsSync') ?? 'sync';
      if (policy === 'create-only' || policy === 'create-update')
        return judge('outage', `${text}; those that are no longer chosen stay (applicationsSync: ${policy})`);
      return at(set.value, 'spec.syncPolicy.preserveResourcesOnDeletion') === true
        ? judge('outage', `${text}; an Application that is no longer chosen is deleted, and its objects stay`)
        : judge('data-loss', `${text}; an Application that is no longer chosen is deleted with its objects`);
    },
  },
  {
    types: APPLICATION,
    shape: /syncPolicy\.managedNamespaceMetadata\b/,
    says: ({ path, before, after }) =>
      judge(
        OF_ADMISSION.test(`${path} ${JSON.stringify([before, after])}`) ? 'security' : 'routine',
        `its namespace has other labels or annotations: ${path} ${said(before)} → ${said(after)}`,
      ),
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
];
