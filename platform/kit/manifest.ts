import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeclaredObject, type Json, type Kind, type Named, subjectOf } from './declared-object.ts';
import { Metadata } from './object-metadata.ts';

export type { Json, Kind } from './declared-object.ts';

/**
 * An ApiObject whose manifest follows from its declaration alone. The generated classes make it at synthesis,
 * after walks over the tree that cost most of the time of a render and drop unknown fields in silence. What cdk8s lets
 * others add later (patches, metadata, the labels and the namespace of the chart) is put on top, where there is any.
 */
class Manifest extends ApiObject {
  declare readonly metadata: Metadata;
  readonly #declared: DeclaredObject;
  readonly #patches: JsonPatch[] = [];

  constructor(scope: Construct, id: string, declared: DeclaredObject) {
    const { apiVersion, kind, metadata } = declared.head;
    super(scope, id, { apiVersion, kind, metadata });
    this.#declared = declared;
    Metadata.watch(this.metadata);
    const { labels, namespace } = this.chart;
    if (namespace !== undefined || Object.keys(labels).length > 0) this.metadata.isChanged = true;
  }

  /** What was declared, of an object to which nothing was added. */
  static declared(object: ApiObject): DeclaredObject | undefined {
    if (!(#declared in object) || object.metadata.isChanged === true || object.#patches.length > 0)
      return undefined;
    return object.#declared;
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.#patches.push(...patches);
  }

  override toJson(): Json {
    const declared = this.#declared.json;
    const json =
      this.metadata.isChanged === true ? { ...declared, metadata: this.metadata.toJson() } : declared;
    if (this.#patches.length === 0) return json;
    try {
      // Patches change what they are given, and constants are shared between objects.
      return JsonPatch.apply(structuredClone(json), ...this.#patches);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new Error(`${subjectOf(this.#declared.head)}: a patch does not fit it: ${reason}`);
    }
  }
}

/** An object as it was declared; undefined where it was not by {@link add}, or something was added to it. */
export function declaredObject(object: ApiObject): DeclaredObject | undefined {
  return Manifest.declared(object);
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
  const { name, namespace = '' } = properties.metadata;
  const id = `${apiVersion}.${kindName}.${namespace}.${name}`.replace('/', '.');
  const declared = new DeclaredObject(kind, properties);
  try {
    new Manifest(scope, id, declared);
  } catch (error) {
    if (scope.node.tryFindChild(id) === undefined) throw error;
    throw new Error(
      `${subjectOf(declared.head)} is declared twice in the unit ${scope.node.path}. Give one of them another name.`,
    );
  }
}
