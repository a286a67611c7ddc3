import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fields, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { type Application, applicationsOf } from './applications.ts';
import { foldersIn } from './folders.ts';
import { application, NAMESPACE, project, SOURCE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

const PROJECT = (kinds: string) =>
  project(`  sourceRepos: ["https://git.example.com/shop.git"]
  destinations: [{ server: "https://kubernetes.default.svc", namespace: shop }]
  namespaceResourceBlacklist: [${kinds}]`);
const ACCOUNT = `---
apiVersion: v1
kind: ServiceAccount
metadata: { name: shop, namespace: shop }
`;
const LISTS = `  clusterResourceWhitelist: [{ group: "", kind: Namespace }]\n`;

/** Where no folder of the tree is that of the Application, its namespace tells what it deploys. */
export const kindOutsideProject: FleetRule = {
  id: 'kind-outside-project',
  severity: 'warning',
  summary: 'A kind in the namespace of an Application whose project does not allow it, and no other does',
  breaks: 'The sync fails at the first object of the kind.',
  failing: application('shop', SOURCE) + PROJECT('{ group: "", kind: ServiceAccount }') + LISTS + ACCOUNT,
  passing:
    application('shop', SOURCE) + PROJECT('{ group: "", kind: ResourceQuota }') + LISTS + ACCOUNT + NAMESPACE,
  *judgeFleet(states) {
    const folders = foldersIn(states);
    for (const state of states) {
      const projects = state.of('argoproj.io/AppProject');
      const applications = applicationsOf(state);
      // Only where every Application says what it is of, and goes to this very cluster.
      if (projects.length === 0 || applications.length === 0) continue;
      if (applications.some((app) => !isHere(app) || projectOf(projects, app) === undefined)) continue;
      if (applications.some((app) => app.sources.some((source) => folders.objectsOf(source) !== undefined)))
        continue;
      yield* ofState(state, applications, projects);
    }
  },
};

function isHere({ destination, isTemplate }: Application): boolean {
  const { name, server } = destination;
  return !isTemplate && (name === 'in-cluster' || server === 'https://kubernetes.default.svc');
}

function projectOf(projects: readonly Resource[], app: Application): Resource | undefined {
  return projects.find(({ name }) => name === app.project);
}

function* ofState(
  state: ClusterState,
  applications: readonly Application[],
  projects: readonly Resource[],
): Generator<Found> {
  const told = new Set<string>();
  for (const app of applications) {
    const own = projectOf(projects, app);
    const home = app.destination.namespace;
    if (own === undefined || home === undefined) continue;
    for (const resource of state.resources) {
      const isOwn = resource.namespace === home || (resource.kind === 'Namespace' && resource.name === home);
      if (!isOwn || resource.isExtract) continue;
      if (resource.kind === 'Namespace' && app.options.includes('CreateNamespace=true')) continue;
      const by = refusalOf(own, resource);
      const key = `${own.name} ${resource.group}/${resource.kind}`;
      if (by === undefined || told.has(key)) continue;
      const others = applications.filter((other) => projectOf(projects, other) !== own);
      if (others.some((other) => refusalOf(projectOf(projects, other), resource) === undefined)) continue;
      told.add(key);
      yield {
        state,
        resource: own,
        path: ['spec', by],
        message: `It does not allow ${resource.kind} (${by}), and ${home}, where Application ${app.name} goes, has ${resource.kind} ${resource.name}: the sync fails there.`,
        fix: by.endsWith('Blacklist')
          ? `Take ${resource.kind} from ${by}.`
          : `Add { group: ${JSON.stringify(resource.group)}, kind: ${resource.kind} } to ${by}.`,
      };
    }
  }
}

/** The list of a project by which Argo CD refuses an object. */
function refusalOf(project: Resource | undefined, resource: Resource): string | undefined {
  const spec = fields(project?.value.spec);
  const names = (list: string) =>
    listAt(spec, list).some(
      (one) =>
        ['*', resource.group].includes(textAt(one, 'group') ?? '') &&
        ['*', resource.kind].includes(textAt(one, 'kind') ?? ''),
    );
  if (resource.namespace === '') {
    if (names('clusterResourceBlacklist')) return 'clusterResourceBlacklist';
    return names('clusterResourceWhitelist') ? undefined : 'clusterResourceWhitelist';
  }
  if (names('namespaceResourceBlacklist')) return 'namespaceResourceBlacklist';
  const isOpen = spec.namespaceResourceWhitelist === undefined || spec.namespaceResourceWhitelist === null;
  return isOpen || names('namespaceResourceWhitelist') ? undefined : 'namespaceResourceWhitelist';
}
