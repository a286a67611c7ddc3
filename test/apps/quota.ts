import { apps } from '../../apps/index.ts';
import { bytes, millicores } from '../../platform/constructs/quantity.ts';
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

/** What autoscalers say, by the name of what they scale. */
function scaledIn(objects: readonly Json[]): ReadonlyMap<unknown, number> {
  return new Map(
    ['HorizontalPodAutoscaler', 'ScaledObject'].flatMap((kind) =>
      every(objects, kind).map((object): [unknown, number] => [
        at(object, 'spec.scaleTargetRef.name'),
        Number(at(object, 'spec.maxReplicas') ?? at(object, 'spec.maxReplicaCount')),
      ]),
    ),
  );
}

function podsOf(object: Json, scaled: ReadonlyMap<unknown, number>): readonly Pods[] {
  const template = at(object, 'spec.template');
  if (object.kind === 'Deployment') {
    const most = scaled.get(at(object, 'metadata.name')) ?? Number(at(object, 'spec.replicas'));
    const surge = String(at(object, 'spec.strategy.rollingUpdate.maxSurge'));
    const added = surge.endsWith('%') ? Math.ceil((most * Number.parseFloat(surge)) / 100) : Number(surge);
    return [{ most: most + added, template }];
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
  return objects
    .flatMap((object) => podsOf(object, scaled))
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
