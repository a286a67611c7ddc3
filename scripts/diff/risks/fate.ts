import type { Item } from '../change.ts';
import { annotationOf, at, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Trees } from './rule.ts';

const FINALIZER = /^resources-finalizer\.argocd\.argoproj\.io/;
const OPTIONS = 'argocd.argoproj.io/sync-options';

/** What becomes of an object in the cluster that is no longer in the tree. */
export type Fate =
  /** Argo CD deletes it, or whoever applies the tree. */
  | { readonly goes: true; readonly why: string | undefined }
  /** It keeps running, and nobody looks after it. */
  | { readonly goes: false; readonly why: string };

/** The Application that has the objects of a unit, on whichever cluster it stands; undefined where the tree has none. */
function applicationOf(item: Item, tree: Surroundings, clusters: readonly string[]): Item | undefined {
  const path = `${item.cluster}/${item.unit}`;
  for (const cluster of clusters) {
    const found = tree
      .ofKinds(cluster, 'Application')
      .find(({ value }) => sourcesOf(value).some((source) => endsIn(textAt(source, 'path'), path)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All that an Application reads from. */
export function sourcesOf(value: unknown): readonly unknown[] {
  return [at(value, 'spec.source'), ...listAt(value, 'spec.sources')].filter(isMapping);
}

function endsIn(path: string | undefined, end: string): boolean {
  return path !== undefined && (path === end || path.endsWith(`/${end}`));
}

/** What a removed object meets. */
export function fateOf(item: Item, trees: Trees): Fate {
  const options = optionsOf(annotationOf(item.value, OPTIONS));
  if (options.includes('Prune=false')) {
    return {
      goes: false,
      why: 'its annotation Prune=false keeps it in the cluster, where nobody looks after it any more',
    };
  }
  const confirmed = options.includes('Prune=confirm')
    ? 'Argo CD waits for your confirmation (Prune=confirm) before it deletes it'
    : undefined;
  const before = applicationOf(item, trees.before, [item.cluster]);
  if (before === undefined) return { goes: true, why: confirmed };
  const after = applicationOf(item, trees.after, [item.cluster]);
  if (after === undefined) {
    const keeper = keeperOf(item, options);
    if (keeper !== undefined && takesAlong(before))
      return {
        goes: false,
        why: `its Application ${before.name} goes, and leaves it in the cluster: ${keeper}`,
      };
    return takesAlong(before)
      ? { goes: true, why: confirmed ?? `its Application ${before.name} goes, and takes its objects along` }
      : {
          goes: false,
          why: `its Application ${before.name} goes without a finalizer, so Argo CD lets go of it: it keeps running`,
        };
  }
  const automated = mappingAt(after.value, 'spec.syncPolicy.automated');
  if (automated.prune !== true) {
    return {
      goes: false,
      why: `the Application ${after.name} does not prune, so it stays until somebody deletes it`,
    };
  }
  const ofAll = listAt(after.value, 'spec.syncPolicy.syncOptions').map(String);
  const waits = ofAll.includes('Prune=confirm') && !options.includes('Prune=true');
  return {
    goes: true,
    why:
      confirmed ??
      (waits ? 'Argo CD waits for your confirmation (Prune=confirm) before it deletes it' : undefined),
  };
}

/** Why an object is not deleted with its Application, which is another thing than to be pruned by it. */
function keeperOf(item: Item, options: readonly string[]): string | undefined {
  if (item.kind === 'CustomResourceDefinition')
    return 'Argo CD never deletes a definition with an Application';
  if (options.includes('Delete=false')) return 'its annotation says Delete=false';
  return annotationOf(item.value, 'helm.sh/resource-policy') === 'keep'
    ? 'its annotation helm.sh/resource-policy says keep'
    : undefined;
}

/** Whether the objects of an Application go with it. */
export function takesAlong(application: Item): boolean {
  return listAt(application.value, 'metadata.finalizers').some((each) => FINALIZER.test(String(each)));
}

export function optionsOf(annotation: string | undefined): readonly string[] {
  return (annotation ?? '').split(',').map((option) => option.trim());
}
