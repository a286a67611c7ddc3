import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at } from '../../state/read.ts';
import { keyOf, type Resource, titleOf } from '../../state/resource.ts';
import { type Application, titleOfApplication } from './applications.ts';
import { type Folders, folderOf, foldersIn, type Held } from './folders.ts';
import { application, SOURCE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

const NAMED = application('shop', SOURCE);

export const applicationPath: FleetRule = {
  id: 'application-path',
  severity: 'error',
  summary:
    'A folder that no Application deploys, or two of them do, and an Application whose folder is not there',
  breaks:
    'What belongs to no Application is never deployed; what belongs to two is overwritten for ever by one and then the other.',
  pitfalls: ['X-81', 'X-85'],
  failing: NAMED + application('shop-again', SOURCE),
  passing: NAMED + application('shop-again', SOURCE.replace('path: shop', 'path: other')),
  *judgeFleet(states) {
    const folders = foldersIn(states);
    yield* ofSameSource(folders);
    if (!folders.areThose) return;
    yield* ofPaths(folders);
    yield* ofSharedObjects(folders);
    yield* ofFoldersOfNobody(folders);
  },
};

/** Two that deploy the same to the same place. */
function* ofSameSource({ applications }: Folders): Generator<Found> {
  const seen = new Map<string, Application>();
  for (const app of applications) {
    for (const { repository, folder, chart, value, path, revision } of app.sources) {
      if (app.isTemplate || (folder === undefined && chart === undefined)) continue;
      const { name, server, namespace } = app.destination;
      const release = chart === undefined ? '' : (at(value, 'helm', 'releaseName') ?? app.name);
      // What a tool renders of a folder depends on what it is told.
      const told = [value.helm, value.kustomize, value.plugin, value.directory].map(
        (one) => JSON.stringify(one) ?? '',
      );
      const to = name ?? (server === 'https://kubernetes.default.svc' ? 'in-cluster' : server);
      const key = [repository?.replace(/\.git$/, ''), folder ?? chart, to, namespace, release, ...told]
        .map(String)
        .join('\n');
      const other = seen.get(key);
      if (other === undefined) {
        seen.set(key, app);
        continue;
      }
      if (other.resource === app.resource && other.name === app.name) continue;
      yield {
        state: app.state,
        resource: app.resource,
        path,
        message: `${titleOfApplication(other)} deploys ${folder ?? chart} to the same place too${revision === undefined ? '' : ''}: each takes what the other has deployed, and deletes it with itself.`,
        fix: 'Keep one of the two.',
      };
    }
  }
}

function* ofPaths(folders: Folders): Generator<Found> {
  const known = new Set(
    folders.applications.flatMap(({ sources }) =>
      sources.flatMap((source) => (folders.objectsOf(source) === undefined ? [] : [source.folder ?? ''])),
    ),
  );
  for (const app of folders.applications) {
    for (const source of app.sources) {
      if (app.isTemplate || source.folder === undefined || source.folder === '' || source.chart !== undefined)
        continue;
      const held = folders.objectsOf(source);
      if (held === undefined) {
        // A folder beside the values of a chart may be empty: Git keeps none of those.
        if (app.sources.length > 1) continue;
        yield {
          state: app.state,
          resource: app.resource,
          path: [...source.path, 'path'],
          message: `There is no folder ${source.folder} with a manifest: ${titleOfApplication(app)} deploys nothing.`,
          fix: `Write the folder of its manifests${didYouMean(source.folder, [...folders.byFolder.keys(), ...known])}.`,
        };
      } else yield* ofRecursion(app, source.folder, source.path, source.value.directory, held);
    }
  }
}

function* ofRecursion(
  app: Application,
  folder: string,
  path: Said['path'],
  directory: unknown,
  held: readonly Held[],
): Generator<Found> {
  if (
    at(directory, 'recurse') === true ||
    held.some(({ resource }) => resource.group === 'kustomize.config.k8s.io')
  )
    return;
  const last = folder.split('/').at(-1) ?? '';
  const isAtTop = ({ resource }: Held) => folderOf(resource.found.file).split('/').at(-1) === last;
  if (held.some(isAtTop)) return;
  yield {
    state: app.state,
    resource: app.resource,
    path: [...path, 'directory'],
    message: `The manifests of ${folder} are all in folders below it, and without directory.recurse none of them is read.`,
    fix: 'Write directory: { recurse: true }.',
  };
}

function* ofSharedObjects(folders: Folders): Generator<Found> {
  const owners = new Map<string, { readonly app: Application; readonly resource: Resource }>();
  for (const app of folders.applications) {
    for (const source of app.sources) {
      for (const { state, resource } of folders.objectsOf(source) ?? []) {
        const to = app.destination.name ?? app.destination.server ?? '';
        const key = `${to}\n${keyOf(resource)}`;
        const other = owners.get(key);
        if (other === undefined) owners.set(key, { app, resource });
        else if (other.app.name !== app.name && other.resource.found.file !== resource.found.file) {
          yield {
            state,
            resource,
            path: ['metadata', 'name'],
            message: `${titleOf(resource)} is in ${titleOfApplication(other.app)} (${other.resource.found.file}) and in ${titleOfApplication(app)}: they overwrite each other for ever.`,
            fix: 'Keep it in one of them.',
          };
        }
      }
    }
  }
}

/** Where most folders belong to an Application, one that does not has been forgotten. */
function* ofFoldersOfNobody(folders: Folders): Generator<Found> {
  const deployed = new Set<Resource>();
  for (const source of folders.applications.flatMap(({ sources }) => sources)) {
    for (const { resource } of folders.objectsOf(source) ?? []) deployed.add(resource);
  }
  const all = [...folders.byFolder];
  const taken = all
    .filter(([, held]) => held.some(({ resource }) => deployed.has(resource) && isOfArgo(resource)))
    .map(([folder]) => folder);
  const forgotten = all.filter(([, held]) => !held.some(({ resource }) => deployed.has(resource)));
  const ordinary = forgotten.filter(([, held]) => !held.some(({ resource }) => isOfArgo(resource)));
  const isPractice = ordinary.length <= Math.max(1, all.length / 4);
  if (folders.applications.some(({ isTemplate }) => isTemplate) || !isPractice) return;
  for (const [folder, held] of forgotten) {
    const [first] = held;
    // Where Argo CD itself is told what to deploy, somebody begins by hand; not where another of the same form is taken.
    const tellsArgo = held.some(({ resource }) => isOfArgo(resource));
    if (first === undefined || (tellsArgo && !taken.some((one) => areAlike(one, folder)))) continue;
    yield {
      ...first,
      path: [],
      severity: 'warning',
      message: `No Application takes the folder ${folder}, and its ${held.length} objects are never deployed.`,
      fix: 'Write an Application with this path, or take the folder away.',
    };
  }
}

/** Whether two folders differ in one step alone, such as the name of the cluster. */
function areAlike(one: string, other: string): boolean {
  const [steps, others] = [one.split('/'), other.split('/')];
  return (
    steps.length === others.length &&
    steps.filter((step, at) => step !== others[at]).length === 1 &&
    steps.at(-2) === others.at(-2)
  );
}

function isOfArgo({ group }: Resource): boolean {
  return group === 'argoproj.io';
}
