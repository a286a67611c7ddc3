import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import { type Application, titleOfApplication } from './applications.ts';
import { type Folders, foldersIn, type Held } from './folders.ts';
import { application, SOURCE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

const sample = (group: string, kind: string, pointer: string) =>
  application(
    'shop',
    `${SOURCE}
  ignoreDifferences: [{ group: ${group}, kind: ${kind}, jsonPointers: [${pointer}] }]
  syncPolicy: { automated: { selfHeal: true }, syncOptions: [RespectIgnoreDifferences=true] }`,
  );

/** The group of kinds of which many write another one. */
const GROUPS: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  HorizontalPodAutoscaler: 'autoscaling',
  Ingress: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  PodDisruptionBudget: 'policy',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io',
  CustomResourceDefinition: 'apiextensions.k8s.io',
  APIService: 'apiregistration.k8s.io',
  Secret: '',
  ConfigMap: '',
  Service: '',
  Namespace: '',
};

/** Bounds that people set, and no controller. */
const OF_PEOPLE: Readonly<Record<string, RegExp>> = {
  HorizontalPodAutoscaler: /^\/spec\/(?:minReplicas|maxReplicas|scaleTargetRef)/,
  ScaledObject: /^\/spec\/(?:minReplicaCount|maxReplicaCount|triggers)/,
  PodDisruptionBudget: /^\/spec\/(?:minAvailable|maxUnavailable)/,
  NetworkPolicy: /^\/spec/,
  AuthorizationPolicy: /^\/spec/,
};

export const ignoredDifference: FleetRule = {
  id: 'ignored-difference-misses',
  severity: 'warning',
  summary: 'An entry of ignoreDifferences that fits no object, is no pointer, or hides what people set',
  breaks:
    'The field that a controller writes is still drift, and Argo CD puts it back for ever; or a change in Git is never seen.',
  pitfalls: ['X-42', 'X-43'],
  failing: sample('autoscaling', 'HorizontalPodAutoscaler', '/spec/minReplicas'),
  passing: sample('apps', 'Deployment', '/spec/replicas'),
  *judgeFleet(states) {
    const folders = foldersIn(states);
    for (const app of folders.applications) {
      for (const [index, entry] of listAt(app.spec, 'ignoreDifferences').entries()) {
        yield* ofEntry(folders, app, index, entry);
      }
    }
  },
};

function* ofEntry(folders: Folders, app: Application, index: number, entry: unknown): Generator<Found> {
  const { state, resource, specPath } = app;
  const path = [...specPath, 'ignoreDifferences', index];
  const kind = textAt(entry, 'kind') ?? '';
  const group = textAt(entry, 'group') ?? '';
  const right = Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : undefined;
  if (right !== undefined && group !== right && !group.includes('*')) {
    yield {
      state,
      resource,
      path: [...path, 'group'],
      message: `${kind} is of the group ${right === '' ? '"" (core)' : right} and not of ${group === '' ? '""' : group}: the entry fits nothing.`,
      fix: `Write group: ${right === '' ? '""' : right}${group.includes('/') ? ', without a version' : ''}.`,
    };
    return;
  }
  const pointers = listAt(entry, 'jsonPointers');
  const expressions = listAt(entry, 'jqPathExpressions');
  if (pointers.length + expressions.length + listAt(entry, 'managedFieldsManagers').length === 0) {
    yield {
      state,
      resource,
      path,
      message: 'The entry names no field: it ignores nothing.',
      fix: 'Write jsonPointers, jqPathExpressions or managedFieldsManagers.',
    };
  }
  for (const [at, pointer] of pointers.entries()) {
    const wrong = typeof pointer === 'string' ? wrongPointer(kind, pointer) : undefined;
    if (wrong !== undefined) yield { state, resource, path: [...path, 'jsonPointers', at], ...wrong };
  }
  for (const [at, expression] of expressions.entries()) {
    if (typeof expression !== 'string' || isBalanced(expression)) continue;
    yield {
      state,
      resource,
      path: [...path, 'jqPathExpressions', at],
      message: `${expression} is no path of jq: a bracket or a quote has no pair, or it does not begin with a dot.`,
      fix: 'Write a path such as .spec.template.spec.containers[] | select(.name == "web") | .image.',
    };
  }
  yield* ofTarget(folders, app, path, entry);
}

function wrongPointer(kind: string, pointer: string): Pick<Said, 'message' | 'fix'> | undefined {
  if (!pointer.startsWith('/')) {
    return {
      message: `${pointer} is no JSON pointer: it does not begin with /.`,
      fix: `Write /${pointer.replace(/^\$?\.?/, '').replaceAll('.', '/')}.`,
    };
  }
  const [, key] = /\/(?:annotations|labels)\/(.*)$/.exec(pointer) ?? [];
  if (key?.includes('/') === true) {
    return {
      message: `${pointer} looks for a field ${key.slice(key.indexOf('/') + 1)} within ${key.slice(0, key.indexOf('/'))}: a / in a key has to be written ~1.`,
      fix: `Write ${pointer.slice(0, pointer.length - key.length)}${key.replaceAll('/', '~1')}.`,
    };
  }
  if (/\[|\*/.test(pointer)) {
    return {
      message: `${pointer} has a bracket or a star, which a JSON pointer does not know: it fits nothing.`,
      fix: 'Write the number of the item, or jqPathExpressions.',
    };
  }
  const own = Object.hasOwn(OF_PEOPLE, kind) ? OF_PEOPLE[kind] : undefined;
  if (own?.test(pointer) === true) {
    return {
      message: `${pointer} of ${kind} is set by people and by no controller: a change in Git is then never applied, and shows as Synced.`,
      fix: 'Take the entry away. What an autoscaler writes is /spec/replicas of the workload (group apps).',
    };
  }
  return undefined;
}

function isBalanced(expression: string): boolean {
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const count = (letter: string) => bare.split(letter).length;
  return (
    count('[') === count(']') &&
    count('(') === count(')') &&
    (count('"') - 1) % 2 === 0 &&
    /^\s*[.(]|^\s*(?:path|select|del|to_entries|paths)\b/.test(bare)
  );
}

function* ofTarget(folders: Folders, app: Application, path: Said['path'], entry: unknown): Generator<Found> {
  const name = textAt(entry, 'name');
  const kind = textAt(entry, 'kind') ?? '';
  const held = app.sources.map((source) => folders.objectsOf(source));
  const isWhole = app.sources.every(
    ({ chart, value }, index) =>
      chart === undefined && (held[index] !== undefined || value.ref !== undefined),
  );
  const objects = held.flatMap((one): readonly Held[] => one ?? []);
  if (!isWhole || objects.length === 0 || kind === '' || kind.includes('*')) return;
  if (objects.some(({ resource }) => resource.group === 'kustomize.config.k8s.io')) return;
  const ofKind = objects.filter(({ resource }) => resource.kind === kind);
  const fitting = ofKind.filter(({ resource }) => name === undefined || resource.name === name);
  if (fitting.length > 0 || (name === undefined && at(entry, 'namespace') === undefined)) return;
  const names = ofKind.map(({ resource }) => resource.name);
  yield {
    state: app.state,
    resource: app.resource,
    path,
    message: `${titleOfApplication(app)} deploys no ${kind} ${name ?? ''}: the entry fits nothing.`,
    fix: `Name an object that it deploys${didYouMean(name ?? '', names)}.`,
  };
}
