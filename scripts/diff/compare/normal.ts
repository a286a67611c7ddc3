import { createHash } from 'node:crypto';
import type { Item, Mapping } from '../change.ts';
import { withOneFormOfLists } from './annotation-lists.ts';
import { isMapping, mappingAt } from './value.ts';
import { inOneForm } from './written-forms.ts';

/** What the API server and clients write into every object, and nobody applies. */
const WRITTEN_BY_SERVER: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]);
const WRITTEN_BY_CLIENTS =
  /^(?:kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision|pv\.kubernetes\.io\/.*|deprecated\.daemonset\.template\.generation)$/;

/** An object without what says nothing about it; what it holds is as it was written. */
export function normal(item: Item): Mapping {
  const { source, kind, apiVersion, value } = item;
  if (source === 'values') return value;
  const { status: _, ...rest } = value;
  const metadata = Object.entries(mappingAt(value, 'metadata')).flatMap(
    ([name, each]): [string, unknown][] => {
      if (WRITTEN_BY_SERVER.has(name)) return [];
      if (name === 'labels' && kind === 'Namespace' && isMapping(each)) return [[name, withoutOwnName(each)]];
      if (name !== 'annotations' || !isMapping(each)) return [[name, each]];
      return [
        [
          name,
          withOneFormOfLists(
            Object.fromEntries(Object.entries(each).filter(([key]) => !WRITTEN_BY_CLIENTS.test(key))),
          ),
        ],
      ];
    },
  );
  const object = inOneForm(item, { ...rest, metadata: Object.fromEntries(metadata) });
  if (kind === 'VirtualService') return withoutSoleWeights(object);
  return kind === 'Secret' && apiVersion === 'v1' ? withoutValues(object) : object;
}

/** The API server labels each Namespace with its name. */
function withoutOwnName(labels: Mapping): Mapping {
  const { 'kubernetes.io/metadata.name': _, ...rest } = labels;
  return rest;
}

/** A destination that stands alone gets every request, whatever its weight. */
function withoutSoleWeights(service: Mapping): Mapping {
  const spec = mappingAt(service, 'spec');
  const alone = (route: unknown): unknown => {
    if (!isMapping(route) || !Array.isArray(route.route) || route.route.length !== 1) return route;
    const [only]: readonly unknown[] = route.route;
    if (!isMapping(only)) return route;
    const { weight: _, ...rest } = only;
    return { ...route, route: [rest] };
  };
  const protocols = ['http', 'tcp', 'tls'].flatMap((name): [string, unknown][] => {
    const routes = spec[name];
    return Array.isArray(routes) ? [[name, routes.map(alone)]] : [];
  });
  return protocols.length === 0
    ? service
    : { ...service, spec: { ...spec, ...Object.fromEntries(protocols) } };
}

/** A Secret's values as digests of what they say, however they are written: nobody may read one in a report. */
function withoutValues(secret: Mapping): Mapping {
  const { data, stringData, ...rest } = secret;
  const decoded = Object.entries(isMapping(data) ? data : {}).map(([key, text]): [string, unknown] => [
    key,
    digest(Buffer.from(String(text ?? ''), 'base64')),
  ]);
  const plain = Object.entries(isMapping(stringData) ? stringData : {}).map(
    ([key, text]): [string, unknown] => [key, digest(Buffer.from(String(text ?? '')))],
  );
  return { ...rest, data: Object.fromEntries([...decoded, ...plain]) };
}

function digest(value: Buffer): string {
  return value.length === 0
    ? ''
    : `(a value with the digest ${createHash('sha256').update(value).digest('hex').slice(0, 12)})`;
}
