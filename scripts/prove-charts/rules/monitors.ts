import { z } from 'zod';
import { labelSelector, matches } from '../../cluster-model/objects/selector.ts';
import { type ClusterState, nameOf, ofKind, type Placed } from '../cluster-state.ts';
import { permits } from '../network.ts';
import { type Pod, podsOf } from '../pods.ts';
import type { Rule, Said } from '../rule.ts';
import { containerPort, portNamed, type ServicePort, servicesOf } from '../services.ts';

const endpoint = z.looseObject({
  port: z.string().nullish(),
  targetPort: z.union([z.string(), z.number()]).nullish(),
  portNumber: z.number().nullish(),
  relabelings: z
    .array(z.looseObject({ targetLabel: z.string().nullish(), replacement: z.string().nullish() }))
    .nullish(),
});
const endpoints = z.array(endpoint).nullish();
const monitor = z.looseObject({
  spec: z.looseObject({
    selector: labelSelector,
    namespaceSelector: z
      .looseObject({ any: z.boolean().nullish(), matchNames: z.array(z.string()).nullish() })
      .nullish(),
    endpoints,
    podMetricsEndpoints: endpoints,
  }),
});
type Endpoint = z.infer<typeof endpoint>;
type Spec = z.infer<typeof monitor>['spec'];

const OPEN =
  'Add the port to `metrics` of the pods in the component, or switch the monitor off in the values.';

export const monitors: Rule = {
  name: 'monitors',
  proves: 'Prometheus reaches every port that a monitor names, through the policies of both sides',
  judges: (state) => {
    const readers = podsOf(state).filter(({ labels }) => labels['app.kubernetes.io/name'] === 'prometheus');
    return ofKind(state, 'ServiceMonitor', 'PodMonitor').flatMap((placed) => {
      const { spec } = monitor.parse(placed.object);
      const about = { unit: placed.unit, object: nameOf(placed.object) };
      const found =
        placed.object.kind === 'PodMonitor' ? ofPods(state, placed, spec) : ofServices(state, placed, spec);
      const silent = found.flatMap(({ problem }) =>
        problem === undefined ? [] : [{ ...about, problem, instead: OPEN }],
      );
      const closed = found.flatMap(({ pod, port }) =>
        pod === undefined || port === undefined ? [] : unreachable(state, readers, pod, port),
      );
      return unique([...silent, ...closed.map((problem) => ({ ...about, problem, instead: OPEN }))]);
    });
  },
};

interface Target {
  readonly pod?: Pod;
  readonly port?: number;
  readonly problem?: string;
}

function ofServices(state: ClusterState, placed: Placed, spec: Spec): readonly Target[] {
  const services = servicesOf(state).filter(
    ({ namespace, labels }) => isThere(placed, spec, namespace) && matches(spec.selector, labels),
  );
  if (services.length === 0) return [{ problem: 'It selects no Service: nothing is read.' }];
  return (spec.endpoints ?? []).flatMap((endpoint) => {
    const found = services.flatMap((service) => {
      // Pods that nothing here renders, or that are not known: whoever made the Service answers for them.
      if (service.pods === undefined) return [{}];
      return service.pods.flatMap((pod) => {
        const port = portOf(endpoint, service.ports, pod);
        return port === undefined ? [] : [{ pod, port: readPort(endpoint) ?? port }];
      });
    });
    if (found.length > 0) return found;
    const names = services.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
    return [{ problem: `No pod behind the Service ${names} declares its port ${shown(endpoint)}.` }];
  });
}

/** Prometheus finds a target port only where a container declares it, by number as well. */
function portOf({ port, targetPort }: Endpoint, ports: readonly ServicePort[], pod: Pod): number | undefined {
  if (port) {
    const named = ports.find(({ name }) => name === port);
    return named && containerPort(named, pod);
  }
  if (typeof targetPort === 'string') return portNamed(pod, targetPort);
  return pod.ports.find(({ containerPort: declared }) => declared === targetPort)?.containerPort;
}

function ofPods(state: ClusterState, placed: Placed, spec: Spec): readonly Target[] {
  const pods = podsOf(state).filter(
    ({ namespace, labels }) => isThere(placed, spec, namespace) && matches(spec.selector, labels),
  );
  if (pods.length === 0) return [{ problem: 'It selects no pod: nothing is read.' }];
  return (spec.podMetricsEndpoints ?? []).flatMap((endpoint): readonly Target[] => {
    const { port, portNumber, targetPort } = endpoint;
    // Without a port relabelling decides what is read.
    if (!port && !portNumber && !targetPort) return [];
    const found = pods.flatMap((pod) => {
      const number = port
        ? portNamed(pod, port)
        : pod.ports.find(({ containerPort }) => containerPort === (portNumber ?? targetPort))?.containerPort;
      return number === undefined ? [] : [{ pod, port: readPort(endpoint) ?? number }];
    });
    return found.length > 0
      ? found
      : [{ problem: `No pod that it selects declares its port ${shown(endpoint)}.` }];
  });
}

/** The port that a relabelling puts into the address in place of the one that was found. */
function readPort({ relabelings }: Endpoint): number | undefined {
  const address = (relabelings ?? []).findLast(({ targetLabel }) => targetLabel === '__address__');
  const [, port] = /:(\d+)$/.exec(address?.replacement ?? '') ?? [];
  return port === undefined ? undefined : Number(port);
}

function isThere({ object }: Placed, { namespaceSelector }: Spec, namespace: string): boolean {
  if (namespaceSelector?.any === true) return true;
  return (namespaceSelector?.matchNames ?? [object.metadata.namespace ?? '']).includes(namespace);
}

function shown({ port, targetPort, portNumber }: Endpoint): string {
  return String(port ?? targetPort ?? portNumber);
}

function unreachable(
  state: ClusterState,
  readers: readonly Pod[],
  pod: Pod,
  port: number,
): readonly string[] {
  const [cidr = ''] = state.facts.nodeCidrs;
  return readers.flatMap((reader) => [
    ...(permits(state, pod, 'ingress', reader, port)
      ? []
      : [`Prometheus does not get in to port ${port} of ${pod.madeBy}.`]),
    ...(permits(state, reader, 'egress', pod.hostNetwork ? { cidr } : pod, port, pod.ports)
      ? []
      : [`Prometheus does not get out to port ${port} of ${pod.madeBy}.`]),
  ]);
}

function unique(found: readonly Said[]): readonly Said[] {
  return [...new Map(found.map((each) => [each.problem, each])).values()];
}
