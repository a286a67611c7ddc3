import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { assertTimes } from './cron.ts';
import { assertNothingDropped } from './dropped-fields.ts';

/** A JSON object as it stands in a manifest. */
export type Json = { readonly [key: string]: unknown };

/** The static side of a generated class, core API or custom resource: what turns typed properties into a manifest. */
export interface Kind<Properties> {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
  manifest(properties: Properties): unknown;
}

/** Every object carries its name: generated names would change with the place of the construct. */
interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Kinds whose deletion loses data or much more than themselves: Argo CD prunes them only after a person's word. */
const CONFIRM_PRUNE: ReadonlySet<string> = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'PersistentVolumeClaim',
  'StatefulSet',
]);

/**
 * An ApiObject whose manifest is made when it is declared. The generated classes make it at synthesis instead,
 * after walks over the tree that cost most of the time of a render and drop unknown fields in silence.
 */
class Manifest extends ApiObject {
  readonly #json: Json;

  constructor(scope: Construct, id: string, json: Json & { apiVersion: string; kind: string }) {
    super(scope, id, json);
    this.#json = json;
  }

  override toJson(): Json {
    return this.#json;
  }
}

/**
 * Adds one typed object to a chart. Its construct id is its identity in the cluster, so two objects of one name
 * in one unit are refused where the second is declared.
 *
 * @param kind a generated class, such as `k8s.KubeDeployment` or `VirtualService`
 * @param properties what its constructor takes; `metadata.name` is required
 * @throws when a field would not reach the manifest, or the unit has an object of that kind and name already
 */
export function add<Properties>(
  scope: Construct,
  kind: Kind<Properties>,
  properties: NoInfer<Properties> & Named,
): void {
  const { apiVersion, kind: kindName } = kind.GVK;
  const { name, namespace } = properties.metadata;
  const subject = `${kindName} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const id = `${apiVersion}.${kindName}.${namespace ?? ''}.${name}`.replace('/', '.');
  if (scope.node.tryFindChild(id) !== undefined) {
    throw new Error(
      `${subject} is declared twice in the unit ${scope.node.path}. Give one of them another name.`,
    );
  }
  const manifest = kind.manifest(properties);
  assertNothingDropped(subject, properties, manifest);
  if (!isJson(manifest)) throw new Error(`${subject}: ${kindName}.manifest() did not return an object.`);
  assertTimes(subject, manifest.spec);
  const metadata = CONFIRM_PRUNE.has(kindName) ? withPruneConfirmation(manifest) : manifest;
  new Manifest(scope, id, { ...metadata, apiVersion, kind: kindName });
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withPruneConfirmation(manifest: Json): Json {
  const metadata = isJson(manifest.metadata) ? manifest.metadata : {};
  const annotations = isJson(metadata.annotations) ? metadata.annotations : {};
  return {
    ...manifest,
    metadata: {
      ...metadata,
      annotations: {
        ...annotations,
        [SYNC_OPTIONS]: [annotations[SYNC_OPTIONS], 'Prune=confirm'].filter(Boolean).join(','),
      },
    },
  };
}
