import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, type OwnerReference } from 'cdk8s';
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

/** Kinds whose deletion loses data or much more than themselves: Argo CD prunes them only after a person confirms it. */
const CONFIRM_PRUNE: ReadonlySet<string> = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'PersistentVolumeClaim',
  'StatefulSet',
  // A definition goes with it, and all constraints of its kind.
  'ConstraintTemplate',
  // Every node that was made by it, and all pods there at once.
  'EC2NodeClass',
  'NodePool',
]);

/** The same for single objects: with the certificate of an authority goes the trust in all that it has signed. */
function isPrecious(kind: string, { spec }: Json): boolean {
  return CONFIRM_PRUNE.has(kind) || (kind === 'Certificate' && isJson(spec) && spec.isCA === true);
}

/** Metadata that knows whether anything was added after the declaration. */
class Metadata extends ApiObjectMetadataDefinition {
  isChanged = false;

  override addLabel(key: string, value: string): void {
    this.isChanged = true;
    super.addLabel(key, value);
  }

  override addAnnotation(key: string, value: string): void {
    this.isChanged = true;
    super.addAnnotation(key, value);
  }

  override addFinalizers(...finalizers: string[]): void {
    this.isChanged = true;
    super.addFinalizers(...finalizers);
  }

  override addOwnerReference(owner: OwnerReference): void {
    this.isChanged = true;
    super.addOwnerReference(owner);
  }

  override add(key: string, value: unknown): void {
    this.isChanged = true;
    super.add(key, value);
  }
}

/**
 * An ApiObject whose manifest is made when it is declared. The generated classes make it at synthesis instead,
 * after walks over the tree that cost most of the time of a render and drop unknown fields in silence. What cdk8s lets
 * others add later (patches, metadata, the labels and the namespace of the chart) is put on top, where there is any.
 */
class Manifest extends ApiObject {
  override readonly metadata: Metadata;
  readonly #subject: string;
  readonly #json: Json;
  readonly #patches: JsonPatch[] = [];

  constructor(scope: Construct, id: string, subject: string, json: Declared) {
    const { apiVersion, kind, metadata } = json;
    super(scope, id, { apiVersion, kind, metadata: { name: metadata.name } });
    this.#subject = subject;
    this.#json = json;
    const { labels, namespace } = this.chart;
    this.metadata = new Metadata({
      ...metadata,
      ...(metadata.namespace === undefined && namespace !== undefined && { namespace }),
      labels: { ...labels, ...metadata.labels },
      apiObject: this,
    });
    this.metadata.isChanged = namespace !== undefined || Object.keys(labels).length > 0;
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.#patches.push(...patches);
  }

  override toJson(): Json {
    const json = this.metadata.isChanged ? { ...this.#json, metadata: this.metadata.toJson() } : this.#json;
    if (this.#patches.length === 0) return json;
    try {
      // Patches change what they are given, and constants are shared between objects.
      return JsonPatch.apply(structuredClone(json), ...this.#patches);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new Error(`${this.#subject}: a patch does not fit it: ${reason}`);
    }
  }
}

/** A manifest of which no more is known than every object has. */
interface Declared extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Named['metadata'] & { readonly labels?: Readonly<Record<string, string>> };
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
  if (!isJson(manifest) || !isJson(manifest.metadata)) {
    throw new Error(`${subject}: ${kindName}.manifest() did not return an object with metadata.`);
  }
  assertTimes(subject, manifest.spec);
  const metadata = isPrecious(kindName, manifest)
    ? withPruneConfirmation(manifest.metadata)
    : manifest.metadata;
  const json = { ...manifest, apiVersion, kind: kindName, metadata: { ...metadata, name } };
  new Manifest(scope, id, subject, json);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withPruneConfirmation(metadata: Json): Json {
  const annotations = isJson(metadata.annotations) ? metadata.annotations : {};
  return {
    ...metadata,
    annotations: {
      ...annotations,
      [SYNC_OPTIONS]: [annotations[SYNC_OPTIONS], 'Prune=confirm'].filter(Boolean).join(','),
    },
  };
}
