import { stringify } from 'yaml';
import { type DeclaredHub, declaredHubs } from '../../scripts/drift/declared.ts';
import { driftOf, type HubDrift } from '../../scripts/drift/drift.ts';
import type { Finding } from '../../scripts/drift/finding.ts';
import type { History, Place } from '../../scripts/drift/history.ts';
import { readHub } from '../../scripts/drift/hub.ts';

/** When every view of these tests was taken. */
export const NOW = Date.parse('2026-03-01T03:00:00Z');
export const MAIN = 'a'.repeat(40);
const REPOSITORY = { url: 'https://github.com/example/fleet.git', revision: 'main' };
export const HUB = 'tokyo';

/** So many minutes before that, as Argo CD writes it. */
export function minutesAgo(minutes: number): string {
  return `${new Date(NOW - minutes * 60_000).toISOString().slice(0, 19)}Z`;
}

type Mapping = Record<string, unknown>;

const automated = { allowEmpty: false, prune: true, selfHeal: true };
const own = (path: string) => ({
  directory: { recurse: true },
  path,
  repoURL: REPOSITORY.url,
  targetRevision: 'main',
});

export const set = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
  metadata: { name: HUB, namespace: 'argocd' },
  spec: {
    generators: [{ list: { elements: [{ cluster: 'tokyo' }, { cluster: 'osaka' }] } }],
    template: {
      metadata: { name: '{{.cluster}}', labels: { 'fleet/cluster': '{{.cluster}}' } },
      spec: {
        project: 'platform',
        destination: { name: HUB, namespace: 'argocd' },
        source: own('dist/{{.cluster}}/applications'),
        syncPolicy: { automated, retry: { limit: -1 }, syncOptions: ['ServerSideApply=true'] },
      },
    },
  },
};

/** A freeze of a product, on the first day of April, on one cluster of two. */
export const shopProject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: {
    syncWindows: [
      {
        kind: 'deny',
        schedule: '0 9 1 4 *',
        duration: '24h',
        timeZone: 'Asia/Tokyo',
        clusters: ['tokyo'],
        manualSync: true,
        description: 'The spring sale',
      },
    ],
  },
};

/** A second hub, whose cluster the first could have by mistake. */
const otherSet = JSON.parse(
  JSON.stringify(set).replaceAll(`"${HUB}"`, '"seoul"').replace('{"cluster":"osaka"}', '{"cluster":"busan"}'),
);

function declare(cluster: string, unit: string, spec: Mapping, more: Mapping = {}) {
  const name = `${cluster}-${unit}`;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      labels: { 'fleet/cluster': cluster },
      annotations: { 'argocd.argoproj.io/sync-wave': '-30' },
      ...more,
    },
    spec: {
      destination: { name: cluster, namespace: unit },
      project: 'platform',
      syncPolicy: {
        automated,
        retry: { backoff: { duration: '5s', factor: 2, maxDuration: '3m' }, limit: 5, refresh: true },
        syncOptions: ['ServerSideApply=true'],
      },
      ...spec,
    },
  };
}

const chart = (cluster: string) => ({
  ignoreDifferences: [{ group: '', jsonPointers: ['/data'], kind: 'Secret', name: 'tls' }],
  sources: [
    {
      chart: 'keda',
      helm: {
        releaseName: 'keda',
        skipCrds: false,
        valueFiles: [`$values/dist/values/${cluster}/keda.yaml`],
      },
      repoURL: 'https://charts.example.com',
      targetRevision: '2.20.2',
    },
    { ...own(`dist/${cluster}/keda`), ref: 'values' },
  ],
});

const files = new Map<string, object>([
  ['tokyo/argocd/argocd/applicationset-tokyo.yaml', set],
  ['seoul/argocd/argocd/applicationset-seoul.yaml', otherSet],
  ['tokyo/argocd/argocd/appproject-shop.yaml', shopProject],
  ...['tokyo', 'osaka', 'busan'].flatMap((cluster): [string, object][] => [
    [
      `${cluster}/applications/argocd/application-${cluster}-shop.yaml`,
      declare(
        cluster,
        'shop',
        { project: 'shop', source: own(`dist/${cluster}/shop`) },
        { finalizers: ['resources-finalizer.argocd.argoproj.io'] },
      ),
    ],
    [
      `${cluster}/applications/argocd/application-${cluster}-keda.yaml`,
      declare(cluster, 'keda', chart(cluster)),
    ],
  ]),
  // No Application, whatever its name.
  ['tokyo/shop/shop/deployment-shop.yaml', { kind: 'Deployment' }],
]);

