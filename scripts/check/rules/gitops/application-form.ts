import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { at, fieldsAt, isFields, listAt, numberAt, textAt } from '../../state/read.ts';
import { type Application, applicationsOf, titleOfApplication } from './applications.ts';
import { application, SOURCE } from './samples.ts';

const SYNC = (option: string) => `${SOURCE}
  syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: [${option}] }`;

export const applicationForm: ClusterRule = {
  id: 'application-form',
  severity: 'error',
  summary:
    'An Application with an option that Argo CD does not know, a destination that says two things or none, or a policy without effect',
  breaks:
    'An option that is misspelt is passed over without a word; a destination that is not clear refuses the Application.',
  pitfalls: ['X-83', 'X-86'],
  failing: application('shop', SYNC('ServersideApply=true')),
  passing: application('shop', SYNC('ServerSideApply=true')),
  *judge(state) {
    for (const app of applicationsOf(state)) {
      yield* ofDestination(app);
      yield* ofSource(app);
      yield* ofOptions(app);
      yield* ofPolicy(app);
      yield* ofFinalizers(app);
    }
  },
};

function* ofDestination(app: Application): Generator<Said> {
  const { resource, specPath, destination } = app;
  const { name, server } = destination;
  const path = [...specPath, 'destination'];
  if (name !== undefined && name !== '' && server !== undefined && server !== '') {
    yield {
      resource,
      path,
      message: `The destination has a name (${name}) and a server (${server}), and Argo CD refuses ${titleOfApplication(app)}.`,
      fix: 'Write one of the two.',
    };
  } else if ((name ?? '') === '' && (server ?? '') === '' && isFields(at(resource.value, ...specPath))) {
    yield {
      resource,
      path,
      message: `The destination names no cluster, and Argo CD refuses ${titleOfApplication(app)}.`,
      fix: 'Write destination.server or destination.name.',
    };
  }
}

