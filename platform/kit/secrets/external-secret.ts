import {
  ExternalSecretSpecTargetCreationPolicy as CreationPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion as EngineVersion,
  ExternalSecret,
  ExternalSecretSpecSecretStoreRefKind as StoreKind,
} from '@cdk8s/external-secrets';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../manifest.ts';
import type { SecretProperty, SecretReference, SecretTemplate } from './secret-reference.ts';

/** The namespaced store of every product. */
export const SECRET_STORE = 'aws-secrets-manager';

/** More often than any secret is rotated (S4-200). */
export const REFRESH_INTERVAL = '1h';

/** The Secret that is made, and the store of its namespace that the values come from. */
export interface SecretTarget {
  /** Whose it is, for messages: a workload or a component. */
  readonly owner: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly store: string;
  readonly annotations?: Record<string, string>;
  /** Labels of the Secret itself, where somebody looks for it by them. */
  readonly secretLabels?: Readonly<Record<string, string>>;
}

/**
 * An ExternalSecret and with it a Secret that has exactly these keys.
 *
 * @throws as `addExternalSecret` does
 */
export function addSecret(
  scope: Construct,
  cluster: Cluster,
  { owner, name, namespace, labels, store, annotations, secretLabels }: SecretTarget,
  secrets: Readonly<Record<string, SecretReference>>,
): void {
  const fetched = fetchedValues(owner, secrets);
  add(scope, ExternalSecret, {
    metadata: { name, namespace, labels: { ...labels }, ...(annotations && { annotations }) },
    spec: {
      refreshInterval: REFRESH_INTERVAL,
      secretStoreRef: { kind: StoreKind.SECRET_STORE, name: store },
      target: {
        name,
        creationPolicy: CreationPolicy.OWNER,
        template: {
          type: 'Opaque',
          engineVersion: EngineVersion.V2,
          ...(secretLabels && { metadata: { labels: { ...secretLabels } } }),
          data: Object.fromEntries(
            Object.entries(secrets).map(([variable, reference]) => [
              variable,
              templateOf(variable, reference),
            ]),
          ),
        },
      },
      data: [...fetched].map(([secretKey, { secret, property }]) => ({
        secretKey,
        remoteRef: {
          key: `${cluster.terraform.secretPathPrefix}/${secret}`,
          ...(property !== undefined && { property }),
        },
      })),
    },
  });
}

type Fetched = Omit<SecretProperty, 'property'> & Partial<SecretProperty>;

function fetchedValues(
  owner: string,
  secrets: Readonly<Record<string, SecretReference>>,
): ReadonlyMap<string, Fetched> {
  const values = new Map<string, Fetched>();
  for (const [variable, reference] of Object.entries(secrets)) {
    if (isTemplate(reference)) assertNamesAreFetched(owner, variable, reference);
    for (const [name, value] of Object.entries(sourcesOf(variable, reference))) {
      const other = values.get(name);
      if (other !== undefined && (other.secret !== value.secret || other.property !== value.property)) {
        throw new Error(
          `${owner}: ${name} means two different properties in its secrets. Rename it in one template.`,
        );
      }
      values.set(name, value);
    }
  }
  return values;
}

function sourcesOf(variable: string, reference: SecretReference): Readonly<Record<string, Fetched>> {
  if (typeof reference === 'string') return { [variable]: { secret: reference } };
  return isTemplate(reference) ? reference.from : { [variable]: reference };
}

/** A name that is not fetched would leave the whole Secret unmade, and its pods waiting. */
function assertNamesAreFetched(owner: string, variable: string, { template, from }: SecretTemplate): void {
  for (const [, name = ''] of template.matchAll(/\{\{-?\s*\.(\w+)/g)) {
    if (Object.hasOwn(from, name)) continue;
    throw new Error(
      `${owner}: the template of ${variable} uses .${name}, which its from does not name. Add it there.`,
    );
  }
}

function templateOf(variable: string, reference: SecretReference): string {
  return isTemplate(reference) ? reference.template : fetchedValue(variable);
}

/**
 * The template language reads `.authorities.pem` as the field pem of authorities, and the whole Secret stays unmade:
 * a name that is not an identifier, such as that of a file, is looked up instead.
 */
function fetchedValue(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `{{ .${name} }}` : `{{ index . "${name}" }}`;
}

function isTemplate(reference: SecretReference): reference is SecretTemplate {
  return typeof reference === 'object' && 'template' in reference;
}
