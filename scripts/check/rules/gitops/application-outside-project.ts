import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Fields, fields, list, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { type Application, titleOfApplication } from './applications.ts';
import { type Folders, foldersIn, type Held } from './folders.ts';
import { application, project, SOURCE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

const PROJECT = (repository: string) =>
  project(`  sourceRepos: ["${repository}"]
  destinations: [{ server: "https://kubernetes.default.svc", namespace: shop }]`);

export const applicationOutsideProject: FleetRule = {
  id: 'application-outside-project',
  severity: 'error',
  summary: 'An Application whose source, destination or objects its project does not allow',
  breaks:
    'Argo CD refuses the Application as a whole, or the sync fails at the first object that is not allowed.',
  pitfalls: ['X-11'],
  failing: application('shop', SOURCE) + PROJECT('https://git.example.com/other.git'),
  passing: application('shop', SOURCE) + PROJECT('https://git.example.com/shop.git'),
  *judgeFleet(states) {
    const folders = foldersIn(states);
    for (const app of folders.applications) {
      const own = projectOf(states, app);
      if (own === undefined || app.isTemplate) continue;
      const spec = fields(own.value.spec);
      yield* ofSources(app, own, spec);
      yield* ofDestination(app, own, spec);
      yield* ofObjects(folders, app, own, spec);
    }
  },
};

/** Each Argo CD has projects of its own, of the same names: that of an Application is beside it, or speaks of its cluster. */
function projectOf(states: readonly ClusterState[], app: Application): Resource | undefined {
  const named = (state: ClusterState) =>
    state
      .of('argoproj.io/AppProject')
      .filter(({ name }) => name === (app.project ?? byDefault('argoproj.io/Application', 'spec.project')));
  const [beside] = named(app.state);
  const all = states.flatMap(named);
  return (
    beside ??
    all.find(({ value }) =>
      listAt(value, 'spec', 'destinations').some((one) => sameCluster(one, app.destination)),
    ) ??
    all[0]
  );
}

/** Whether one of the patterns allows a text and none, with `!` before it, forbids it. */
function isAllowed(patterns: readonly unknown[], wanted: string): boolean {
  let allowed = false;
  for (const pattern of patterns) {
    if (typeof pattern !== 'string') continue;
    if (pattern.startsWith('!')) {
      if (globs(pattern.slice(1), wanted)) return false;
    } else allowed ||= globs(pattern, wanted);
  }
  return allowed;
}

function globs(pattern: string, wanted: string): boolean {
  if (pattern === wanted || pattern === '*') return true;
  if (!/[*?[{]/.test(pattern)) return false;
  const source = pattern
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  try {
    return new RegExp(
      `^${source.replace(/\{([^}]*)\}/g, (_, inner: string) => `(?:${inner.replaceAll(',', '|')})`)}$`,
    ).test(wanted);
  } catch {
    return true;
  }
}

function* ofSources(app: Application, own: Resource, spec: Fields): Generator<Found> {
  const repositories = list(spec.sourceRepos);
  for (const { repository, path } of app.sources) {
    if (repository === undefined) continue;
    const plain = repository.replace(/\.git$/, '').replace(/\/$/, '');
    if ([repository, plain, `${plain}.git`].some((one) => isAllowed(repositories, one))) continue;
    yield {
      state: app.state,
      resource: app.resource,
      path: [...path, 'repoURL'],
      message: `The project ${own.name} does not allow the repository ${repository}, and Argo CD refuses ${titleOfApplication(app)}.`,
      fix: `Add it to sourceRepos of the AppProject, or take a repository that it allows: ${repositories.filter((each) => typeof each === 'string').join(', ') || 'it allows none'}.`,
    };
  }
}

const IN_CLUSTER = 'https://kubernetes.default.svc';

function sameCluster(allowed: unknown, { name, server }: Application['destination']): boolean {
  const [ownName, ownServer] = [textAt(allowed, 'name'), textAt(allowed, 'server')];
  const asked = name ?? (server === IN_CLUSTER ? 'in-cluster' : undefined);
  const askedServer = server ?? (name === 'in-cluster' ? IN_CLUSTER : undefined);
  if (
    ownServer !== undefined &&
    (ownServer === '*' || (askedServer !== undefined && isAllowed([ownServer], askedServer)))
  )
    return true;
  if (ownName !== undefined && (ownName === '*' || (asked !== undefined && isAllowed([ownName], asked))))
    return true;
  // A name here and an address there: what they stand for is in a Secret.
  return (
    (ownServer !== undefined && ownName === undefined && askedServer === undefined) ||
    (ownName !== undefined && ownServer === undefined && asked === undefined)
  );
}

function allows(spec: Fields, destination: Application['destination'], namespace: string): boolean {
  const destinations = list(spec.destinations).filter((one) => sameCluster(one, destination));
  return isAllowed(
    destinations.map((one) => textAt(one, 'namespace') ?? '*'),
    namespace,
  );
}

function* ofDestination(app: Application, own: Resource, spec: Fields): Generator<Found> {
  const { destination } = app;
  const to = destination.name ?? destination.server ?? '';
  if (to === '' || allows(spec, destination, destination.namespace ?? '')) return;
  yield {
    state: app.state,
    resource: app.resource,
    path: [...app.specPath, 'destination'],
    message: `The project ${own.name} does not allow the namespace ${destination.namespace ?? '(none)'} of ${to}, and Argo CD refuses ${titleOfApplication(app)}.`,
    fix: `Add the pair to destinations of the AppProject, or take one that it allows: ${list(
      spec.destinations,
    )
      .slice(0, 5)
      .map(
        (one) => `${textAt(one, 'name') ?? textAt(one, 'server') ?? '*'}/${textAt(one, 'namespace') ?? '*'}`,
      )
      .join(', ')}.`,
  };
}

function isListed(rules: readonly unknown[], { group, kind, name }: Resource): boolean {
  return rules.some(
    (rule) =>
      globs(textAt(rule, 'group') ?? '', group) &&
      globs(textAt(rule, 'kind') ?? '', kind) &&
      globs(textAt(rule, 'name') ?? '*', name),
  );
}

/** One that says no namespace comes into that of the Application. */
function isWritten({ value, namespace }: Resource): boolean {
  return namespace !== '' && textAt(value, 'metadata', 'namespace') !== undefined;
}

function refusal(spec: Fields, { resource }: Held): string | undefined {
  // Where a custom kind stands that says no namespace, only its definition knows.
  if (
    !isWritten(resource) &&
    resource.namespace !== '' &&
    resource.group.includes('.') &&
    isListed(listAt(spec, 'clusterResourceWhitelist'), resource)
  )
    return undefined;
  if (resource.namespace === '') {
    if (isListed(listAt(spec, 'clusterResourceBlacklist'), resource)) return 'clusterResourceBlacklist';
    return isListed(listAt(spec, 'clusterResourceWhitelist'), resource)
      ? undefined
      : 'clusterResourceWhitelist';
  }
  if (isListed(listAt(spec, 'namespaceResourceBlacklist'), resource)) return 'namespaceResourceBlacklist';
  const allowed = spec.namespaceResourceWhitelist;
  return allowed === undefined || allowed === null || isListed(list(allowed), resource)
    ? undefined
    : 'namespaceResourceWhitelist';
}

function* ofObjects(folders: Folders, app: Application, own: Resource, spec: Fields): Generator<Found> {
  for (const held of app.sources.flatMap((source) => folders.objectsOf(source) ?? [])) {
    const { state, resource } = held;
    // Kustomize and values are read, not deployed.
    if (resource.group === 'kustomize.config.k8s.io') continue;
    const by = refusal(spec, held);
    if (by !== undefined) {
      yield {
        state,
        resource,
        path: ['kind'],
        message: `The project ${own.name} does not allow ${resource.kind} (${by}), and the sync of ${titleOfApplication(app)} fails.`,
        fix: by.endsWith('Blacklist')
          ? `Take it from ${by}, or put the object into an Application of another project.`
          : `Add { group: ${JSON.stringify(resource.group)}, kind: ${resource.kind} } to ${by} of the AppProject.`,
      };
    } else if (
      isWritten(resource) &&
      resource.namespace !== app.destination.namespace &&
      !allows(spec, app.destination, resource.namespace)
    ) {
      yield {
        state,
        resource,
        path: ['metadata', 'namespace'],
        message: `The project ${own.name} does not allow the namespace ${resource.namespace}, and the sync of ${titleOfApplication(app)} fails.`,
        fix: 'Add the namespace to destinations of the AppProject.',
      };
    }
  }
}
