import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fieldsAt, list, places, text, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { textPlaces } from '../../state/texts.ts';
import { deployment } from '../sample-workloads.ts';
import { isPlaceholder, isSecretName, passwordInUrl, secretIn } from './secret-forms.ts';
import { worthReading } from './texts.ts';

const variable = (source: string) =>
  deployment('web', { container: `env: [{ name: DATABASE_PASSWORD, ${source} }]` });

/** What is in Git is known to all who read it, for ever. */
export const secretsInTheClear: ClusterRule = {
  id: 'secret-in-the-clear',
  severity: 'error',
  summary: 'A key, token or password that stands in the manifests themselves',
  breaks:
    'Whoever reads the repository, its history or the object has it. It is not rotated, and taking it out of the file does not take it out of the history.',
  pitfalls: ['X-107', 'X-102'],
  failing: variable('value: h8Fz3kQ9sLw2'),
  passing: variable('valueFrom: { secretKeyRef: { name: database, key: password } }'),
  *judge(state) {
    const said = new Set<string>();
    // A tutorial without any Secret shows how things run; its passwords open nothing.
    const usual = usesSecrets(state) ? undefined : 'info';
    for (const resource of worthReading(state).secrets) {
      if (resource.isExtract || resource.kind === 'SealedSecret') continue;
      for (const each of judge(resource)) {
        said.add(`${resource.found.file}\n${each.path.join('\n')}`);
        yield each.message.includes('URL') && usual !== undefined ? { ...each, severity: usual } : each;
      }
    }
    for (const each of judgeVariables(state, said)) yield { ...each, severity: usual ?? 'warning' };
  },
};

/** What has the form of a secret, wherever it stands. */
function* judge(resource: Resource): Iterable<Said> {
  const isSecret = resource.kind === 'Secret' && resource.group === '';
  for (const { path, text: written } of textPlaces(resource.value)) {
    const value = isSecret && path[0] === 'data' ? decoded(written) : written;
    const form = secretIn(value);
    if (form !== undefined) {
      yield {
        resource,
        path,
        severity: isDrawn(resource) ? 'info' : 'error',
        message: `It holds ${form.name} in the clear.`,
        fix: 'Revoke it, and let an ExternalSecret or the like bring the next one.',
      };
      continue;
    }
    if (value.includes('://') && passwordInUrl(value) !== undefined) {
      yield {
        resource,
        path,
        severity: 'warning',
        message: 'It holds a URL with a password in the clear.',
        fix: 'Build the URL in the template of an ExternalSecret, and read it with secretKeyRef.',
      };
    }
  }
}

/** Values whose name says that they are secret: what opens nothing but a demonstration has such names too. */
function* judgeVariables(state: ClusterState, said: ReadonlySet<string>): Iterable<Said> {
  const isNew = ({ found }: Resource, path: readonly (string | number)[]) =>
    !said.has(`${found.file}\n${path.join('\n')}`);
  for (const { resource, containers, isMade } of state.workloads) {
    if (isMade || resource.isExtract) continue;
    for (const { value, path, name } of containers) {
      for (const [index, each] of list(value.env).entries()) {
        const [variable, literal] = [textAt(each, 'name') ?? '', textAt(each, 'value')];
        const place = [...path, 'env', index, 'value'];
        if (
          literal === undefined ||
          !isSecretName(variable) ||
          isPlaceholder(literal) ||
          !isNew(resource, place)
        )
          continue;
        yield {
          resource,
          path: place,
          message: `The variable ${variable} of ${name} has its value in the clear.`,
          fix: 'Read it with valueFrom.secretKeyRef from a Secret that an ExternalSecret makes.',
        };
      }
      for (const kind of ['command', 'args']) {
        for (const [index, part] of list(value[kind]).entries()) {
          const [, option = '', literal] = /^--?([a-z][a-z0-9-_.]*)=(.+)$/is.exec(text(part) ?? '') ?? [];
          const place = [...path, kind, index];
          if (
            literal === undefined ||
            !isSecretName(option) ||
            isPlaceholder(literal) ||
            !isNew(resource, place)
          )
            continue;
          yield {
            resource,
            path: place,
            message: `The option ${option} of ${name} has its value in the clear.`,
            fix: `Write --${option}=$(VARIABLE), and read the variable with secretKeyRef.`,
          };
        }
      }
    }
  }
  for (const resource of state.of('/ConfigMap')) {
    if (resource.isExtract) continue;
    for (const [key, value] of Object.entries(fieldsAt(resource.value, 'data'))) {
      const place = ['data', key];
      if (typeof value !== 'string' || !isSecretName(key) || isPlaceholder(value) || value.includes('\n'))
        continue;
      if (!isNew(resource, place)) continue;
      yield {
        resource,
        path: place,
        message: `${key} stands in a ConfigMap, which everybody may read who may read anything.`,
        fix: 'Put it into a Secret that an ExternalSecret makes.',
      };
    }
  }
}

/** Whether anything of the tree is kept in a Secret, so that the rest could be. */
function usesSecrets(state: ClusterState): boolean {
  const kinds = ['/Secret', 'external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret'];
  return (
    state.of(...kinds).length > 0 ||
    state.workloads.some(({ containers }) =>
      containers.some(({ value }) => {
        const references = [
          ...places(value, 'env[].valueFrom.secretKeyRef'),
          ...places(value, 'envFrom[].secretRef'),
        ];
        return references.length > 0;
      }),
    )
  );
}

/** Charts draw certificates of their own with each rendering, for themselves alone. */
function isDrawn({ kind, labels }: Resource): boolean {
  return kind === 'Secret' && (labels['helm.sh/chart'] ?? labels.heritage ?? labels.chart) !== undefined;
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
