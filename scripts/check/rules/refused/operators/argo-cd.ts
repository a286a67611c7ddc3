import { nearest } from '../../../schema/nearest.ts';
import { at, fields, isFields, list, number, type Path, text } from '../../../state/read.ts';
import { cronMistake, isTimeZone } from '../cron.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic } from '../topic.ts';

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
      const meant = nearest(name, OPTIONS);
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

function* projectFaults(spec: Readonly<Record<string, unknown>>, name: string): Generator<Fault> {
  for (const [index, window] of list(spec.syncWindows).entries()) {
    if (!isFields(window)) continue;
    const path = ['spec', 'syncWindows', index];
    const mistake =
      text(window.schedule) === undefined ? undefined : cronMistake(text(window.schedule) ?? '');
    if (mistake)
      yield fault(
        [...path, 'schedule'],
        `${JSON.stringify(window.schedule)} is no schedule: ${mistake}`,
        'write five fields: minute, hour, day of the month, month, day of the week',
      );
    if (window.kind !== 'allow' && window.kind !== 'deny')
      yield fault([...path, 'kind'], 'a window allows or denies', 'write allow or deny');
    const duration = text(window.duration);
    if (duration !== undefined && !/^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$/.test(duration))
      yield fault(
        [...path, 'duration'],
        `${JSON.stringify(duration)} is no duration`,
        'write one such as 1h',
      );
    if (text(window.timeZone) && !isTimeZone(text(window.timeZone) ?? ''))
      yield fault([...path, 'timeZone'], 'there is no such time zone', 'write one such as Europe/Berlin');
    if (['applications', 'namespaces', 'clusters'].every((field) => list(window[field]).length === 0))
      yield fault(path, 'it is for nothing', 'write applications, namespaces or clusters');
  }
  const roles = new Set<unknown>();
  for (const [index, role] of list(spec.roles).entries()) {
    const own = text(fields(role).name);
    if (roles.has(own))
      yield fault(
        ['spec', 'roles', index, 'name'],
        `two roles are called ${own ?? ''}`,
        'write another name',
      );
    roles.add(own);
    for (const [position, policy] of list(fields(role).policies).entries()) {
      if (typeof policy !== 'string') continue;
      const parts = policy.split(',').map((part) => part.trim());
      const place = ['spec', 'roles', index, 'policies', position];
      if (parts.length !== 6 || parts[0] !== 'p')
        yield fault(
          place,
          `${JSON.stringify(policy)} is no policy`,
          `write p, proj:${name}:ROLE, applications, ACTION, ${name}/*, allow`,
        );
      else if (parts[1] !== `proj:${name}:${own ?? ''}`)
        yield fault(place, `the policy is for ${parts[1] ?? ''}`, `write proj:${name}:${own ?? ''}`);
      else if (parts[5] !== 'allow' && parts[5] !== 'deny')
        yield fault(place, 'a policy allows or denies', 'write allow or deny at the end');
    }
  }
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