function* ofSource(app: Application): Generator<Said> {
  const { resource, specPath, spec, sources } = app;
  if (sources.length === 0) {
    yield {
      resource,
      path: specPath,
      message: `${titleOfApplication(app)} has no source: it deploys nothing.`,
      fix: 'Write source with repoURL and path, or chart.',
    };
  }
  if (isFields(spec.source) && listAt(spec, 'sources').length > 0) {
    yield {
      resource,
      path: [...specPath, 'source'],
      severity: 'warning',
      message: 'It has source and sources, and Argo CD passes over source.',
      fix: 'Write one of the two.',
    };
  }
  for (const { path, chart, folder, value } of sources) {
    if (chart !== undefined || folder !== undefined || value.ref !== undefined || value.plugin !== undefined)
      continue;
    yield {
      resource,
      path,
      message: `A source of ${titleOfApplication(app)} has neither path nor chart, and Argo CD refuses it.`,
      fix: 'Write path, or chart for a repository of charts.',
    };
  }
  const refs = sources.flatMap(({ value }) => textAt(value, 'ref') ?? []);
  for (const { path, value, chart, folder, revision } of sources) {
    if (chart !== undefined && folder !== undefined && folder !== '') {
      yield {
        resource,
        path,
        message: `A source has the chart ${chart} and the path ${folder}, and Argo CD takes one of them.`,
        fix: 'Write chart for a repository of charts, and path for one of Git.',
      };
    }
    if (chart !== undefined && (revision === undefined || revision === '')) {
      yield {
        resource,
        path: [...path, 'targetRevision'],
        message: `The chart ${chart} has no version, and Argo CD refuses the source.`,
        fix: 'Write the version of the chart in targetRevision.',
      };
    }
    for (const file of listAt(value, 'helm', 'valueFiles')) {
      const [, ref] = typeof file === 'string' ? (/^\$([\w-]+)\//.exec(file) ?? []) : [];
      if (ref === undefined || refs.includes(ref)) continue;
      yield {
        resource,
        path: [...path, 'helm', 'valueFiles'],
        message: `The file ${String(file)} is of the source ${ref}, and no source has ref: ${ref}.`,
        fix: `Give a source ref: ${ref}${didYouMean(ref, refs)}.`,
      };
    }
  }
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  Validate: /^(?:true|false)$/,
  CreateNamespace: /^(?:true|false)$/,
  PrunePropagationPolicy: /^(?:foreground|background|orphan)$/,
  PruneLast: /^(?:true|false)$/,
  Prune: /^(?:true|false|confirm)$/,
  Delete: /^(?:true|false|confirm)$/,
  Replace: /^(?:true|false)$/,
  Force: /^(?:true|false)$/,
  ServerSideApply: /^(?:true|false)$/,
  ClientSideApplyMigration: /^(?:true|false)$/,
  ApplyOutOfSyncOnly: /^(?:true|false)$/,
  RespectIgnoreDifferences: /^(?:true|false)$/,
  FailOnSharedResource: /^(?:true|false)$/,
  SkipDryRunOnMissingResource: /^(?:true|false)$/,
  DisableClientSideApplyMigration: /^(?:true|false)$/,
};

/** What is wrong with an option; nothing where it is one. */
export function wrongOption(option: string): { readonly what: string; readonly fix: string } | undefined {
  const [name = '', value = ''] = option.split('=').map((part) => part.trim());
  const names = Object.keys(OPTIONS);
  const values = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (values === undefined) {
    return {
      what: `Argo CD knows no sync option ${name}, and passes over it`,
      fix: `Write an option that there is${didYouMean(name, names)}.`,
    };
  }
  return values.test(value)
    ? undefined
    : {
        what: `The sync option ${name} does not take ${value === '' ? 'nothing' : value}`,
        fix: `Write ${name}=${values.source.replace(/^\^\(\?:|\)\$$/g, '').replaceAll('|', ' or ')}.`,
      };
}

function* ofOptions({ resource, specPath, options }: Application): Generator<Said> {
  for (const [index, option] of options.entries()) {
    const wrong = wrongOption(option);
    if (wrong === undefined) continue;
    yield {
      resource,
      path: [...specPath, 'syncPolicy', 'syncOptions', index],
      message: `${wrong.what}.`,
      fix: wrong.fix,
    };
  }
}

function* ofPolicy(app: Application): Generator<Said> {
  const { resource, specPath, spec, options } = app;
  const policy = fieldsAt(spec, 'syncPolicy');
  const path = [...specPath, 'syncPolicy'];
  for (const field of ['prune', 'selfHeal', 'allowEmpty']) {
    if (policy[field] === undefined) continue;
    yield {
      resource,
      path: [...path, field],
      message: `${field} stands beside automated, and Argo CD passes over it.`,
      fix: `Write syncPolicy.automated.${field}.`,
    };
  }
  if (policy.managedNamespaceMetadata !== undefined && !options.includes('CreateNamespace=true')) {
    yield {
      resource,
      path: [...path, 'managedNamespaceMetadata'],
      severity: 'warning',
      message: 'managedNamespaceMetadata has no effect without CreateNamespace=true.',
      fix: 'Add CreateNamespace=true, or put the labels on the Namespace.',
    };
  }
  for (const field of ['duration', 'maxDuration']) {
    const time = at(policy, 'retry', 'backoff', field);
    if (time === undefined || (typeof time === 'string' && /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(time)))
      continue;
    yield {
      resource,
      path: [...path, 'retry', 'backoff', field],
      message: `${String(time)} is no time, and no sync is tried again.`,
      fix: 'Write a time with a unit, such as 10s.',
    };
  }
  if (at(policy, 'automated', 'allowEmpty') === true && at(policy, 'automated', 'prune') === true) {
    yield {
      resource,
      path: [...path, 'automated', 'allowEmpty'],
      severity: 'warning',
      message:
        'With allowEmpty, a folder that is moved or empty deletes everything that the Application has deployed.',
      fix: 'Take allowEmpty away.',
    };
  }
  const limit = numberAt(policy, 'retry', 'limit');
  if (limit === 0) {
    yield {
      resource,
      path: [...path, 'retry', 'limit'],
      severity: 'warning',
      message: 'A retry limit of 0 tries no second time.',
      fix: 'Write a limit such as 5, or take retry away.',
    };
  }
  const differences = listAt(spec, 'ignoreDifferences');
  if (
    differences.length > 0 &&
    at(policy, 'automated', 'selfHeal') === true &&
    !options.includes('RespectIgnoreDifferences=true')
  ) {
    yield {
      resource,
      path: [...specPath, 'ignoreDifferences'],
      severity: 'warning',
      message:
        'The fields of ignoreDifferences are left out of the comparison alone: each sync writes them again, over what a controller has written.',
      fix: 'Add RespectIgnoreDifferences=true to syncOptions.',
    };
  }
}

const FINALIZERS = [
  'resources-finalizer.argocd.argoproj.io',
  'resources-finalizer.argocd.argoproj.io/background',
  'resources-finalizer.argocd.argoproj.io/foreground',
  'post-delete-finalizer.argocd.argoproj.io',
  'pre-delete-finalizer.argocd.argoproj.io',
];

function* ofFinalizers({ resource }: Application): Generator<Said> {
  for (const [index, finalizer] of listAt(resource.value, 'metadata', 'finalizers').entries()) {
    if (typeof finalizer !== 'string' || !/argocd|argoproj/.test(finalizer)) continue;
    if (
      FINALIZERS.some(
        (one) =>
          finalizer === one ||
          finalizer.startsWith(`${FINALIZERS[3]}/`) ||
          finalizer.startsWith(`${FINALIZERS[4]}/`),
      )
    )
      continue;
    yield {
      resource,
      path: ['metadata', 'finalizers', index],
      message: `Nobody takes the finalizer ${finalizer} away, and the object can never be deleted.`,
      fix: `Write one of Argo CD's${didYouMean(finalizer, FINALIZERS)}.`,
    };
  }
}
