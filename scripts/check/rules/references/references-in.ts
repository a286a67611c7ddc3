import type { ClusterState } from '../../state/cluster-state.ts';
import { groupedBy } from '../../state/grouped.ts';
import { remembered } from '../../state/memory.ts';
import { textAt } from '../../state/read.ts';
import { keyOf, type Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { referencesByText } from './by-text.ts';
import { credentialsOfGateway } from './credentials-of-gateways.ts';
import type { Reference } from './reference.ts';
import { CLUSTER_ROWS } from './tables/cluster.ts';
import { DELIVERY_ROWS } from './tables/delivery.ts';
import { MONITORING_ROWS } from './tables/monitoring.ts';
import { POD_ROWS } from './tables/pods.ts';
import { type RowsByKind, referencesBy } from './tables/row.ts';
import { SECURITY_ROWS } from './tables/security.ts';
import { STORAGE_ROWS } from './tables/storage.ts';
import { referencesOfStore } from './tables/stores.ts';
import { TRAFFIC_ROWS } from './tables/traffic.ts';

const ROWS: RowsByKind = {
  ...CLUSTER_ROWS,
  ...DELIVERY_ROWS,
  ...MONITORING_ROWS,
  ...SECURITY_ROWS,
  ...STORAGE_ROWS,
  ...TRAFFIC_ROWS,
};

/** Every name that an object says of another one. */
export const referencesIn = remembered((state: ClusterState): readonly Reference[] => [
  ...state.workloads.filter(({ isMade }) => !isMade).flatMap((workload) => [...referencesOfPod(workload)]),
  ...state.resources.flatMap((resource) => [...referencesOf(resource)]),
  ...state
    .of('networking.istio.io/Gateway')
    .flatMap((resource) => [...credentialsOfGateway(state, resource)]),
]);

/** The same, by what they name. */
export const referencesTo = remembered(
  (state: ClusterState): ReadonlyMap<string, readonly Reference[]> =>
    groupedBy(referencesIn(state), ({ target }) => keyOf(target)),
);

function referencesOfPod({ resource, spec, specPath }: Workload): Iterable<Reference> {
  return referencesBy(POD_ROWS, resource, spec, specPath);
}

function* referencesOf(resource: Resource): Generator<Reference> {
  const type = `${resource.group}/${resource.kind}`;
  const rows = ROWS[type];
  if (rows !== undefined) yield* referencesBy(rows, resource);
  if (/^external-secrets\.io\/(?:Cluster)?SecretStore$/.test(type)) yield* referencesOfStore(resource);
  if (type === 'networking.k8s.io/Ingress') yield* backendsOf(resource);
  yield* referencesByText(resource);
}

/** An action of the AWS controller stands where a Service does, and none is meant by it. */
const ACTION_PORT = 'use-annotation';

function* backendsOf(resource: Resource): Generator<Reference> {
  const at = 'spec.rules[].http.paths[].backend.service';
  for (const reference of referencesBy([{ at, to: '/Service' }], resource)) {
    const port = textAt(resource.value, ...reference.path.slice(0, -1), 'port', 'name');
    if (port !== ACTION_PORT) yield reference;
  }
}
