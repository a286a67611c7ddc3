import { groupOf, isClusterWide } from './cluster-wide.ts';
import { shapes } from './kind-shapes.ts';
import { type Fields, isMapping, kept, WHOLE } from './shape.ts';

/** An object of a chart with what others have to know of it, each fact where Kubernetes has it. */
export interface ObjectFacts {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined } & Readonly<
    Record<string, unknown>
  >;
  readonly [field: string]: unknown;
}

/**
 * The labels that name a release: they move with every version, for which reason nothing can select by them, and a
 * reviewer would see every object of a chart change with each of its versions.
 */
const OF_A_RELEASE = new Set(['helm.sh/chart', 'app.kubernetes.io/version', 'chart']);

/** Annotations that a controller acts upon; any other is text for people, or the digest of a template. */
const ACTED_UPON =
  /^(?:helm\.sh\/|(?:.+\.)?argoproj\.io\/|eks\.amazonaws\.com\/|(?:.+\.)?istio\.io\/|prometheus\.io\/|cert-manager\.io\/inject|service\.beta\.kubernetes\.io\/|alb\.ingress\.|cluster-autoscaler\.kubernetes\.io\/|karpenter\.sh\/|storageclass\.kubernetes\.io\/|ingressclass\.kubernetes\.io\/|rbac\.authorization\.|api-approved\.)/;

/** Kinds whose own labels something selects by, or acts upon; those of a template are always kept. */
const SELECTED = /^(?:\/(?:ConfigMap|Namespace|Pod|Secret|Service)|monitoring\.coreos\.com\/.+)$/;

const metadataOf = (kind: string): Fields => ({
  name: WHOLE,
  generateName: WHOLE,
  namespace: WHOLE,
  ...(SELECTED.test(kind) && { labels: WHOLE }),
  // What a ClusterRole adds to the roles of people is said by a label.
  ...(kind === 'rbac.authorization.k8s.io/ClusterRole' && { labels: aggregated }),
  annotations: WHOLE,
});

function aggregated(labels: unknown): unknown {
  const found = Object.entries(isMapping(labels) ? labels : {}).filter(([name]) => name.startsWith('rbac.'));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/**
 * The facts of what a chart renders, in the order of kinds and names.
 *
 * @param namespace of the release, where namespaced objects without one of their own go
 */
export function factsOf(objects: readonly unknown[], namespace: string): readonly ObjectFacts[] {
  return objects
    .flatMap(unfolded)
    .map((object) => factOf(object, namespace))
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

/** The items of a `List`; an object itself otherwise. */
function unfolded(object: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isMapping(object)) return [];
  if (typeof object.kind === 'string' && object.kind.endsWith('List') && Array.isArray(object.items)) {
    return object.items.flatMap(unfolded);
  }
  return [object];
}

function factOf(object: Readonly<Record<string, unknown>>, namespace: string): ObjectFacts {
  const { apiVersion, kind } = object;
  const type = `${groupOf(String(apiVersion))}/${kind}`;
  const found = kept(object, { metadata: metadataOf(type), ...shapes[type] });
  const facts = withoutRelease(found);
  const { metadata: meta, ...rest } = isMapping(facts) ? facts : {};
  const { name, namespace: own, ...more } = isMapping(meta) ? meta : {};
  const place = own ?? (isClusterWide(String(apiVersion), String(kind)) ? undefined : namespace);
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: {
      name: String(name ?? more.generateName),
      ...(place !== undefined && { namespace: String(place) }),
      ...more,
    },
    ...rest,
  };
}

/** Takes what moves with each version of the chart out of all labels, and what nothing acts upon out of annotations. */
function withoutRelease(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutRelease(item));
  if (!isMapping(value)) return value;
  const counts = (name: string, item: unknown) => {
    if (field === 'labels') return !OF_A_RELEASE.has(name);
    return field !== 'annotations' || (typeof item === 'string' && ACTED_UPON.test(name));
  };
  const left = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    if (!counts(name, item)) return [];
    const inner = withoutRelease(item, name);
    const isEmptied =
      (name === 'labels' || name === 'annotations') && isMapping(inner) && Object.keys(inner).length === 0;
    return isEmptied ? [] : [[name, inner]];
  });
  return Object.fromEntries(left);
}

function orderOf({ apiVersion, kind, metadata }: ObjectFacts): string {
  return [kind, metadata.namespace ?? '', metadata.name, apiVersion].join(' ');
}
