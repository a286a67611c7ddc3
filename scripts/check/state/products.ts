import type { ClusterState } from './cluster-state.ts';
import type { Made, Maker } from './products/made.ts';
import { connectionSecretOf, generatedBy, PLATFORM_MAKERS, writtenBy } from './products/platform.ts';
import { QUEUE_MAKERS } from './products/queues.ts';
import { copiesOf, SECRET_MAKERS } from './products/secrets.ts';
import { STORE_MAKERS } from './products/stores.ts';
import { TELEMETRY_MAKERS } from './products/telemetry.ts';
import type { Identity, Resource } from './resource.ts';

/** An object that a controller makes of another one. */
export interface Product extends Identity {
  readonly by: Resource;
  /** Of a Secret or ConfigMap; undefined where nobody here knows them. */
  readonly keys?: ReadonlySet<string> | undefined;
  /** At which a Service is served; undefined where nobody here knows them. */
  readonly ports?: readonly number[] | undefined;
}

const ofCopies: Maker = (resource, state) => copiesOf(resource, state);
const ofRights: Maker = (resource) => writtenBy(resource);
const ofGenerators: Maker = (resource, state) => generatedBy(resource, state.namespaces.keys());

/** What controllers make of the objects of a kind, by `<group>/<kind>`. This is the one list of them. */
const MAKERS: Readonly<Record<string, Maker>> = {
  ...SECRET_MAKERS,
  ...STORE_MAKERS,
  ...QUEUE_MAKERS,
  ...TELEMETRY_MAKERS,
  ...PLATFORM_MAKERS,
  '/Secret': ofCopies,
  '/ConfigMap': ofCopies,
  'rbac.authorization.k8s.io/Role': ofRights,
  'kyverno.io/ClusterPolicy': ofGenerators,
  'kyverno.io/Policy': ofGenerators,
};

export function productsOf(resource: Resource, state: ClusterState): readonly Product[] {
  const made: Made[] = [
    ...(MAKERS[`${resource.group}/${resource.kind}`]?.(resource, state) ?? []),
    ...connectionSecretOf(resource.value),
  ];
  return made.map((one) => ({ namespace: resource.namespace, ...one, by: resource }));
}
