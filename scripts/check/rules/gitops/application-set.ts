import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, fields, fieldsAt, isFields, list, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { textPlaces } from '../../state/texts.ts';

const sample = (key: string, options: string) => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  goTemplate: true
  goTemplateOptions: [${options}]
  syncPolicy: { preserveResourcesOnDeletion: true }
  generators: [{ list: { elements: [{ cluster: staging }, { cluster: production }] } }]
  template:
    metadata: { name: "shop-{{.cluster}}" }
    spec:
      project: shop
      source: { repoURL: "https://git.example.com/shop.git", path: "dist/{{.${key}}}", targetRevision: main }
      destination: { name: "{{.cluster}}", namespace: shop }
`;

export const applicationSet: ClusterRule = {
  id: 'application-set-template',
  severity: 'error',
  summary:
    'An ApplicationSet with a key that no generator gives, names that are the same, or nothing that keeps what it made',
  breaks:
    'The text of a key that is missing stays as it is, or is empty; one line taken from a list deletes an Application with all that it deployed.',
  pitfalls: ['X-83', 'X-84'],
  failing: sample('clustr', 'missingkey=error'),
  passing: sample('cluster', 'missingkey=error'),
  *judge(state) {
    for (const resource of state.of('argoproj.io/ApplicationSet')) {
      yield* ofKeys(resource);
      yield* ofSafety(state, resource);
    }
  },
};

/** What generators give by themselves. */
const OF_GENERATORS: Readonly<Record<string, readonly string[]>> = {
  list: [],
  clusters: ['name', 'nameNormalized', 'server', 'project', 'metadata', 'values'],
  git: ['path', 'values'],
};

/** The keys that each generator gives; undefined where a generator gives what stands in no object. */
function keysOf(generators: readonly unknown[]): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const generator of generators) {
    if (Array.isArray(at(generator, 'git', 'files')) || at(generator, 'list', 'elementsYaml') !== undefined)
      return undefined;
    for (const kind of Object.keys(fields(generator))) {
      if (kind === 'selector') continue;
      if (kind === 'matrix' || kind === 'merge') {
        const inner = keysOf(listAt(generator, kind, 'generators'));
        if (inner === undefined) return undefined;
        for (const key of inner) found.add(key);
        continue;
      }
      const given = Object.hasOwn(OF_GENERATORS, kind) ? OF_GENERATORS[kind] : undefined;
      if (given === undefined) return undefined;
      for (const key of given) found.add(key);
      for (const element of listAt(generator, kind, 'elements'))
        for (const key of Object.keys(fields(element))) found.add(key);
      if (isFields(at(generator, kind, 'values'))) found.add('values');
    }
  }
  return found;
}

function* ofKeys(resource: Resource): Generator<Said> {
  const spec = fields(resource.value.spec);
  const generators = list(spec.generators);
  if (generators.length === 0) {
    yield {
      resource,
      path: ['spec', 'generators'],
      message: 'It has no generator, and makes no Application.',
      fix: 'Write a generator, such as clusters or list.',
    };
    return;
  }
  const keys = keysOf(generators);
  const isGo = spec.goTemplate === true;
  let hasHoles = false;
  for (const { path: within, text } of textPlaces(spec.template)) {
    const path = ['spec', 'template', ...within];
    for (const [all, inside = ''] of text.matchAll(/\{\{-?\s*([^}]*?)\s*-?\}\}/g)) {
      hasHoles = true;
      const [, dot = '', key = ''] = /^(\.?)([\w-]+)(?:[.[][\w.[\]"-]*)?$/.exec(inside) ?? [];
      if (key === '') continue;
      if (!isGo && dot === '.') {
        yield {
          resource,
          path,
          message: `${all} is a template of Go, and without goTemplate: true it stays as it is.`,
          fix: 'Write goTemplate: true, or leave the dot out.',
        };
      } else if (isGo && dot === '') {
        yield {
          resource,
          path,
          message: `${all} calls a function ${key}, which templates of Go do not have: the Application is not made.`,
          fix: `Write {{.${key}}}.`,
        };
      } else if (keys !== undefined && !keys.has(key)) {
        yield {
          resource,
          path,
          message: `No generator gives ${key}: ${isGo ? 'the Application is not made, or has a hole there' : `the text ${all} stays as it is`}.`,
          fix: `Write a key that the generators give: ${[...keys].join(', ') || 'there is none'}${didYouMean(key, [...keys])}.`,
        };
      }
    }
  }
  const name = textAt(spec, 'template', 'metadata', 'name') ?? '';
  const elements = generators.flatMap((generator) => listAt(generator, 'list', 'elements'));
  if (!name.includes('{{') && (elements.length > 1 || (elements.length === 0 && hasHoles))) {
    yield {
      resource,
      path: ['spec', 'template', 'metadata', 'name'],
      message: `Every Application that it makes is called ${name}: only one is made.`,
      fix: 'Put a key of the generator into the name.',
    };
  }
}

function* ofSafety(state: ClusterState, resource: Resource): Generator<Said> {
  const spec = fields(resource.value.spec);
  const policy = fieldsAt(spec, 'syncPolicy');
  const prunes = at(spec, 'template', 'spec', 'syncPolicy', 'automated') !== undefined;
  const keeps =
    policy.preserveResourcesOnDeletion === true ||
    ['create-only', 'create-update'].includes(textAt(policy, 'applicationsSync') ?? '');
  if (!keeps && prunes && state.of('argoproj.io/ApplicationSet').length > 0) {
    yield {
      resource,
      path: ['spec', 'syncPolicy'],
      severity: 'warning',
      message:
        'An Application whose element is taken out of the generators is deleted with all that it has deployed.',
      fix: 'Write syncPolicy: { preserveResourcesOnDeletion: true }, or applicationsSync: create-update.',
    };
  }
  const options = listAt(spec, 'goTemplateOptions');
  if (spec.goTemplate === true && !options.includes('missingkey=error')) {
    yield {
      resource,
      path: ['spec', 'goTemplateOptions'],
      severity: 'warning',
      message: 'A key that is missing becomes <no value> in the Application, and no error.',
      fix: 'Write goTemplateOptions: [missingkey=error].',
    };
  }
}
