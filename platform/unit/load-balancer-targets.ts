import { messagesOf } from '../kit/declaration/attempts.ts';
import type { EntryRoute } from '../kit/load-balancer/application-load-balancer.ts';
import type { Context, Unit } from './unit.ts';
import { unitsOn } from './units-on.ts';

const TARGET_TYPE = 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type';

/** The namespaces of a cluster with pods to which a load balancer sends by itself. */
export function loadBalancerTargetsOn(context: Context): readonly string[] {
  const { cluster, units } = context;
  return unitsOn(cluster.name, units).flatMap((unit) => targetsOf(unit, context));
}

/** What is wrong with a unit is reported by that unit, and only there. */
function targetsOf(unit: Unit, context: Context): readonly string[] {
  try {
    return unit.loadBalancerTargets?.(context) ?? [];
  } catch (error) {
    if (messagesOf(error) === undefined) throw error;
    return [];
  }
}

/** The namespaces of the pods that the routes of a component lead to; an Ingress leads to Services of its own only. */
export function podTargetsOf(routes: readonly EntryRoute[]): readonly string[] {
  return routes.filter(({ targetType }) => targetType === 'ip').map(({ namespace }) => namespace);
}

/** Whether the values of a chart ask for a load balancer of a Service whose targets are pods; left out they are nodes. */
export function sendsToPods(values: unknown): boolean {
  if (typeof values !== 'object' || values === null) return false;
  const { type, annotations }: { type?: unknown; annotations?: unknown } = values;
  if (type === 'LoadBalancer' && typeof annotations === 'object' && annotations !== null) {
    if (Reflect.get(annotations, TARGET_TYPE) === 'ip') return true;
  }
  return Object.values(values).some(sendsToPods);
}
