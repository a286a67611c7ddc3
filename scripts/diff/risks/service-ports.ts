import type { Item, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, isMapping, listAt, textAt, textsAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { containersOf, labelsOfPods, WORKLOADS } from './pods.ts';
import { type Edit, isEdit, judge, type Rule, said, some } from './rule.ts';
import { backendsOf, destinationsOf } from './users.ts';

/** Whose pods a Service sends to. */
export function podsBehind(service: Item, tree: Surroundings): readonly Item[] {
  const selector = Object.entries(textsAt(service.value, 'spec.selector'));
  if (selector.length === 0) return [];
  return tree.inNamespace(service.cluster, service.namespace, ...WORKLOADS).filter((item) => {
    const labels = labelsOfPods(item);
    return selector.every(([key, value]) => labels[key] === value);
  });
}

/** Ports that go while somebody connects to them, or lead to where nobody listens. */
export const ports: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== '/Service') return [];
  const { after } = change;
  return change.fields.flatMap(({ shape, path, before: old, after: now }): readonly Judgement[] => {
    if (shape === 'spec.ports[]' && now === undefined) {
      const users = portUsers(change, old, trees.after);
      return [
        judge(
          'outage',
          `port ${String(at(old, 'port'))} is gone${users.length > 0 ? `, which ${some(users)} still use${users.length === 1 ? 's' : ''}` : ': whoever connects to it is refused'}`,
        ),
      ];
    }
    if (shape === 'spec.ports[]' && isMapping(now)) {
      // Nobody used it before, and a process may listen where nothing is declared.
      const [missing] = targetOf(now, after, trees.after);
      return [
        judge(
          'routine',
          `port ${String(now.port)} is new${missing === undefined ? '' : `; ${missing.reason}`}`,
        ),
      ];
    }
    if (shape === 'spec.ports[].targetPort') {
      const port = listAt(after.value, 'spec.ports').find(
        (each) =>
          at(each, 'targetPort') === now || (now === undefined && at(each, 'targetPort') === undefined),
      );
      const missing = targetOf(isMapping(port) ? port : {}, after, trees.after);
      return missing.length > 0
        ? missing
        : [judge('routine', `${path} ${said(old)} → ${said(now)}: its pods have that port`)];
    }
    if (shape === 'spec.ports[].name') {
      const users = namedUsers(change, String(old), trees.after);
      if (users.length > 0)
        return [
          judge(
            'outage',
            `the port ${said(old)} is called ${said(now)}, while ${some(users)} still name${users.length === 1 ? 's' : ''} it by its old name`,
          ),
        ];
      return protocolOf(old) === protocolOf(now)
        ? [judge('routine', `a port has another name: ${said(old)} → ${said(now)}`)]
        : [
            judge(
              'outage',
              `the mesh takes its traffic for ${protocolOf(now)} instead of ${protocolOf(old)}, by the name of the port`,
            ),
          ];
    }
    if (shape === 'spec.ports[].appProtocol')
      return [judge('outage', `proxies take its traffic for another protocol: ${said(old)} → ${said(now)}`)];
    if (shape === 'spec.ports[].protocol')
      return [judge('outage', `it listens for another protocol: ${said(old)} → ${said(now)}`)];
    return [];
  });
};

function protocolOf(name: unknown): string {
  const [first = ''] = String(name ?? '').split('-');
  return [
    'http',
    'http2',
    'https',
    'grpc',
    'grpc-web',
    'mongo',
    'mysql',
    'redis',
    'tls',
    'udp',
    'tcp',
  ].includes(first)
    ? first
    : 'tcp';
}

/** A port that leads to one which none of the pods has. */
function targetOf(
  port: Readonly<Record<string, unknown>>,
  service: Item,
  tree: Surroundings,
): readonly Judgement[] {
  const pods = podsBehind(service, tree);
  const target = port.targetPort ?? port.port;
  const listens = pods.flatMap((item) =>
    containersOf(item).flatMap((container) => listAt(container, 'ports')),
  );
  if (pods.length === 0 || listens.length === 0) return [];
  const found = listens.some(
    (each) => at(each, 'name') === target || String(at(each, 'containerPort')) === String(target),
  );
  return found
    ? []
    : [
        judge(
          'outage',
          `port ${String(port.port)} leads to ${said(target)}, which ${some(pods.map(titleOf))} does not declare`,
        ),
      ];
}

function portUsers({ before }: Edit, port: unknown, tree: Surroundings): readonly string[] {
  const [number, name] = [at(port, 'port'), at(port, 'name')];
  const mesh = tree
    .ofKinds(before.cluster, 'VirtualService')
    .filter((route) =>
      destinationsOf(route).some(
        (to) => String(to.host).split('.')[0] === before.name && at(to, 'port.number') === number,
      ),
    );
  const ingresses = tree
    .inNamespace(before.cluster, before.namespace, 'Ingress')
    .filter((route) =>
      backendsOf(route).some(
        (backend) =>
          textAt(backend, 'service.name') === before.name &&
          (at(backend, 'service.port.number') === number ||
            (name !== undefined && at(backend, 'service.port.name') === name)),
      ),
    );
  return [...mesh, ...ingresses]
    .map(titleOf)
    .concat(name === undefined ? [] : monitors(before, String(name), tree));
}

function namedUsers({ before }: Edit, name: string, tree: Surroundings): readonly string[] {
  const ingresses = tree
    .inNamespace(before.cluster, before.namespace, 'Ingress')
    .filter((route) =>
      backendsOf(route).some(
        (backend) =>
          textAt(backend, 'service.name') === before.name && at(backend, 'service.port.name') === name,
      ),
    );
  return [...ingresses.map(titleOf), ...monitors(before, name, tree)];
}

/** What Prometheus reads by the name of a port. */
function monitors(service: Item, port: string, tree: Surroundings): readonly string[] {
  const labels = textsAt(service.value, 'metadata.labels');
  return tree
    .inNamespace(service.cluster, service.namespace, 'ServiceMonitor')
    .filter(({ value }) => {
      const wanted = Object.entries(textsAt(value, 'spec.selector.matchLabels'));
      return (
        wanted.every(([key, text]) => labels[key] === text) &&
        listAt(value, 'spec.endpoints').some((each) => at(each, 'port') === port)
      );
    })
    .map(titleOf);
}