export const hubs: ReadonlyMap<string, DeclaredHub> = declaredHubs({
  paths: [...files.keys()],
  read: (paths) => new Map(paths.map((path) => [path, stringify(files.get(path))])),
});

/** An Application as the controller writes it where all is well: zero values left out, times in whole seconds. */
export interface Reported {
  readonly metadata: Mapping & { readonly name: string };
  readonly spec: Mapping;
  readonly status: Mapping;
}

/** What the hub prints where all is well. */
export function healthy(of: DeclaredHub | undefined = hubs.get(HUB)): Reported[] {
  return [...(of?.applications.values() ?? [])].map(({ name, root, application: { metadata, spec } }) => {
    const sources = spec.sources ?? [];
    const revisions = sources.map((each) => (each.chart === undefined ? MAIN : each.targetRevision));
    const compared = sources.length > 0 ? { revisions } : { revision: MAIN };
    const written: Mapping = JSON.parse(
      JSON.stringify(spec, (_, value: unknown) => (value === false ? undefined : value)),
    );
    return {
      metadata: {
        ...metadata,
        name,
        annotations: {
          ...metadata.annotations,
          ...(root !== undefined && {
            'argocd.argoproj.io/tracking-id': `${root}:argoproj.io/Application:argocd/${name}`,
          }),
        },
        creationTimestamp: '2026-01-01T00:00:00Z',
        uid: '94978696-4fd4-40b3-a1de-38d9df9e9316',
      },
      spec: written,
      status: {
        controllerNamespace: 'argocd',
        health: { lastTransitionTime: '2026-02-01T00:00:00Z', status: 'Healthy' },
        operationState: {
          finishedAt: minutesAgo(120),
          message: 'successfully synced (all tasks run)',
          operation: { initiatedBy: { automated: true }, retry: { limit: 5 } },
          phase: 'Succeeded',
          startedAt: minutesAgo(121),
          syncResult: { resources: [], revision: '', ...compared },
        },
        reconciledAt: minutesAgo(1),
        resourceHealthSource: 'appTree',
        resources: [{ kind: 'ConfigMap', name: 'one', namespace: 'shop', status: 'Synced', version: 'v1' }],
        sourceType: 'Directory',
        summary: {},
        sync: { comparedTo: { destination: spec.destination }, status: 'Synced', ...compared },
      },
    };
  });
}

/** Whatever is not main: merged an hour ago, five minutes ago, known and not merged, and never seen. */
export const OLD = 'b'.repeat(40);
export const RECENT = 'c'.repeat(40);
export const BRANCH = 'd'.repeat(40);
const places: Readonly<Record<string, Place>> = {
  [MAIN]: { at: 'main', behind: 0, since: undefined, changed: [] },
  [OLD]: {
    at: 'main',
    behind: 3,
    since: NOW - 3_600_000,
    changed: ['dist/tokyo/shop/shop/deployment-shop.yaml'],
  },
  [RECENT]: {
    at: 'main',
    behind: 1,
    since: NOW - 300_000,
    changed: ['dist/tokyo/shop/shop/deployment-shop.yaml'],
  },
  [BRANCH]: { at: 'elsewhere' },
};
const history: History = { main: MAIN, placeOf: (hash) => places[hash] ?? { at: 'unknown' } };

/** What is said of a hub that prints this. */
export function drifted(items: readonly unknown[], hub = HUB): HubDrift {
  const printed = readHub(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'the test');
  return driftOf({ hub, ...printed }, hubs, { history, repository: REPOSITORY, now: NOW });
}

/** A change of one Application of a hub where all else is well. */
export function changed(name: string, change: (application: Reported) => void): HubDrift {
  const items = healthy();
  const one = items.find(({ metadata }) => metadata.name === name);
  if (one === undefined) throw new Error(`The hub of the test has no ${name}.`);
  change(one);
  return drifted(items);
}

/** `kind of application, application`, for comparisons. */
export function told({ findings }: HubDrift): readonly string[] {
  return findings.map(({ kind, applications }) => `${kind} of ${applications.join(', ') || 'the hub'}`);
}

/** All that a finding says. */
export function wordsOf({ summary, details, meaning }: Finding): string {
  return [summary, ...details, meaning].join('\n');
}
