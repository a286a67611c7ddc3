import { minorOf } from '../../../schema/catalog.ts';
import { fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { portName } from '../forms.ts';
import { fault, type Judged, type Topic } from '../topic.ts';
import { containersOf, POD_KINDS, podPlace } from './pod-place.ts';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const HOOK_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

function* handlerFaults(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  handlers: readonly string[],
  ports: ReadonlySet<string>,
): Generator<Fault> {
  const own = handlers.filter((handler) => value[handler] !== undefined && value[handler] !== null);
  if (own.length !== 1)
    yield fault(
      path,
      own.length === 0 ? 'it says not what to do' : `it has ${own.join(' and ')}`,
      `write exactly one of ${handlers.join(', ')}`,
    );
  if (isFields(value.exec) && list(value.exec.command).length === 0)
    yield fault([...path, 'exec', 'command'], 'it has no command', 'write command');
  for (const handler of ['httpGet', 'tcpSocket']) {
    const port = fields(value[handler]).port;
    if (typeof port !== 'string') continue;
    const wanted = portName(port);
    if (wanted)
      yield fault(
        [...path, handler, 'port'],
        `${JSON.stringify(port)} is neither a number nor the name of a port`,
        /^\d+$/.test(port) ? `write it without quotes: ${port}` : `write ${wanted}`,
      );
    else if (!ports.has(port))
      yield fault(
        [...path, handler, 'port'],
        `the container has no port called ${port}, so the kubelet cannot ask it`,
        ports.size > 0
          ? `write one of ${[...ports].join(', ')}`
          : 'write the number, or name a port of the container',
      );
  }
  for (const [index, header] of list(fields(value.httpGet).httpHeaders).entries()) {
    const name = text(fields(header).name);
    if (name !== undefined && !/^[-A-Za-z0-9]+$/.test(name))
      yield fault(
        [...path, 'httpGet', 'httpHeaders', index, 'name'],
        `${JSON.stringify(name)} is no name of a header`,
        'write letters, digits and hyphens',
      );
  }
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) return;
  const grace = pod.spec.terminationGracePeriodSeconds;
  for (const { path, container, isInit } of containersOf(pod)) {
    const ports = new Set(list(container.ports).flatMap((port) => text(fields(port).name) ?? []));
    for (const kind of PROBES) {
      const probe = container[kind];
      if (!isFields(probe)) continue;
      const at = [...path, kind];
      if (isInit)
        yield fault(
          at,
          'a container that runs before the others has no probes',
          'remove it, or write restartPolicy: Always for a sidecar',
        );
      yield* handlerFaults(probe, at, PROBE_HANDLERS, ports);
      if (
        kind !== 'readinessProbe' &&
        typeof probe.successThreshold === 'number' &&
        probe.successThreshold > 1
      )
        yield fault([...at, 'successThreshold'], 'must be 1 here', 'write 1, or remove it');
      if (
        kind === 'readinessProbe' &&
        probe.terminationGracePeriodSeconds !== undefined &&
        probe.terminationGracePeriodSeconds !== null
      )
        yield fault([...at, 'terminationGracePeriodSeconds'], 'a readiness probe ends nothing', 'remove it');
      else if (
        typeof probe.terminationGracePeriodSeconds === 'number' &&
        probe.terminationGracePeriodSeconds < 1
      )
        yield fault([...at, 'terminationGracePeriodSeconds'], 'must be more than 0', 'write 1 or more');
    }
    const lifecycle = fields(container.lifecycle);
    for (const hook of ['postStart', 'preStop']) {
      const own = lifecycle[hook];
      if (!isFields(own)) continue;
      const at = [...path, 'lifecycle', hook];
      if (isInit)
        yield fault(
          at,
          'a container that runs before the others has no hooks',
          'remove it, or write restartPolicy: Always for a sidecar',
        );
      yield* handlerFaults(own, at, HOOK_HANDLERS, ports);
      if (isFields(own.sleep) && minorOf(object.kubernetes) < 30)
        yield fault(
          [...at, 'sleep'],
          `Kubernetes ${object.kubernetes} drops it, and refuses the hook that is then empty`,
          'write exec with a sleep, or upgrade to 1.30',
        );
      const seconds = fields(own.sleep).seconds;
      const most = typeof grace === 'number' ? grace : 30;
      if (typeof seconds === 'number' && (seconds < 0 || seconds > most))
        yield fault(
          [...at, 'sleep', 'seconds'],
          `${seconds} is not between 0 and the pod's grace of ${most} seconds`,
          `write ${most} or less, or raise terminationGracePeriodSeconds`,
        );
    }
    if (
      container.restartPolicy !== undefined &&
      container.restartPolicy !== null &&
      path.at(-2) === 'initContainers' &&
      container.restartPolicy !== 'Always'
    )
      yield fault(
        [...path, 'restartPolicy'],
        'an init container that stays has Always',
        'write Always, or remove it',
        'warning',
      );
  }
}

export const probes: Topic = {
  id: 'refused-probes',
  severity: 'error',
  summary: 'probes and hooks of containers that no API server takes, or that the kubelet cannot run',
  breaks:
    'The API server refuses the workload, or the kubelet fails the probe and restarts the container for ever.',
  kinds: POD_KINDS,
  judge,
  failing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      livenessProbe:
        httpGet: { path: /healthz, port: 8080 }
        successThreshold: 2
`,
  passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      livenessProbe:
        httpGet: { path: /healthz, port: 8080 }
`,
};
