import type { FleetRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { places, textAt } from '../../state/read.ts';
import { type Application, applicationsOf, titleOfApplication } from './applications.ts';

const application = (cluster: string, destination: string, name = 'shop') => `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}-${cluster}, namespace: argocd }
spec:
  project: shop
  source: { repoURL: "https://git.example.com/shop.git", path: ${cluster}/${name}, targetRevision: main }
  destination: { name: ${destination}, namespace: shop }
`;

/** Names that every Argo CD has, or that stand for any cluster. */
const GENERAL = /^(?:in-cluster|default|main|local|\*|.{0,3})$/;

export const applicationOfOtherCluster: FleetRule = {
  id: 'application-of-other-cluster',
  severity: 'error',
  summary: 'An Application whose name or folder names one cluster, and whose destination is another',
  breaks: 'One cluster gets the objects of another on top of its own, and that other one gets none.',
  failing:
    application('dublin', 'dublin') + application('milan', 'dublin') + application('milan', 'milan', 'cart'),
  passing:
    application('dublin', 'dublin') + application('milan', 'milan') + application('milan', 'milan', 'cart'),
  *judgeFleet(states) {
    const applications = states.flatMap(applicationsOf).filter(({ isTemplate }) => !isTemplate);
    const clusters = clustersOf(states, applications);
    if (clusters.size < 2) return;
    for (const app of applications) {
      const to = app.destination.name;
      if (to === undefined || !clusters.has(to)) continue;
      // Applications of all clusters stand in the one that Argo CD runs in.
      if (app.destination.namespace === app.resource.namespace) continue;
      // One that nobody else names is misspelt, which is another fault.
      if (!isNamedElsewhere(states, applications, app)) continue;
      // What a name says counts where the others of the tree keep to it.
      const told = [
        { what: 'its name', path: ['metadata', 'name'], words: named(app.name, clusters) },
        ...app.sources.map(({ folder, path }) => ({
          what: `the folder ${folder ?? ''}`,
          path: [...path, 'path'],
          words: (folder ?? '').split('/').filter((step) => clusters.has(step)),
        })),
      ];
      const wrong = told.filter(({ words }) => words.length > 0 && !words.includes(to));
      const [first] = wrong.toReversed();
      if (first === undefined || !isKept(applications, app, clusters)) continue;
      const right = told.some(({ words }) => words.includes(to));
      yield {
        state: app.state,
        resource: app.resource,
        path: right ? first.path : [...app.specPath, 'destination', 'name'],
        message: `${titleOfApplication(app)} goes to ${to}, and ${first.what} names ${first.words.join(', ')}: ${to} gets what belongs elsewhere.`,
        fix: right
          ? `Write the folder of ${to}.`
          : `Write destination.name: ${first.words[0] ?? ''}, or the folder of ${to}.`,
      };
    }
  },
};

function isNamedElsewhere(
  states: readonly ClusterState[],
  applications: readonly Application[],
  { destination }: Application,
): boolean {
  const wanted = destination.name;
  return (
    applications.filter((other) => other.destination.name === wanted).length > 1 ||
    states.some(({ cluster }) => cluster === wanted) ||
    clustersOf(states, []).has(wanted ?? '')
  );
}

function named(name: string, clusters: ReadonlySet<string>): readonly string[] {
  return [...clusters].filter(
    (cluster) => name === cluster || name.endsWith(`-${cluster}`) || name.startsWith(`${cluster}-`),
  );
}

/** Whether another Application has a folder of the cluster that it goes to. */
function isKept(
  applications: readonly Application[],
  app: Application,
  clusters: ReadonlySet<string>,
): boolean {
  return applications.some(
    (other) =>
      other !== app &&
      other.destination.name !== undefined &&
      clusters.has(other.destination.name) &&
      (named(other.name, clusters).includes(other.destination.name) ||
        other.sources.some(({ folder }) => folder?.split('/').includes(other.destination.name ?? ''))),
  );
}

/** The clusters by the names that Argo CD knows them by. */
function clustersOf(
  states: readonly ClusterState[],
  applications: readonly Application[],
): ReadonlySet<string> {
  const projects = states.flatMap((state) =>
    state
      .of('argoproj.io/AppProject')
      .flatMap(({ value }) =>
        [...places(value, 'spec.destinations[]')].map((one) => textAt(one.value, 'name')),
      ),
  );
  const names = [
    ...applications.map(({ destination }) => destination.name),
    ...projects,
    ...(states.length > 1 ? states.map(({ cluster }) => cluster) : []),
  ];
  return new Set(names.filter((name) => name !== undefined && !GENERAL.test(name)).map(String));
}
