import { didYouMean, nearestName } from '../../../../clusters/nearest-name.ts';
import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { isGiven } from '../../state/given.ts';
import { textAt } from '../../state/read.ts';
import { secretTexts } from '../monitoring/secret-texts.ts';
import { type Application, titleOfApplication } from './applications.ts';
import { foldersIn } from './folders.ts';
import { application, NAMESPACE, SOURCE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

export const applicationDestination: FleetRule = {
  id: 'application-destination-missing',
  severity: 'error',
  summary: 'An Application to a cluster that Argo CD does not know, or into a namespace that nobody makes',
  breaks: 'Argo CD refuses the Application, or each sync fails at the first object.',
  pitfalls: ['X-12', 'X-83'],
  failing: application('shop', SOURCE).replace('namespace: shop }', 'namespace: shopp }') + NAMESPACE,
  passing: application('shop', SOURCE) + NAMESPACE,
  *judgeFleet(states) {
    const { applications } = foldersIn(states);
    const clusters = clustersOf(states);
    const named = new Map(states.map((state) => [state.cluster, state]));
    for (const app of applications) {
      if (app.isTemplate) {
        yield* ofPlaceholder(app);
        continue;
      }
      const isUnknown = yield* ofCluster(app, clusters, [...named.keys()]);
      if (!isUnknown) yield* ofNamespace(app, named, states.length);
    }
  },
};

interface Clusters {
  readonly names: ReadonlySet<string>;
  readonly servers: ReadonlySet<string>;
}

/** The clusters of which the trees have a Secret. */
function clustersOf(states: readonly ClusterState[]): Clusters {
  const secrets = states.flatMap((state) => [
    ...state.of('/Secret').filter(({ labels }) => labels['argocd.argoproj.io/secret-type'] === 'cluster'),
    ...state
      .of('external-secrets.io/ExternalSecret')
      .filter(
        ({ value }) =>
          textAt(
            value,
            'spec',
            'target',
            'template',
            'metadata',
            'labels',
            'argocd.argoproj.io/secret-type',
          ) === 'cluster',
      ),
  ]);
  const names = new Set<string>();
  const servers = new Set<string>();
  for (const secret of secrets) {
    const texts = [
      ...secretTexts(secret),
      ...['name', 'server'].map((key) => ({
        key,
        content: textAt(secret.value, 'spec', 'target', 'template', 'data', key) ?? '',
      })),
    ];
    for (const { key, content } of texts) {
      if (key === 'name' && content !== '') names.add(content);
      if (key === 'server' && content !== '') servers.add(content.replace(/\/$/, ''));
    }
  }
  return { names, servers };
}

const PLACEHOLDER = /(?:^|[./@])(?:example\.(?:com|org|net)|your-|change-?me|todo)|<[a-z -]+>|xxx/i;

function* ofPlaceholder(app: Application): Generator<Found> {
  const { server } = app.destination;
  if (server === undefined || server.includes('{{') || !PLACEHOLDER.test(server)) return;
  yield {
    state: app.state,
    resource: app.resource,
    path: [...app.specPath, 'destination', 'server'],
    message: `${server} is no cluster: the address is one from an example.`,
    fix: 'Write destination.name, and register the cluster.',
  };
}

function* ofCluster(
  app: Application,
  { names, servers }: Clusters,
  clusters: readonly string[],
): Generator<Found, boolean> {
  const { name, server } = app.destination;
  const path = [...app.specPath, 'destination'];
  const known = [...names, 'in-cluster'];
  // One name among those of the trees shows that all of them are meant.
  if (name !== undefined && name !== '' && !known.includes(name) && !clusters.includes(name)) {
    const isListed = names.size > 0 || nearestName(name, clusters) !== undefined;
    if (!isListed) return false;
    yield {
      state: app.state,
      resource: app.resource,
      path: [...path, 'name'],
      message: `Argo CD knows no cluster ${name}, and refuses ${titleOfApplication(app)}.`,
      fix: `Write the name of a cluster that is registered${didYouMean(name, [...known, ...clusters])}.`,
    };
    return true;
  }
  const plain = server?.replace(/\/$/, '');
  if (plain === undefined || plain === '' || plain === 'https://kubernetes.default.svc' || servers.has(plain))
    return false;
  const isInside = /^https?:\/\/kubernetes\.default/.test(plain);
  if (servers.size === 0 && !isInside) {
    yield* ofPlaceholder(app);
    return false;
  }
  yield {
    state: app.state,
    resource: app.resource,
    path: [...path, 'server'],
    message: `Argo CD knows no cluster at ${server}, and refuses ${titleOfApplication(app)}.`,
    fix: isInside
      ? 'Write https://kubernetes.default.svc: Argo CD compares the text.'
      : `Write the server of a registered cluster: ${[...servers].slice(0, 4).join(', ')}.`,
  };
  return true;
}

function* ofNamespace(
  app: Application,
  named: ReadonlyMap<string, ClusterState>,
  count: number,
): Generator<Found> {
  const { name, server, namespace } = app.destination;
  const isOwn =
    (server ?? 'https://kubernetes.default.svc') === 'https://kubernetes.default.svc' &&
    (name === undefined || name === 'in-cluster');
  const target =
    name === undefined || name === 'in-cluster' ? (isOwn ? app.state : undefined) : named.get(name);
  if (
    target === undefined ||
    namespace === undefined ||
    namespace === '' ||
    app.options.includes('CreateNamespace=true')
  )
    return;
  // The hub's own objects may stand in a tree of another cluster.
  const trees = isOwn && count > 1 ? [...named.values()] : [target];
  if (trees.some((tree) => tree.namespaces.get(namespace)?.resource !== undefined)) return;
  if (trees.every((tree) => tree.of('/Namespace').length === 0)) return;
  if (
    isGiven({ group: '', kind: 'Namespace', namespace: '', name: namespace }) ||
    namespace === app.resource.namespace
  )
    return;
  const names = trees.flatMap((tree) => tree.of('/Namespace').map((one) => one.name));
  const isUsed = trees.some((tree) => tree.namespaces.has(namespace));
  // A chart's own namespace is made by whoever makes Argo CD's; one that objects are in, or that is nearly one, is not.
  if (
    !isUsed &&
    nearestName(namespace, names) === undefined &&
    app.sources.some(({ chart }) => chart !== undefined)
  )
    return;
  yield {
    state: app.state,
    resource: app.resource,
    path: [...app.specPath, 'destination', 'namespace'],
    message: `Nobody makes the namespace ${namespace}, and each sync of ${titleOfApplication(app)} fails.`,
    fix: `Add the Namespace, in an earlier wave and with its labels, or write one that there is${didYouMean(namespace, names)}.`,
  };
}
