import { nearestName } from '../../../../../clusters/nearest-name.ts';
import { at, fields, isFields, list, number, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic } from '../topic.ts';
import { projectFaults } from './argo-project.ts';

const OPTIONS: readonly string[] = [
  'Validate',
  'CreateNamespace',
  'PrunePropagationPolicy',
  'PruneLast',
  'Replace',
  'Force',
  'ServerSideApply',
  'ServerSideDiff',
  'ApplyOutOfSyncOnly',
  'FailOnSharedResource',
  'RespectIgnoreDifferences',
  'SkipDryRunOnMissingResource',
  'Prune',
  'Delete',
  'ClientSideApplyMigration',
  'IgnoreExtraneous',
  'SkipHydration',
];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  PrunePropagationPolicy: ['foreground', 'background', 'orphan'],
  Prune: ['true', 'false', 'confirm'],
  Delete: ['true', 'false', 'confirm'],
};

function* optionFaults(options: unknown, path: Path): Generator<Fault> {
  for (const [index, option] of list(options).entries()) {
    if (typeof option !== 'string') continue;
    const [name = '', ...rest] = option.split('=');
    const value = rest.join('=');
    if (!OPTIONS.includes(name)) {
      const meant = nearestName(name, OPTIONS);
      yield fault(
        [...path, index],
        `there is no option ${name}, so Argo CD passes over it`,
        meant ? `write ${meant}=${value || 'true'}` : `write one such as CreateNamespace=true`,
      );
    } else if (!(VALUES[name] ?? ['true', 'false']).includes(value))
      yield fault(
        [...path, index],
        `${option} is no value of the option`,
        `write ${(VALUES[name] ?? ['true', 'false']).map((one) => `${name}=${one}`).join(' or ')}`,
      );
  }
}

function* applicationFaults(spec: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const [source, sources] = [isFields(spec.source), list(spec.sources)];
  if (source && sources.length > 0)
    yield fault(
      [...path, 'sources'],
      'stands beside source, which then counts for nothing',
      'keep one of them',
    );
  if (!source && sources.length === 0 && !isFields(spec.sourceHydrator))
    yield fault([...path, 'source'], 'it has no source', 'write source or sources');
  const every = [
    ...(source ? [[[...path, 'source'], spec.source] as const] : []),
    ...sources.map((one, index) => [[...path, 'sources', index], one] as const),
  ];
  for (const [place, one] of every) {
    if (!isFields(one)) continue;
    if (!text(one.repoURL)) continue;
    if (text(one.path) === undefined && text(one.chart) === undefined && text(one.ref) === undefined)
      yield fault([...place, 'path'], 'it names neither a path nor a chart', 'write path, chart or ref');
    if (text(one.chart) !== undefined && text(one.path) !== undefined)
      yield fault([...place, 'chart'], 'stands beside path', 'keep one of them');
    if (text(one.chart) !== undefined && !text(one.targetRevision))
      yield fault([...place, 'targetRevision'], 'a chart needs its version', 'write targetRevision');
    const kinds = ['helm', 'kustomize', 'directory', 'plugin'].filter((kind) => isFields(one[kind]));
    if (kinds.length > 1) yield fault(place, `it has ${kinds.join(' and ')}`, 'keep one of them');
  }
  const destination = fields(spec.destination);
  if (isFields(spec.destination)) {
    if (text(destination.server) && text(destination.name))
      yield fault([...path, 'destination'], 'it has a server and a name', 'keep one of them');
    if (!text(destination.server) && !text(destination.name))
      yield fault([...path, 'destination'], 'it names no cluster', 'write server or name');
  }
  yield* optionFaults(at(spec, 'syncPolicy', 'syncOptions'), [...path, 'syncPolicy', 'syncOptions']);
  const backoff = fields(at(spec, 'syncPolicy', 'retry', 'backoff'));
  for (const field of ['duration', 'maxDuration']) {
    const own = text(backoff[field]);
    if (own !== undefined && own !== '' && !/^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$|^\d+$/.test(own))
      yield fault(
        [...path, 'syncPolicy', 'retry', 'backoff', field],
        `${JSON.stringify(own)} is no duration`,
        'write one such as 5s or 3m',
      );
  }
  const factor = number(backoff.factor);
  if (factor !== undefined && factor < 1)
    yield fault(
      [...path, 'syncPolicy', 'retry', 'backoff', 'factor'],
      `${factor} makes no pause longer`,
      'write 2',
    );
}

function* judge({ kind, name, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'Application') yield* applicationFaults(spec, ['spec']);
  else if (kind === 'AppProject') yield* projectFaults(spec, name);
  else
    yield* optionFaults(at(spec, 'template', 'spec', 'syncPolicy', 'syncOptions'), [
      'spec',
      'template',
      'spec',
      'syncPolicy',
      'syncOptions',
    ]);
}

export const argoCd: Topic = {
  id: 'refused-application',
  severity: 'error',
  summary:
    'sources, destinations and options of Applications and AppProjects that Argo CD refuses or passes over',
  breaks: 'Argo CD reports an invalid specification and syncs nothing, or syncs without the option.',
  kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet', 'argoproj.io/AppProject'],
  judge,
  failing: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: . }
  destination: { name: in-cluster, server: https://kubernetes.default.svc }
  syncPolicy:
    syncOptions: [CreateNamespaces=true]
`,
  passing: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: . }
  destination: { server: https://kubernetes.default.svc }
  syncPolicy:
    syncOptions: [CreateNamespace=true]
`,
};
