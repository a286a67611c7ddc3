import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { type DeclaredObject, type Json, subjectOf } from './declared-object.ts';
import { Metadata } from './object-metadata.ts';

/**
 * An ApiObject whose manifest follows from its declaration alone. The generated classes make it at synthesis,
 * after walks over the tree that cost most of the time of a render and drop unknown fields in silence. What cdk8s lets
 * others add later (patches, metadata, the labels and the namespace of the chart) is put on top, where there is any.
 */
export class Manifest extends ApiObject {
  declare readonly metadata: Metadata;
  readonly #declared: DeclaredObject;
  readonly #patches: JsonPatch[] = [];

  constructor(scope: Construct, declared: DeclaredObject) {
    const { apiVersion, kind, metadata } = declared.head;
    super(scope, declared.id, { apiVersion, kind, metadata });
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
