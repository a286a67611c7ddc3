import { apps } from '../../apps/index.ts';
import { bytes, millicores } from '../../platform/kit/quantity.ts';
import { at, every, type Json, listAt, textAt } from '../manifest-reader.ts';
import { contextOf, renderUnit } from './fleet-at-rest.ts';

/** What all pods of a namespace ask for, in the units of a quota. */
interface Total {
  readonly pods: number;
  readonly cpu: number;
  readonly memory: number;
  readonly memoryLimit: number;
}

/** The pods that one object can bring at its largest, and the template that they are made from. */
interface Pods {
  readonly most: number;
  readonly template: unknown;
}

/** The fewest and the most pods of a Deployment. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What autoscalers say, by the name of what they scale. */
function scaledIn(objects: readonly Json[]): ReadonlyMap<unknown, Bounds> {
  return new Map(
    ['HorizontalPodAutoscaler', 'ScaledObject'].flatMap((kind) =>
      every(objects, kind).map((object): [unknown, Bounds] => [
        at(object, 'spec.scaleTargetRef.name'),
        {
          least: Number(at(object, 'spec.minReplicas') ?? at(object, 'spec.minReplicaCount')),
          most: Number(at(object, 'spec.maxReplicas') ?? at(object, 'spec.maxReplicaCount')),
        },
      ]),
    ),
  );
}

/** Pods of the smallest canary. */
const CANARY = 2;

/** @param splits names of what can have a canary, by their DestinationRules */
function podsOf(
  object: Json,
  scaled: ReadonlyMap<unknown, Bounds>,
  splits: ReadonlySet<unknown>,
): readonly Pods[] {
  const template = at(object, 'spec.template');
  if (object.kind === 'Deployment') {
    const name = at(object, 'metadata.name');
    const fixed = Number(at(object, 'spec.replicas'));
    const { least, most } = scaled.get(name) ?? { least: fixed, most: fixed };
    const surge = String(at(object, 'spec.strategy.rollingUpdate.maxSurge'));
    const updated = (pods: number) =>
      pods + (surge.endsWith('%') ? Math.ceil((pods * Number.parseFloat(surge)) / 100) : Number(surge));
    // A canary that everybody gets stays until the update is over, at the smallest scale at least.
    const promoted = splits.has(name) ? Math.max(CANARY, least) + updated(least) : 0;
    return [{ most: Math.max(updated(most), promoted), template }];
  }
  if (object.kind === 'StatefulSet') return [{ most: Number(at(object, 'spec.replicas')), template }];
  if (object.kind === 'Job') return [{ most: 1, template }];
  if (object.kind === 'CronJob') return [{ most: 1, template: at(object, 'spec.jobTemplate.spec.template') }];
  if (object.kind === 'ScaledJob') {
    const most = Number(at(object, 'spec.maxReplicaCount'));
    return [{ most, template: at(object, 'spec.jobTargetRef.template') }];
  }
  return [];
}

/** One pod: its containers, and the proxy that the mesh gives it. */
function amount(
  template: unknown,
  meshed: boolean,
  what: 'requests' | 'limits',
  resource: 'cpu' | 'memory',
): number {
  const read = resource === 'cpu' ? millicores : bytes;
  const own = listAt(template, 'spec.containers').reduce<number>(
    (sum, container) => sum + read(textAt(container, `resources.${what}.${resource}`)),
    0,
  );
  if (!meshed || at(template, 'metadata.labels["sidecar.istio.io/inject"]') === 'false') return own;
  const name = resource === 'cpu' ? 'proxyCPU' : 'proxyMemory';
  const annotation = what === 'limits' ? `${name}Limit` : name;
  return own + read(textAt(template, `metadata.annotations["sidecar.istio.io/${annotation}"]`));
}

function sumOf(objects: readonly Json[], meshed: boolean): Total {
  const scaled = scaledIn(objects);
  const splits = new Set(every(objects, 'DestinationRule').map((rule) => at(rule, 'metadata.name')));
  return objects
    .flatMap((object) => podsOf(object, scaled, splits))
    .reduce<Total>(
      (total, { most, template }) => ({
        pods: total.pods + most,
        cpu: total.cpu + most * amount(template, meshed, 'requests', 'cpu'),
        memory: total.memory + most * amount(template, meshed, 'requests', 'memory'),
        memoryLimit: total.memoryLimit + most * amount(template, meshed, 'limits', 'memory'),
      }),
      { pods: 0, cpu: 0, memory: 0, memoryLimit: 0 },
    );
}

/** What the units of products bring into a namespace of a cluster, all at their largest and with an update of each. */
export function neededIn(namespace: string, cluster: string): Total {
  const here = apps.filter((unit) => unit.clusters.includes(cluster));
  const objects = here
    .flatMap(({ name }) => renderUnit(name, cluster))
    .filter((object) => at(object, 'metadata.namespace') === namespace);
  const declared = here.flatMap(({ namespaces = [] }) => namespaces).find(({ name }) => name === namespace);
  return sumOf(objects, declared?.mesh === true && contextOf(cluster).cluster.mesh !== undefined);
}

/** What the quota of a namespace admits. */
export function admittedIn(namespace: string, cluster: string): Total {
  const [quota] = every(renderUnit('namespaces', cluster), 'ResourceQuota').filter(
    (object) => at(object, 'metadata.namespace') === namespace,
  );
  const hard = (name: string) => textAt(quota, `spec.hard["${name}"]`);
  return {
    pods: Number(at(quota, 'spec.hard.pods')),
    cpu: millicores(hard('requests.cpu')),
    memory: bytes(hard('requests.memory')),
    memoryLimit: bytes(hard('limits.memory')),
  };
}
