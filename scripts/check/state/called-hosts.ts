import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { at, fieldsAt, list, listAt, type Path, text, textAt } from './read.ts';
import type { Resource } from './resource.ts';
import { isSeen, type ServicePort, type ServiceState, servicesIn } from './service-ports.ts';
import type { Workload } from './workload.ts';

/** A host that a workload is told to call. */
export interface Call {
  readonly resource: Resource;
  readonly path: Path;
  /** As it was written, without a dot at its end. */
  readonly host: string;
  /** Undefined where neither the text nor its scheme says one. */
  readonly port: number | undefined;
  readonly scheme: string | undefined;
  /** Of the variable; empty for an argument. */
  readonly variable: string;
}

const PORTS: Readonly<Record<string, number>> = {
  ...{ http: 80, https: 443, ws: 80, wss: 443, postgres: 5432, postgresql: 5432, mysql: 3306, redis: 6379 },
  ...{
    rediss: 6379,
    mongodb: 27_017,
    amqp: 5672,
    amqps: 5671,
    nats: 4222,
    kafka: 9092,
    ldap: 389,
    ldaps: 636,
  },
  ...{ smtp: 25, mariadb: 3306, memcached: 11_211, sqlserver: 1433 },
};

const URL =
  /\b(?:jdbc:)?([a-z][a-z0-9+.-]*):\/\/(?:[^\s/@'"]*@)?([a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)\.?(?::(\d{1,5}))?(?=[/?#,\s'"]|$)/g;
const HOST_AND_PORT = /^([a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?):(\d{2,5})$/;
const HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Variables with a name of the program's own, or one that it only writes into answers. */
const NOT_CALLED =
  /PUBLIC|ORIGIN|REDIRECT|CALLBACK|ALLOWED|CORS|COOKIE|ISSUER|AUDIENCE|SCHEMA|LICENSE|DOCS|RUNBOOK|BIND|LISTEN|SELF|(?:^|_)(?:ROOT|BASE|EXTERNAL|SITE|APP|FRONTEND|DASHBOARD|CANONICAL|ADVERTISED?)_(?:URL|HOST|DOMAIN)S?$|NO_PROXY|no_proxy/;

const known = remembered((state: ClusterState) => {
  const byWorkload = new Map<Workload, readonly Call[]>();
  for (const workload of state.workloads) byWorkload.set(workload, found(state, workload));
  return byWorkload;
});

/** The hosts that the variables and arguments of a workload name. */
export function callsOf(state: ClusterState, workload: Workload): readonly Call[] {
  return known(state).get(workload) ?? [];
}

function found(state: ClusterState, { resource, namespace, containers }: Workload): readonly Call[] {
  return containers.flatMap(({ value, path }) => {
    const variables = list(value.env).flatMap((each, index): Told[] => {
      const name = textAt(each, 'name') ?? '';
      const own = textAt(each, 'value');
      if (own !== undefined) return [{ resource, path: [...path, 'env', index, 'value'], name, text: own }];
      const from = at(each, 'valueFrom', 'configMapKeyRef');
      const key = textAt(from, 'key') ?? '';
      const map = state.find('/ConfigMap', namespace, textAt(from, 'name') ?? '');
      const data = map === undefined ? undefined : textAt(map.value, 'data', key);
      return map === undefined || data === undefined
        ? []
        : [{ resource: map, path: ['data', key], name, text: data }];
    });
    const maps = list(value.envFrom).flatMap((each): Told[] => {
      const map = state.find('/ConfigMap', namespace, textAt(each, 'configMapRef', 'name') ?? '');
      if (map === undefined) return [];
      return Object.entries(fieldsAt(map.value, 'data')).flatMap(([key, data]): Told[] =>
        typeof data === 'string' ? [{ resource: map, path: ['data', key], name: key, text: data }] : [],
      );
    });
    const told = [...variables, ...maps];
    const args = ['command', 'args'].flatMap((field) =>
      listAt(value, field).flatMap((each, index): Told[] => {
        const own = text(each);
        return own === undefined ? [] : [{ resource, path: [...path, field, index], name: '', text: own }];
      }),
    );
    return [...told.flatMap((each) => callsIn(each, told)), ...args.flatMap((each) => callsIn(each, []))];
  });
}

interface Told {
  readonly resource: Resource;
  readonly path: Path;
  readonly name: string;
  readonly text: string;
}

function callsIn({ resource, path, name, text: told }: Told, all: readonly Told[]): readonly Call[] {
  if (told.length > 2000 || NOT_CALLED.test(name)) return [];
  const call = (host: string, port: number | undefined, scheme: string | undefined): Call[] =>
    isName(host) ? [{ resource, path, host: host.toLowerCase(), port, scheme, variable: name }] : [];
  const urls = [...told.matchAll(URL)].flatMap(([, scheme = '', host = '', port]) =>
    call(host, port === undefined ? PORTS[scheme.toLowerCase()] : Number(port), scheme.toLowerCase()),
  );
  if (urls.length > 0 || told.includes('://')) return urls;
  const value = name === '' ? told.replace(/^-{1,2}[a-zA-Z0-9_.-]+=/, '') : told;
  const pairs = value.split(',').flatMap((each) => {
    const [, host = '', port = ''] = HOST_AND_PORT.exec(each.trim()) ?? [];
    return host === '' ? [] : call(host, Number(port), undefined);
  });
  if (
    pairs.length > 0 ||
    name === '' ||
    !/(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|SERVICE)$/i.test(name)
  )
    return pairs;
  if (!HOST.test(value)) return [];
  const prefix = name.replace(/(?:HOSTNAME|HOST|ADDRESS|ADDR|SERVER|ENDPOINT|SERVICE)$/i, '');
  const port = all.find((each) => each.name === `${prefix}PORT`)?.text;
  return call(value, port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined, undefined);
}

function isName(host: string): boolean {
  return (
    !/^(?:localhost|[\d.]+|.*\.(?:local|localhost|invalid|test))$/i.test(
      host.replace(/\.svc\.cluster\.local$/i, ''),
    ) && /[a-z]/i.test(host)
  );
}

/** Names under which the world reaches the cluster: a program that is told one of them writes it into its answers. */
const ownNames = remembered((state: ClusterState): ReadonlySet<string> => {
  const lists = [
    ...state
      .of('networking.k8s.io/Ingress')
      .flatMap(({ value }) => listAt(value, 'spec', 'rules').map((rule) => at(rule, 'host'))),
    ...state
      .of(
        'networking.istio.io/VirtualService',
        'gateway.networking.k8s.io/HTTPRoute',
        'gateway.networking.k8s.io/GRPCRoute',
      )
      .filter(
        ({ kind, value }) =>
          kind !== 'VirtualService' || listAt(value, 'spec', 'gateways').some((name) => name !== 'mesh'),
      )
      .flatMap(({ value }) => [...listAt(value, 'spec', 'hosts'), ...listAt(value, 'spec', 'hostnames')]),
  ];
  return new Set(lists.filter((host) => typeof host === 'string'));
});

/** What a call leads to. */
export type Target =
  | { readonly type: 'service'; readonly service: ServiceState; readonly port: ServicePort | undefined }
  /** The tree has the namespace, and not the Service. */
  | { readonly type: 'missing'; readonly namespace: string; readonly name: string }
  | { readonly type: 'external'; readonly host: string }
  | { readonly type: 'unknown' };

/** As the resolver of a pod of a namespace finds it: `name`, `name.namespace`, or more of the full name. */
export function targetOf(
  state: ClusterState,
  { host, port }: Pick<Call, 'host' | 'port'>,
  home: string,
): Target {
  const parts = host.replace(/\.svc(?:\.cluster\.local)?$/, '').split('.');
  const isFull = /\.svc(?:\.cluster\.local)?$/.test(host);
  const services = servicesIn(state);
  const [name = '', namespace = home] = parts;
  const service =
    parts.length <= 2
      ? services.get(`${namespace}/${name}`)
      : parts.length === 3 && isFull
        ? services.get(`${parts[2]}/${parts[1]}`)
        : undefined;
  if (service !== undefined) {
    return { type: 'service', service, port: service.ports.find((each) => each.number === port) };
  }
  if (isFull || (parts.length === 2 && state.namespaces.has(namespace))) {
    return isSeen(state, namespace) ? { type: 'missing', namespace, name } : { type: 'unknown' };
  }
  if (ownNames(state).has(host)) return { type: 'unknown' };
  return parts.length >= 2 && /^[a-z]{2,}$/.test(parts.at(-1) ?? '')
    ? { type: 'external', host }
    : { type: 'unknown' };
}
