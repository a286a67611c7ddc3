import { assertTimes, hasTimes } from './cron.ts';
import { assertNothingDropped } from './dropped-fields.ts';
import { type Formed, ObjectForms, withTexts } from './object-form.ts';

/** A JSON object as it stands in a manifest. */
export type Json = { readonly [key: string]: unknown };

/** The static side of a generated class, core API or custom resource: what turns typed properties into a manifest. */
export interface Kind<Properties> {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
  manifest(properties: Properties): unknown;
}

/** Every object carries its name: generated names would change with the place of the construct. */
export interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What is known of an object before its manifest is made. */
interface Head extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Named['metadata'] & { readonly labels?: Readonly<Record<string, string>> };
}

/** What all objects of a kind have in common. */
interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** What the ids of its constructs begin with. */
  readonly prefix: string;
  readonly forms: ObjectForms;
}

const kinds = new WeakMap<object, KnownKind>();

function knownKind(kind: Kind<unknown>): KnownKind {
  let known = kinds.get(kind);
  if (known === undefined) {
    const { apiVersion, kind: name } = kind.GVK;
    const prefix = `${apiVersion.replace('/', '.')}.${name}.`;
    known = { apiVersion, kind: name, prefix, forms: new ObjectForms() };
    kinds.set(kind, known);
  }
  return known;
}

/**
 * An object as it was declared. Its manifest is made and checked at once, unless an earlier object had the same form: then the
 * same fields reach it, and it is made where somebody asks for it. One with times in it is always checked.
 */
export class DeclaredObject {
  readonly head: Head;
  /** What it is called among the objects of its unit. */
  readonly id: string;
  /** Undefined where the form is not known. */
  readonly formed: Formed | undefined;
  readonly #kind: Kind<unknown>;
  readonly #properties: Named;
  #json: Head | undefined;

  /** @throws when a field would not reach the manifest, or a time is none */
  constructor(kind: Kind<unknown>, properties: Named) {
    this.#kind = kind;
    this.#properties = properties;
    const { apiVersion, kind: kindName, prefix, forms } = knownKind(kind);
    const { metadata } = properties;
    const { name, namespace = '' } = metadata;
    this.id = `${prefix}${namespace}.${name}`;
    this.formed = forms.of(properties, () => !isPrecious(kindName, this.json) && !hasTimes(this.json.spec));
    this.head = this.#json ?? { apiVersion, kind: kindName, metadata };
  }

  get json(): Head {
    this.#json ??= manifestOf(this.#kind, this.#properties);
    return this.#json;
  }

  /** The manifest with other texts in the places of those of its form. */
  jsonWith(texts: Iterable<string>): Json {
    return converted(this.#kind, withTexts(this.#properties, texts));
  }
}

/** @throws when a field would not reach the manifest */
function manifestOf(kind: Kind<unknown>, properties: Named): Head {
  const { name } = properties.metadata;
  const manifest = converted(kind, properties);
  const subject = subjectOf({ ...kind.GVK, metadata: properties.metadata });
  assertTimes(subject, manifest.spec);
  assertNothingDropped(subject, properties, manifest);
  if (!isJson(manifest.metadata)) throw new Error(`${subject}: its manifest has no metadata.`);
  const metadata = isPrecious(kind.GVK.kind, manifest)
    ? withPruneConfirmation(manifest.metadata)
    : manifest.metadata;
  return { ...manifest, ...kind.GVK, metadata: { ...metadata, name } };
}

function converted(kind: Kind<unknown>, properties: unknown): Json {
  const manifest = kind.manifest(properties);
  if (isJson(manifest)) return { ...manifest, ...kind.GVK };
  throw new Error(`${kind.GVK.kind}.manifest() did not return an object.`);
}

/** What messages call an object. */
export function subjectOf({ kind, metadata: { name, namespace } }: Head): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
