import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, fields, list, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { type Application, applicationsOf } from './applications.ts';
import { application, project, SOURCE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

const ONE = 'destinations: [{ server: "https://kubernetes.default.svc", namespace: shop }]';

/** A project that allows everything is no project; one that is narrow on the one side is meant to be on the other. */
export const projectHalfOpen: FleetRule = {
  id: 'project-half-open',
  severity: 'warning',
  summary: 'An AppProject that is narrow in its sources or its destinations, and open in the other',
  breaks:
    'Whoever may write an Application of the project deploys anything, or anywhere: into kube-system too.',
  failing: application('shop', SOURCE) + project(`  sourceRepos: ["*"]\n  ${ONE}`),
  passing:
    application('shop', SOURCE) + project(`  sourceRepos: ["https://git.example.com/shop.git"]\n  ${ONE}`),
  *judgeFleet(states) {
    const applications = states.flatMap(applicationsOf);
    for (const state of states) {
      for (const resource of state.of('argoproj.io/AppProject')) {
        if (resource.name === 'default' || resource.isExtract) continue;
        const own = applications.filter((app) => app.project === resource.name);
        if (own.length > 0 && own.every(({ isTemplate }) => !isTemplate))
          yield* ofProject(state, resource, own);
      }
    }
  },
};

function* ofProject(state: ClusterState, resource: Resource, own: readonly Application[]): Generator<Found> {
  const spec = fields(resource.value.spec);
  const [sources, destinations] = [list(spec.sourceRepos), list(spec.destinations)];
  const open = destinations.findIndex(
    (one) =>
      textAt(one, 'namespace') === '*' && (textAt(one, 'server') === '*' || textAt(one, 'name') === '*'),
  );
  const isNarrow = destinations.every((one) => !/^\*?$/.test(textAt(one, 'namespace') ?? ''));
  const used = [...new Set(own.flatMap((app) => app.sources.flatMap(({ repository }) => repository ?? [])))];
  if (sources.includes('*') && destinations.length > 0 && isNarrow && used.length === 1) {
    yield {
      state,
      resource,
      path: ['spec', 'sourceRepos', sources.indexOf('*')],
      message: `It allows "*", every repository there is, and its Applications take all they have from ${used[0] ?? ''}; its destinations are narrow.`,
      fix: `Write sourceRepos: [${used.join(', ')}].`,
    };
  }
  // A project of the platform makes objects for the whole cluster, and goes everywhere on purpose.
  const isPlatform = listAt(spec, 'clusterResourceWhitelist').some((one) => at(one, 'kind') === '*');
  const places = [...new Set(own.map(({ destination }) => destination.namespace))];
  if (open < 0 || sources.length === 0 || sources.includes('*') || isPlatform || places.length > 2) return;
  yield {
    state,
    resource,
    path: ['spec', 'destinations', open],
    message: `It allows every namespace of every cluster ("*"), and its Applications go to ${places.map(String).join(', ')}; its sourceRepos are narrow.`,
    fix: 'Name the clusters and namespaces of its Applications as destinations.',
  };
}
