import type { Cluster } from '../clusters/index.ts';
import { istiodUnit } from '../platform/components/istio/address.ts';
import type { RenderedFleet } from './rendered-fleet.ts';

/** The unit of the control plane that the namespaces of a cluster are on, whichever revision that is today. */
export function controlPlaneOf({ mesh }: Cluster): string {
  return istiodUnit(mesh?.revision ?? '');
}

/** What its chart is told. */
export function controlPlaneValues({ clusterOf, valuesOf }: RenderedFleet, cluster: string) {
  return JSON.parse(JSON.stringify(valuesOf(controlPlaneOf(clusterOf(cluster)), cluster)));
}
