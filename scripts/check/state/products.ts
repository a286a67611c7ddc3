import type { ClusterState } from './cluster-state.ts';
import { at, fields, isFields, list, listAt, places, textAt } from './read.ts';
import type { Identity, Resource } from './resource.ts';

/** An object that a controller makes of another one. */
export interface Product extends Identity {
  readonly by: Resource;
  /** Of a Secret or ConfigMap; undefined where nobody here knows them. */
  readonly keys?: ReadonlySet<string> | undefined;
}

type Made = Omit<Product, 'by' | 'namespace'> & { readonly namespace?: string };

/** What controllers make of the objects of a kind, by `<group>/<kind>`. This is the one list of them. */
const MAKERS: Readonly<Record<string, (resource: Resource, state: ClusterState) => readonly Made[]>> = {
  'external-secrets.io/ExternalSecret': (resource) => [
    {
      ...SECRET,
      name: textAt(resource.value, 'spec', 'target', 'name') ?? resource.name,
      keys: keysOfExternalSecret(resource.value),
    },
  ],
  'bitnami.com/SealedSecret': ({ name, value }) => [
    {
      ...SECRET,
      name: textAt(value, 'spec', 'template', 'metadata', 'name') ?? name,
      keys: new Set([
        ...Object.keys(fields(at(value, 'spec', 'encryptedData'))),
        ...Object.keys(fields(at(value, 'spec', 'template', 'data'))),
      ]),
    },
  ],
  'cert-manager.io/Certificate': ({ value }) => {
    const name = textAt(value, 'spec', 'secretName');
    return name === undefined
      ? []
      : [{ ...SECRET, name, keys: new Set(['tls.crt', 'tls.key', 'ca.crt', ...keystores(value)]) }];
  },
  'keda.sh/ScaledObject': ({ name, value }) => [
    {
      group: 'autoscaling',
      kind: 'HorizontalPodAutoscaler',
      name: textAt(value, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') ?? `keda-hpa-${name}`,
    },
  ],
};

const SECRET = { group: '', kind: 'Secret' } as const;

export function productsOf(resource: Resource, state: ClusterState): readonly Product[] {
  const made = MAKERS[`${resource.group}/${resource.kind}`]?.(resource, state) ?? [];
  return made.map((one) => ({ namespace: resource.namespace, ...one, by: resource }));
}

/** A template says all keys, unless it is merged with what was read. */
function keysOfExternalSecret(value: unknown): ReadonlySet<string> | undefined {
  const template = at(value, 'spec', 'target', 'template');
  const templated = Object.keys(fields(at(template, 'data')));
  const merges = textAt(template, 'mergePolicy') === 'Merge';
  if (listAt(template, 'templateFrom').length > 0) return undefined;
  if (templated.length > 0 && !merges) return new Set(templated);
  if (list(at(value, 'spec', 'dataFrom')).length > 0) return undefined;
  const read = [...places(value, 'spec.data[].secretKey')].flatMap(({ value: key }) =>
    typeof key === 'string' ? [key] : [],
  );
  return new Set([...templated, ...read]);
}

function keystores(value: unknown): readonly string[] {
  return ['jks', 'pkcs12'].flatMap((form) =>
    isFields(at(value, 'spec', 'keystores', form))
      ? [`keystore.${form === 'jks' ? 'jks' : 'p12'}`, `truststore.${form === 'jks' ? 'jks' : 'p12'}`]
      : [],
  );
}
