import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { at, list, textAt } from './read.ts';

/** Whoever runs the cluster installs here what no tree has: its DNS, its add-ons. */
const OF_THE_CLUSTER = ['kube-system', 'kube-public', 'kube-node-lease'];

/** Namespaces with something of which the tree has nothing, or no more than the order to install it, such as a Helm chart. */
export const unseenNamespaces = remembered((state: ClusterState): ReadonlySet<string> => {
  const seen = new Set(
    (state.tree.releases ?? []).map(({ release, namespace }) => `${namespace}/${release}`),
  );
  return new Set([
    ...OF_THE_CLUSTER,
    ...state.of('argoproj.io/Application').flatMap(({ name, value }) => {
      const namespace = textAt(value, 'spec', 'destination', 'namespace');
      if (namespace === undefined) return [];
      const sources = [at(value, 'spec', 'source'), ...list(at(value, 'spec', 'sources'))];
      const unseen = sources.some((source) => {
        if (textAt(source, 'chart') === undefined) return false;
        return !seen.has(`${namespace}/${textAt(source, 'helm', 'releaseName') ?? name}`);
      });
      return unseen ? [namespace] : [];
    }),
    ...state
      .of('helm.toolkit.fluxcd.io/HelmRelease', 'helm.cattle.io/HelmChart')
      .map(
        ({ namespace, value }) =>
          textAt(value, 'spec', 'targetNamespace') ?? textAt(value, 'spec', 'storageNamespace') ?? namespace,
      ),
  ]);
});
