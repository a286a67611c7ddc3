import type { ClusterState } from '../../state/cluster-state.ts';
import {
  at,
  type Fields,
  fields,
  fieldsAt,
  isFields,
  list,
  listAt,
  type Path,
  text,
  textAt,
} from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** Where an Application takes manifests from. */
export interface Source {
  readonly path: Path;
  readonly value: Fields;
  readonly repository: string | undefined;
  /** The folder; undefined for a chart, and for a source that only others take values from. */
  readonly folder: string | undefined;
  readonly chart: string | undefined;
  readonly revision: string | undefined;
}

/** An Application, or one that an ApplicationSet makes. */
export interface Application {
  readonly state: ClusterState;
  readonly resource: Resource;
  readonly name: string;
  /** Where its spec stands in the object. */
  readonly specPath: Path;
  readonly spec: Fields;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly project: string | undefined;
  readonly destination: {
    readonly name: string | undefined;
    readonly server: string | undefined;
    readonly namespace: string | undefined;
  };
  readonly sources: readonly Source[];
  readonly options: readonly string[];
  /** An ApplicationSet makes it, of values that stand in no object: texts may have holes. */
  readonly isTemplate: boolean;
}

/** Every Application that the objects of a cluster make. */
export function applicationsOf(state: ClusterState): readonly Application[] {
  return [
    ...state
      .of('argoproj.io/Application')
      .map((resource) => applicationOf(state, resource, resource.value, [], false)),
    ...state.of('argoproj.io/ApplicationSet').flatMap((resource) => ofSet(state, resource)),
  ];
}

function ofSet(state: ClusterState, resource: Resource): readonly Application[] {
  const template = fieldsAt(resource.value, 'spec', 'template');
  const elements = listAt(resource.value, 'spec', 'generators').flatMap((generator) =>
    listAt(generator, 'list', 'elements'),
  );
  const onlyLists = listAt(resource.value, 'spec', 'generators').every(
    (generator) => at(generator, 'list') !== undefined,
  );
  const path = ['spec', 'template'];
  if (!onlyLists || elements.length === 0) return [applicationOf(state, resource, template, path, true)];
  return elements.map((element) => {
    const filled = filledIn(template, fields(element));
    const isOpen = /\{\{/.test(JSON.stringify(filled));
    return applicationOf(state, resource, fields(filled), path, isOpen);
  });
}

/** `{{.cluster}}` and `{{cluster}}`, by the values of an element; what is computed stays. */
function filledIn(value: unknown, element: Fields, depth = 0): unknown {
  if (depth > 20) return value;
  if (typeof value === 'string') {
    return value.replace(
      /\{\{-?\s*\.?([\w.]+)\s*-?\}\}/g,
      (all, key: string) => text(at(element, ...key.split('.'))) ?? all,
    );
  }
  if (Array.isArray(value)) return value.map((item) => filledIn(item, element, depth + 1));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filledIn(item, element, depth + 1)]),
  );
}

function applicationOf(
  state: ClusterState,
  resource: Resource,
  value: Fields,
  path: Path,
  isTemplate: boolean,
): Application {
  const spec = fieldsAt(value, 'spec');
  const specPath = [...path, 'spec'];
  const several = list(spec.sources);
  const given =
    several.length > 0
      ? several.map((source, index) => sourceOf(source, [...specPath, 'sources', index]))
      : isFields(spec.source)
        ? [sourceOf(spec.source, [...specPath, 'source'])]
        : [];
  return {
    state,
    resource,
    name: textAt(value, 'metadata', 'name') ?? resource.name,
    specPath,
    spec,
    annotations: fieldsAt(value, 'metadata', 'annotations'),
    project: text(spec.project),
    destination: {
      name: textAt(spec, 'destination', 'name'),
      server: textAt(spec, 'destination', 'server'),
      namespace: textAt(spec, 'destination', 'namespace'),
    },
    sources: given,
    options: listAt(spec, 'syncPolicy', 'syncOptions').filter((option) => typeof option === 'string'),
    isTemplate,
  };
}

function sourceOf(value: unknown, path: Path): Source {
  const folder = textAt(value, 'path');
  return {
    path,
    value: fields(value),
    repository: textAt(value, 'repoURL'),
    folder: folder === undefined ? undefined : folder.replace(/^\.?\/+|\/+$/g, ''),
    chart: textAt(value, 'chart'),
    revision: textAt(value, 'targetRevision'),
  };
}

export function titleOfApplication({ resource, name }: Application): string {
  return resource.kind === 'ApplicationSet'
    ? `Application ${name} of ApplicationSet ${resource.name}`
    : `Application ${name}`;
}

/** Of an object or an Application; nothing where it is no whole number. */
export function waveOf(annotations: Readonly<Record<string, unknown>>): number {
  const written = annotations['argocd.argoproj.io/sync-wave'];
  const wave = Number(written ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}
