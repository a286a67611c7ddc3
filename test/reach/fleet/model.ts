import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inventoryFile } from '../../../clusters/layout.ts';
import type { Pods as Target } from '../../../platform/kit/network/flows.ts';
import { readInventory } from '../../../scripts/charts/inventory/inventory.ts';
import { type Model, modelOf } from '../../../scripts/cluster-model/model.ts';
import { keyOf, type Pods } from '../../../scripts/cluster-model/pods.ts';
import { liveFleet } from '../../live-fleet.ts';
import type { Rendered } from '../../rendered-fleet.ts';
import { foundOf } from '../cluster-of.ts';

const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

/** The clusters of the fleet. */
export const clusters = liveFleet.fleet.clusters.map(({ name }) => name);

export function objectsOf(cluster: string): readonly Rendered[] {
  return liveFleet.rendered().filter((object) => object.cluster === cluster);
}

/** A cluster with all that its charts make, and the configuration of its mesh. */
export function modelFor(cluster: string, objects = objectsOf(cluster)): Model {
  const all = [...objects.map(({ json }) => json), ...chartObjects(cluster), ...meshConfigs(cluster)];
  return modelOf({ cluster, objects: all.map(foundOf) });
}

/** What the Helm charts of the units make, as far as their inventories are there. */
function chartObjects(cluster: string): readonly object[] {
  return liveFleet.unitsOn(cluster).flatMap(({ name }) => {
    const file = join(DIST, inventoryFile(cluster, name));
    return existsSync(file) ? (readInventory(readFileSync(file, 'utf8'))?.objects ?? []) : [];
  });
}

/** What the chart of istiod makes of its values. */
function meshConfigs(cluster: string): readonly object[] {
  return liveFleet
    .unitsOn(cluster)
    .filter(({ name, helm }) => name.startsWith('istiod') && helm !== undefined)
    .flatMap(({ name }) => {
      const values = liveFleet.valuesOf(name, cluster);
      const map = (of: string, data: object) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: of, namespace: 'istio-system' },
        data,
      });
      return [
        map('istio', { mesh: JSON.stringify(Reflect.get(values, 'meshConfig')) }),
        map('istio-sidecar-injector', { values: JSON.stringify({ global: Reflect.get(values, 'global') }) }),
      ];
    });
}

/** The pods that a declaration means, in the namespace and with the labels that it says. */
export function podsBehind(model: Model, { namespace, labels }: Target): readonly Pods[] {
  return model.pods.filter(
    (pods) =>
      pods.namespace === namespace &&
      Object.entries(labels).every(([key, value]) => pods.labels[key] === value),
  );
}

export function hasProxy(model: Model, pods: Pods): boolean {
  return model.mesh?.membership.get(pods) === 'sidecar';
}

/** A workload with what serves it alone, such as its smoke test: who talks to whom among them is its own affair. */
export function isOfOne(one: Pods, other: Pods): boolean {
  const instance = 'app.kubernetes.io/instance';
  return one.namespace === other.namespace && one.labels[instance] === other.labels[instance];
}

/** One open port, as the tests compare them. */
export function line(from: Pods, to: Pods, port: number): string {
  return `${keyOf(from)} → ${keyOf(to)} TCP/${port}`;
}
