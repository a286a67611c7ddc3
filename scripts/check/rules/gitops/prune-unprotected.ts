import type { ClusterRule } from '../../rule.ts';
import type { Resource } from '../../state/resource.ts';
import { NAMESPACE } from './samples.ts';

const KEPT = ['shop', 'cart', 'mail']
  .map((name) =>
    NAMESPACE.replace(
      'name: shop',
      `name: ${name}, annotations: { argocd.argoproj.io/sync-options: Prune=confirm }`,
    ),
  )
  .join('');

export const pruneUnprotected: ClusterRule = {
  id: 'prune-unlike-others',
  severity: 'warning',
  summary:
    'A namespace, store or definition that Argo CD prunes without asking, where all others of the kind are kept',
  breaks: 'A renamed file deletes it with all that is in it, in seconds.',
  failing: KEPT + NAMESPACE.replace('name: shop', 'name: search'),
  passing: KEPT,
  *judge(state) {
    for (const kind of KINDS) {
      const all = state.of(kind).filter(({ isExtract }) => !isExtract);
      const kept = all.filter(isKept);
      if (
        kept.length < AGREEING ||
        kept.length === all.length ||
        all.length - kept.length > all.length / 10 + 1
      )
        continue;
      for (const resource of all.filter((one) => !isKept(one))) {
        yield {
          resource,
          path: ['metadata', 'annotations'],
          message: `Argo CD prunes it without asking, and ${kept.length} others of the kind say ${OPTIONS}: Prune=confirm or false.`,
          fix: `Write ${OPTIONS}: Prune=confirm.`,
        };
      }
    }
  },
};

const KINDS = [
  '/Namespace',
  'apps/StatefulSet',
  '/PersistentVolumeClaim',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'storage.k8s.io/StorageClass',
];
const OPTIONS = 'argocd.argoproj.io/sync-options';
const AGREEING = 3;

function isKept({ annotations }: Resource): boolean {
  return /Prune=(?:confirm|false)|Delete=(?:confirm|false)/.test(annotations[OPTIONS] ?? '');
}
