import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { Resource } from '../../state/resource.ts';
import { wrongOption } from './application-form.ts';

const sample = (hook: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, namespace: shop, annotations: { argocd.argoproj.io/hook: ${hook} } }
spec:
  template:
    spec: { restartPolicy: Never, containers: [{ name: migrate, image: registry.example.com/web:1.0.0 }] }
`;

const START = 'argocd.argoproj.io/';
/** The values that an annotation takes, in a list with commas. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  hook: ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PostDelete', 'PreDelete', 'Skip'],
  'hook-delete-policy': ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'],
  'compare-options': [
    'IgnoreExtraneous',
    'IgnoreResourceUpdates=true',
    'IgnoreResourceUpdates=false',
    'ServerSideDiff=true',
    'ServerSideDiff=false',
    'IncludeMutationWebhook=true',
  ],
};
const NAMES = [
  ...[
    'sync-wave',
    'sync-options',
    'hook',
    'hook-delete-policy',
    'compare-options',
    'refresh',
    'tracking-id',
    'managed-by',
    'skip-reconcile',
  ],
  ...[
    'manifest-generate-paths',
    'application-set-refresh',
    'ignore-resource-updates',
    'ignore-healthcheck',
    'deletion-approved',
    'installation-id',
    'instance',
    'secret-type',
    'ignore-default-labels',
  ],
];

export const syncAnnotations: ClusterRule = {
  id: 'sync-annotation-unknown',
  severity: 'error',
  summary: 'An annotation of Argo CD, such as a wave or a hook, with a name or a value that it does not know',
  breaks:
    'The object is applied at another time than it should be: a migration with the pods that need it, a hook as a plain Job.',
  pitfalls: ['X-86'],
  failing: sample('Presync'),
  passing: sample('PreSync'),
  *judge(state) {
    for (const resource of state.resources) {
      if (!resource.isExtract) yield* ofAnnotations(resource);
    }
  },
};

function* ofAnnotations(resource: Resource): Generator<Said> {
  for (const key of ['sync-wave', 'sync-options', 'hook', 'hook-delete-policy'].map((name) => START + name)) {
    if (resource.labels[key] === undefined) continue;
    yield {
      resource,
      path: ['metadata', 'labels', key],
      message: `${key} is a label here, and Argo CD reads the annotation of that name alone.`,
      fix: 'Write it under annotations.',
    };
  }
  for (const key in resource.annotations) {
    if (!key.startsWith(START)) continue;
    const name = key.slice(START.length);
    const value = resource.annotations[key] ?? '';
    const path = ['metadata', 'annotations', key];
    if (name === 'sync-wave' && !/^[+-]?\d+$/.test(value)) {
      yield {
        resource,
        path,
        message: `The wave ${value} is no whole number, and counts as 0.`,
        fix: 'Write a whole number in quotes.',
      };
    }
    if (name === 'sync-options') {
      for (const option of value.split(',').filter((one) => one.trim() !== '')) {
        const wrong = wrongOption(option.trim());
        if (wrong !== undefined) yield { resource, path, message: `${wrong.what}.`, fix: wrong.fix };
      }
    }
    const known = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
    for (const one of known === undefined ? [] : value.split(',').map((part) => part.trim())) {
      if (known?.includes(one) === true || one === '') continue;
      yield {
        resource,
        path,
        message: `Argo CD knows no ${name} ${one}${name === 'hook' ? ', and applies the object as any other' : ''}.`,
        fix: `Write one of ${known?.join(', ')}${didYouMean(one, known ?? [])}.`,
      };
    }
    const hint = NAMES.includes(name) || name.includes('/') ? '' : didYouMean(name, NAMES);
    if (hint !== '')
      yield {
        resource,
        path,
        severity: 'warning',
        message: `Argo CD has no annotation ${key}.`,
        fix: `Write one that it has${hint}.`,
      };
  }
}
