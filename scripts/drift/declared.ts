import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { CLUSTER_LABEL } from '../../platform/components/argocd/address.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { type Application, application } from './application.ts';
import { type ApplicationSet, applicationSet } from './application-set.ts';
import { type Project, project } from './project.ts';

/** What was rendered: the paths of files, from `dist/` on, and how they are read. */
export interface Rendered {
  readonly paths: readonly string[];
  read(paths: readonly string[]): ReadonlyMap<string, string>;
}

/** An Application that `dist/` declares. */
export interface DeclaredApplication {
  readonly name: string;
  readonly cluster: string;
  /** The one that applies it; the ApplicationSet makes the roots. */
  readonly root: string | undefined;
  readonly application: Application;
}

/** A hub, and everything that its Argo CD should have. */
export interface DeclaredHub {
  readonly name: string;
  readonly clusters: readonly string[];
  readonly applications: ReadonlyMap<string, DeclaredApplication>;
  /** What makes its roots. */
  readonly set: ApplicationSet;
  readonly projects: ReadonlyMap<string, Project>;
}

/** The ApplicationSet that makes the root Application of each cluster of a hub. */
const rootSet = z.looseObject({
  spec: z.looseObject({
    generators: z.array(
      z.looseObject({ list: z.looseObject({ elements: z.array(z.looseObject({ cluster: z.string() })) }) }),
    ),
    template: z.looseObject({
      metadata: z.record(z.string(), z.unknown()),
      spec: z.looseObject({ destination: z.looseObject({ name: z.string() }) }),
    }),
  }),
});

const kinded = z.looseObject({ kind: z.string() });

/**
 * The hubs, by their names, with all that they should have.
 *
 * @throws UnusableInput where nothing of the kind was rendered
 */
export function declaredHubs(rendered: Rendered): ReadonlyMap<string, DeclaredHub> {
  const wanted = rendered.paths.filter((path) =>
    /(?:^|\/)app(?:lication(?:set)?|project)-[^/]+\.yaml$/.test(path),
  );
  const objects = [...rendered.read(wanted)].flatMap(([path, text]) => objectsOf(path, text));
  const ofClusters = new Map<string, DeclaredApplication[]>();
  for (const { kind, value } of objects) {
    if (kind !== 'Application') continue;
    const read = application.parse(value);
    const cluster = read.metadata.labels?.[CLUSTER_LABEL] ?? '';
    const one = { name: read.metadata.name, cluster, root: cluster, application: read };
    ofClusters.set(cluster, [...(ofClusters.get(cluster) ?? []), one]);
  }
  const hubs = new Map<string, DeclaredHub>();
  for (const { kind, value, folder } of objects) {
    if (kind !== 'ApplicationSet') continue;
    const { generators, template } = rootSet.parse(value).spec;
    const clusters = generators.flatMap(({ list }) => list.elements.map(({ cluster }) => cluster)).sort();
    const all = clusters.flatMap((cluster) => [
      rootOf(cluster, template),
      ...(ofClusters.get(cluster) ?? []),
    ]);
    const name = template.spec.destination.name;
    const projects = objects
      .filter((each) => each.kind === 'AppProject' && each.folder === folder)
      .map((each) => project.parse(each.value));
    hubs.set(name, {
      name,
      clusters,
      applications: new Map(all.map((each) => [each.name, each])),
      set: applicationSet.parse(value),
      projects: new Map(projects.map((each) => [each.metadata.name, each])),
    });
  }
  if (hubs.size > 0) return hubs;
  throw new UnusableInput(
    'dist/ has no ApplicationSet there: run npm run synth, or name another --revision.',
  );
}

function objectsOf(path: string, text: string): readonly { kind: string; value: unknown; folder: string }[] {
  return parseAllDocuments(text).map((document) => {
    const read = kinded.safeParse(document.toJS());
    // The folder of a hub holds all that its Argo CD is told.
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (read.success) return { kind: read.data.kind, value: read.data, folder };
    throw new UnusableInput(`${path}: found no object of Kubernetes there.`);
  });
}

/** The root Application of a cluster, as the controller fills in the template. */
function rootOf(cluster: string, template: object): DeclaredApplication {
  const text = JSON.stringify(template).replaceAll('{{.cluster}}', cluster);
  const read = application.parse(JSON.parse(text));
  return { name: read.metadata.name, cluster, root: undefined, application: read };
}
