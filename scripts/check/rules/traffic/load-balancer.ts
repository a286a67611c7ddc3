import type { ClusterState } from '../../state/cluster-state.ts';
import { at, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { type ServicePort, type ServiceState, servicesIn } from '../../state/service-ports.ts';

export const ALB = 'alb.ingress.kubernetes.io/';

/** Whether the load balancer controller of AWS makes the load balancer of an Ingress. */
export function isOfAlb({ value, annotations }: Resource): boolean {
  const name = textAt(value, 'spec', 'ingressClassName') ?? annotations['kubernetes.io/ingress.class'];
  return name === undefined ? Object.keys(annotations).some((key) => key.startsWith(ALB)) : /alb/.test(name);
}

export interface Backend {
  readonly service: ServiceState;
  readonly port: ServicePort;
}

/** The ports of Services to which an Ingress leads, as far as the tree has them. */
export function backendsOf(state: ClusterState, { value, namespace }: Resource): readonly Backend[] {
  const named = [
    ...places(value, 'spec.rules[].http.paths[].backend.service'),
    ...places(value, 'spec.defaultBackend.service'),
  ];
  return named.flatMap(({ value: backend }) => {
    const service = servicesIn(state).get(`${namespace}/${textAt(backend, 'name') ?? ''}`);
    const wanted = at(backend, 'port', 'number') ?? at(backend, 'port', 'name');
    const port = service?.ports.find(
      ({ number, name }) => number === wanted || (name !== '' && name === wanted),
    );
    return service === undefined || port === undefined ? [] : [{ service, port }];
  });
}

/** The listeners that an Ingress asks for; undefined where they cannot be read. */
export function listenersOf({
  annotations,
}: Resource): readonly (readonly [protocol: string, port: number])[] | undefined {
  const text = annotations[`${ALB}listen-ports`];
  if (text === undefined) {
    return annotations[`${ALB}certificate-arn`] === undefined ? [['HTTP', 80]] : [['HTTPS', 443]];
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return undefined;
    return parsed.flatMap((each: unknown) =>
      Object.entries(typeof each === 'object' && each !== null ? each : {}).flatMap(
        ([protocol, port]): [string, number][] => (typeof port === 'number' ? [[protocol, port]] : []),
      ),
    );
  } catch {
    return undefined;
  }
}
