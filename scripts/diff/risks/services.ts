import type { Item, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { annotationOf, at, isMapping, listAt, mappingAt, textAt, textsAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { containersOf, labelsOfPods, WORKLOADS } from './pods.ts';
import { type Edit, type FieldRule, gained, isEdit, judge, lost, type Rule, said, some } from './rule.ts';
import { backendsOf, destinationsOf, routesTo } from './users.ts';

const SERVICE = /^\/Service$/;

/** Whom a Service sends to. */
export const selection: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== '/Service') return [];
  const { before, after } = change;
  const isSelected = change.fields.some(({ shape }) => shape.startsWith('spec.selector'));
  if (!isSelected) return [];
  const [old, now] = [podsBehind(before, trees.before), podsBehind(after, trees.after)];
  if (now.length === 0)
    return [
      judge(
        'outage',
        `its selector fits no pod of the tree: ${JSON.stringify(mappingAt(after.value, 'spec.selector'))}`,
      ),
    ];
  if (old.map(titleOf).join() === now.map(titleOf).join())
    return [
      judge(
        'routine',
        `its selector says it in other words: the pods are those of ${some(now.map(titleOf))} as before`,
      ),
    ];
  return [
    judge(
      'outage',
      `it sends to other pods: ${some(old.map(titleOf)) || 'nobody'} → ${some(now.map(titleOf))}`,
    ),
  ];
};

function podsBehind(service: Item, tree: Surroundings): readonly Item[] {
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

/** Who reaches a Service from outside. */
export const exposure: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || typeOf(after) !== '/Service') return [];
  const [old, now] = [before === undefined ? 'ClusterIP' : typeOfService(before), typeOfService(after)];
  const isInternal = internal(after);
  if (old === now) {
    return before !== undefined && now === 'LoadBalancer' && internal(before) && !isInternal
      ? [judge('security', 'its load balancer faces the Internet from now on')]
      : [];
  }
  if (now === 'LoadBalancer')
    return [
      judge(
        'security',
        isInternal
          ? 'an internal load balancer opens it to the networks around the cluster'
          : 'a load balancer opens it to the world',
      ),
    ];
  if (now === 'NodePort')
    return old === 'LoadBalancer'
      ? [judge('outage', 'its load balancer goes, and its address with it')]
      : [judge('security', 'it is open at a port of every node')];
  if (!isEdit(change)) return [];
  if (now === 'ExternalName')
    return [
      judge(
        'outage',
        `it is only another name for ${said(at(after.value, 'spec.externalName'))} from now on`,
      ),
    ];
  if (old === 'LoadBalancer') return [judge('outage', 'its load balancer goes, and its address with it')];
  const users = routesTo(after, trees.after);
  return [
    judge(
      'outage',
      `it is no longer open at a port of the nodes (${old} → ${now})${users.length > 0 ? `, while ${some(users)} uses it` : ''}`,
    ),
  ];
};

function typeOfService({ value }: Item): string {
  return textAt(value, 'spec.type') ?? 'ClusterIP';
}

function internal({ value }: Item): boolean {
  const scheme = annotationOf(value, 'service.beta.kubernetes.io/aws-load-balancer-scheme');
  if (scheme !== undefined) return scheme !== 'internet-facing';
  const flags = Object.entries(textsAt(value, 'metadata.annotations')).filter(([key]) =>
    /load-balancer-(?:internal|type)$/.test(key),
  );
  return flags.some(([, text]) => /^(?:true|internal)$/i.test(text));
}

export const serviceFields: readonly FieldRule[] = [
  {
    types: SERVICE,
    shape: /^spec\.ports\[\]\.nodePort$/,
    says: ({ before, after }) =>
      Number(before ?? 0) === 0
        ? judge('routine', `the nodes listen at ${said(after)} for it`)
        : judge(
            'outage',
            `nodes no longer listen at ${said(before)}, but at ${Number(after ?? 0) === 0 ? 'any port' : said(after)}`,
          ),
  },
  {
    types: SERVICE,
    shape: /^spec\.loadBalancerSourceRanges\b/,
    says: (field, { after }) => {
      // Another rule says what goes with the load balancer.
      if (typeOfService(after) !== 'LoadBalancer') return [];
      if (field.after === undefined || (Array.isArray(field.after) && field.after.length === 0))
        return judge('security', 'everybody may use its load balancer from now on');
      return [
        ...(gained(field).length > 0 && field.before !== undefined
          ? [judge('security', `${some(gained(field))} may use its load balancer`)]
          : []),
        ...(lost(field).length > 0 || field.before === undefined
          ? [
              judge(
                'outage',
                `only ${some(gained({ ...field, before: undefined }))} may use its load balancer from now on`,
              ),
            ]
          : []),
      ];
    },
  },
  {
    types: SERVICE,
    shape: /^spec\.externalIPs\b/,
    says: ({ after }) => judge('security', `nodes take traffic for other addresses: ${said(after)}`),
  },
  {
    types: SERVICE,
    shape: /^spec\.(?:externalTrafficPolicy|internalTrafficPolicy)$/,
    says: ({ path, after }) =>
      after === 'Local'
        ? judge('outage', `${path} Local: nodes without a pod of it drop its traffic`)
        : judge(
            'routine',
            `${path} ${said(after)}: pods may see the address of a node instead of the caller's`,
          ),
  },
  {
    types: SERVICE,
    shape: /^spec\.publishNotReadyAddresses$/,
    says: ({ after }) =>
      judge(
        'outage',
        after === true
          ? 'pods that are not ready get traffic too'
          : 'pods are not found before they are ready',
      ),
  },
  {
    types: SERVICE,
    shape: /^spec\.(?:sessionAffinity|trafficDistribution)\b/,
    says: ({ path, after }) =>
      judge('routine', `callers are shared out in another way: ${path} ${said(after)}`),
  },
  {
    types: SERVICE,
    shape: /^spec\.(?:ipFamilies|ipFamilyPolicy)\b/,
    says: ({ path, before, after }) => {
      const first = (value: unknown) => (Array.isArray(value) ? String(value[0]) : undefined);
      const [old, now] = [first(before), first(after)];
      if (old !== undefined && now !== undefined && old !== now) return undefined;
      const isLess =
        /SingleStack/.test(String(after)) ||
        (Array.isArray(before) && Array.isArray(after) && after.length < before.length);
      const text = `${path} ${said(before)} → ${said(after)}`;
      return isLess
        ? judge('outage', `whoever calls its address of the other family is refused: ${text}`)
        : judge('routine', `it gets addresses of another family too: ${text}`);
    },
  },
  {
    types: SERVICE,
    shape: /^spec\.externalName$/,
    says: ({ before, after }) =>
      judge('outage', `it leads to another host: ${said(before)} → ${said(after)}`),
  },
];
