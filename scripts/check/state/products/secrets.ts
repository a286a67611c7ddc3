import type { ClusterState } from '../cluster-state.ts';
import { at, fields, list, listAt, places, text, textAt, textsAt } from '../read.ts';
import { selects } from '../selects.ts';
import { type Made, type Maker, secret } from './made.ts';

/** Kinds that bring a Secret from somewhere else, or that unseal one. */
export const SECRET_MAKERS: Readonly<Record<string, Maker>> = {
  'external-secrets.io/ExternalSecret': ({ name, value }) => ofExternalSecret(name, at(value, 'spec')),
  'external-secrets.io/ClusterExternalSecret': ({ name, value }, state) => {
    const own = textAt(value, 'spec', 'externalSecretName') ?? name;
    const made = ofExternalSecret(own, at(value, 'spec', 'externalSecretSpec'));
    const external: Made = { group: 'external-secrets.io', kind: 'ExternalSecret', name: own };
    return namespacesOf(value, state).flatMap((namespace) =>
      [external, ...made].map((one) => ({ ...one, namespace })),
    );
  },
  'bitnami.com/SealedSecret': ({ name, value }) =>
    // Its controller passes over the name that the template says.
    secret(name, [
      ...Object.keys(fields(at(value, 'spec', 'encryptedData'))),
      ...Object.keys(fields(at(value, 'spec', 'template', 'data'))),
    ]),
  'kubernetes-client.io/ExternalSecret': ({ name }) => secret(name),
  'secrets.hashicorp.com/VaultStaticSecret': ofVault,
  'secrets.hashicorp.com/VaultDynamicSecret': ofVault,
  'secrets.hashicorp.com/VaultPKISecret': ofVault,
  'secrets.hashicorp.com/HCPVaultSecretsApp': ofVault,
  'onepassword.com/OnePasswordItem': ({ name }) => secret(name),
  'secrets.doppler.com/DopplerSecret': ({ value }) => inNamespace(at(value, 'spec', 'managedSecret'), 'name'),
  'secrets.infisical.com/InfisicalSecret': ({ value }) => [
    ...inNamespace(at(value, 'spec', 'managedSecretReference'), 'secretName', 'secretNamespace'),
    ...listAt(value, 'spec', 'managedKubeSecretReferences').flatMap((each) =>
      inNamespace(each, 'secretName', 'secretNamespace'),
    ),
  ],
  'k8s.bitwarden.com/BitwardenSecret': ({ value }) => secret(textAt(value, 'spec', 'secretName')),
  'spv.no/AzureKeyVaultSecret': ({ value }) => secret(textAt(value, 'spec', 'output', 'secret', 'name')),
  'isindir.github.com/SopsSecret': ({ value }) =>
    listAt(value, 'spec', 'secretTemplates').flatMap((each) => secret(textAt(each, 'name'))),
  'secretgen.carvel.dev/SecretTemplate': ({ name }) => secret(name),
  'secretgen.carvel.dev/SecretImport': ({ name }) => secret(name),
  'secretgen.k14s.io/Password': ({ name }) => secret(name),
  'secretgen.k14s.io/Certificate': ({ name }) => secret(name),
  'secretgen.k14s.io/SSHKey': ({ name }) => secret(name),
  'secrets-store.csi.x-k8s.io/SecretProviderClass': ({ value }) =>
    listAt(value, 'spec', 'secretObjects').flatMap((each) =>
      secret(
        textAt(each, 'secretName'),
        listAt(each, 'data').flatMap((item) => textAt(item, 'key') ?? []),
      ),
    ),
  'objectbucket.io/ObjectBucketClaim': ({ name }) => [
    ...secret(name, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']),
    {
      group: '',
      kind: 'ConfigMap',
      name,
      keys: new Set(['BUCKET_HOST', 'BUCKET_NAME', 'BUCKET_PORT', 'BUCKET_REGION', 'BUCKET_SUBREGION']),
    },
  ],
  'batch/Job': ofJob,
  'batch/CronJob': ofJob,
  'trust.cert-manager.io/Bundle': ofBundle,
  'trust.cert-manager.io/ClusterBundle': ofBundle,
};

/** How programs are told the name of the Secret that they write, such as a certificate for a webhook. */
const WRITTEN = [
  /^--?(?:[\w-]*-)?secret(?:-?name)?(?:=|\s+)([a-z0-9][a-z0-9.-]*)$/i,
  /create secret (?:generic|tls|docker-registry) ([a-z0-9][a-z0-9.-]*)/,
];

function ofJob({ value }: { readonly value: unknown }): readonly Made[] {
  const containers = ['', 'jobTemplate.spec.'].flatMap((before) =>
    ['containers', 'initContainers'].flatMap((kind) => [
      ...places(value, `spec.${before}template.spec.${kind}[]`),
    ]),
  );
  return containers.flatMap(({ value: container }) => {
    const words = [...listAt(container, 'command'), ...listAt(container, 'args')].flatMap(
      (word) => text(word) ?? [],
    );
    // An option and its value may be words of their own.
    const read = [...words, ...words.map((word, at) => `${word} ${words[at + 1] ?? ''}`), words.join(' ')];
    return read.flatMap((each) => WRITTEN.flatMap((form) => secret(form.exec(each)?.[1])));
  });
}

const ofBundleKinds = { configMap: 'ConfigMap', secret: 'Secret' } as const;

/** A Bundle is copied to every namespace that its selector names. */
function ofBundle({ name, value }: { readonly name: string; readonly value: unknown }, state: ClusterState) {
  const target = at(value, 'spec', 'target');
  const selector = at(target, 'namespaceSelector');
  const namespaces = [...state.namespaces].filter(([, { labels }]) => selects(selector, labels));
  const formats = ['jks', 'pkcs12'].flatMap((form) => textAt(target, 'additionalFormats', form, 'key') ?? []);
  return Object.entries(ofBundleKinds).flatMap(([field, kind]) => {
    const found = at(target, field);
    if (found === undefined) return [];
    const keys = [
      ...(textAt(found, 'key') === undefined ? [] : [textAt(found, 'key') ?? '']),
      ...listAt(found, 'data').flatMap((item) => textAt(item, 'key') ?? []),
    ];
    return namespaces.map(
      ([namespace]): Made => ({ group: '', kind, name, namespace, keys: new Set([...keys, ...formats]) }),
    );
  });
}

function inNamespace(reference: unknown, nameField: string, namespaceField = 'namespace'): readonly Made[] {
  const namespace = textAt(reference, namespaceField);
  return secret(textAt(reference, nameField)).map((made) => ({
    ...made,
    ...(namespace !== undefined && { namespace }),
  }));
}

function ofVault({ value }: { readonly value: unknown }): readonly Made[] {
  const destination = at(value, 'spec', 'destination');
  return at(destination, 'create') === false ? [] : secret(textAt(destination, 'name'));
}

function ofExternalSecret(name: string, spec: unknown): readonly Made[] {
  const target = at(spec, 'target');
  const policy = textAt(target, 'creationPolicy');
  // With these the Secret has to be there already.
  if (policy === 'Merge' || policy === 'None') return [];
  const made = textAt(target, 'name') ?? name;
  const kind = textAt(target, 'manifest', 'kind');
  if (kind !== undefined && kind !== 'Secret') {
    const version = textAt(target, 'manifest', 'apiVersion') ?? 'v1';
    const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
    return [{ group, kind, name: made, keys: keysOfExternalSecret(spec) }];
  }
  return secret(made).map((one) => ({ ...one, keys: keysOfExternalSecret(spec) }));
}

/** A template says all keys, unless it is merged with what was read; undefined where only the source knows them. */
function keysOfExternalSecret(spec: unknown): ReadonlySet<string> | undefined {
  const template = at(spec, 'target', 'template');
  const templated = Object.keys(fields(at(template, 'data')));
  if (listAt(template, 'templateFrom').length > 0) return undefined;
  if (templated.length > 0 && textAt(template, 'mergePolicy') !== 'Merge') return new Set(templated);
  if (list(at(spec, 'dataFrom')).length > 0) return undefined;
  const read = [...places(spec, 'data[].secretKey')].flatMap(({ value }) => text(value) ?? []);
  return new Set([...templated, ...read]);
}

function namespacesOf(value: unknown, state: ClusterState): readonly string[] {
  const selectors = [
    at(value, 'spec', 'namespaceSelector'),
    ...listAt(value, 'spec', 'namespaceSelectors'),
  ].filter((selector) => selector !== undefined);
  const chosen = [...state.namespaces]
    .filter(([, { labels }]) => selectors.some((selector) => selects(selector, labels)))
    .map(([namespace]) => namespace);
  const listed = listAt(value, 'spec', 'namespaces').flatMap((namespace) => text(namespace) ?? []);
  return [...new Set([...chosen, ...listed])];
}

/** Annotations by which a Secret or ConfigMap is copied into other namespaces. */
export function copiesOf(
  {
    group,
    kind,
    name,
    value,
  }: { readonly group: string; readonly kind: string; readonly name: string; readonly value: unknown },
  state: ClusterState,
): readonly Made[] {
  const annotations = textsAt(value, 'metadata', 'annotations');
  const patterns = [
    annotations['reflector.v1.k8s.emberstack.com/reflection-auto-enabled'] === 'true'
      ? (annotations['reflector.v1.k8s.emberstack.com/reflection-auto-namespaces'] ?? '')
      : undefined,
    annotations['replicator.v1.mittwald.de/replicate-to'],
    annotations['replicator.v1.mittwald.de/replicate-to-matching'] === undefined ? undefined : '',
    annotations['kubed.appscode.com/sync'] === undefined ? undefined : '',
  ].filter((pattern) => pattern !== undefined);
  if (patterns.length === 0) return [];
  return [...state.namespaces.keys()]
    .filter((namespace) => patterns.some((pattern) => isListed(namespace, pattern)))
    .map((namespace) => ({ group, kind, name, namespace }));
}

/** Whether a list of names and regular expressions names a namespace; an empty one names all. */
function isListed(namespace: string, pattern: string): boolean {
  if (pattern === '') return true;
  return pattern.split(',').some((part) => {
    try {
      return new RegExp(`^(?:${part.trim()})$`).test(namespace);
    } catch {
      return part.trim() === namespace;
    }
  });
}
