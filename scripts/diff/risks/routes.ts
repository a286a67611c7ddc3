import type { Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { annotationOf, at, isMapping, listAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { type FieldRule, isEdit, judge, type Rule, said, some } from './rule.ts';
import { backendsOf, destinationsOf, subsetUsers } from './users.ts';

const ROUTES =
  /^(?:networking\.k8s\.io\/Ingress|networking\.istio\.io\/(?:VirtualService|Gateway)|gateway\.networking\.k8s\.io\/(?:Gateway|HTTPRoute|GRPCRoute|TLSRoute))$/;

/** The names under which an object is reached, in Ingresses, routes and gateways. */
export function hostsOf(item: Item | undefined): readonly string[] {
  if (item === undefined || !ROUTES.test(typeOf(item))) return [];
  const { value, kind } = item;
  if (kind === 'Ingress') return listAt(value, 'spec.rules').map((rule) => textAt(rule, 'host') ?? '*');
  if (kind === 'VirtualService') return listAt(value, 'spec.hosts').map(String);
  if (kind === 'Gateway') {
    return [
      ...listAt(value, 'spec.servers').flatMap((server) =>
        listAt(server, 'hosts').map((host) => String(host).replace(/^.*\//, '')),
      ),
      ...listAt(value, 'spec.listeners').map((listener) => textAt(listener, 'hostname') ?? '*'),
    ];
  }
  return listAt(value, 'spec.hostnames').map(String);
}

/** Whether somebody outside of the cluster comes in by it. */
function isOpenToOutside(item: Item): boolean {
  if (item.kind === 'Ingress') return true;
  if (item.kind !== 'VirtualService') return true;
  const gateways = listAt(item.value, 'spec.gateways').map(String);
  return gateways.some((gateway) => gateway !== 'mesh');
}

/** Whether the Internet comes in by it: an Ingress may be for a network of its own. */
export function isOnInternet(item: Item): boolean {
  if (item.kind !== 'Ingress') return isOpenToOutside(item);
  const scheme = annotationOf(item.value, 'alb.ingress.kubernetes.io/scheme');
  if (scheme !== undefined) return scheme === 'internet-facing';
  const name =
    textAt(item.value, 'spec.ingressClassName') ??
    annotationOf(item.value, 'kubernetes.io/ingress.class') ??
    '';
  return !/alb|internal|private/.test(name);
}

/** Names that come, and names that go. */
export const hosts: Rule = (change) => {
  const { before, after } = change;
  const item = after ?? before;
  if (item === undefined || !ROUTES.test(typeOf(item)) || after === undefined) return [];
  const [old, now] = [hostsOf(before), hostsOf(after)];
  const come = [...new Set(now.filter((host) => !old.includes(host)))];
  const gone = [...new Set(old.filter((host) => !now.includes(host)))];
  return [
    ...(come.length > 0 && isOpenToOutside(after)
      ? [
          judge(
            'security',
            `${isOnInternet(after) ? 'new on the Internet' : 'new from outside the cluster'}: ${some(come)}`,
          ),
        ]
      : []),
    ...(come.length > 0 && !isOpenToOutside(after)
      ? [judge('routine', `new names within the mesh: ${some(come)}`)]
      : []),
    ...(gone.length > 0 ? [judge('outage', `no longer served: ${some(gone)}`)] : []),
  ];
};

/** Where requests go, path by path. */
export const paths: Rule = (change, trees) => {
  if (!isEdit(change)) return [];
  const { before, after } = change;
  const type = typeOf(after);
  if (
    type !== 'networking.k8s.io/Ingress' &&
    type !== 'networking.istio.io/VirtualService' &&
    !type.startsWith('gateway.networking.k8s.io/')
  )
    return [];
  const [old, now] = [routesOf(before), routesOf(after)];
  const hostsNow = hostsOf(after);
  const gone = [...old.keys()].filter(
    (route) => !now.has(route) && hostsNow.includes(route.split(' ')[0] ?? ''),
  );
  const come = [...now.keys()].filter(
    (route) => !old.has(route) && hostsOf(before).includes(route.split(' ')[0] ?? ''),
  );
  const elsewhere = [...now]
    .filter(([route, to]) => old.has(route) && old.get(route) !== to)
    .map(([route, to]) => `${route} → ${to} (was ${old.get(route)})`);
  return [
    ...(gone.length > 0 ? [judge('outage', `no longer served: ${some(gone)}`)] : []),
    ...(come.length > 0
      ? [
          judge(
            isOpenToOutside(after) ? 'security' : 'routine',
            `new ${isOpenToOutside(after) ? 'from outside' : 'in the mesh'}: ${some(come)}`,
          ),
        ]
      : []),
    ...(elsewhere.length > 0 ? [judge('routine', `requests go elsewhere: ${some(elsewhere)}`)] : []),
    ...broken(after, trees.after)
      .filter((text) => !broken(before, trees.before).includes(text))
      .map((text) => judge('outage', text)),
  ];
};

/** Each host and path, with where it leads. */
function routesOf(item: Item): ReadonlyMap<string, string> {
  const { value } = item;
  if (item.kind === 'Ingress') {
    return new Map(
      listAt(value, 'spec.rules').flatMap((rule) =>
        listAt(rule, 'http.paths').map((path) => {
          const service = at(path, 'backend.service');
          return [
            `${textAt(rule, 'host') ?? '*'} ${textAt(path, 'path') ?? '/'}`,
            `${said(at(service, 'name'))}:${said(at(service, 'port.number') ?? at(service, 'port.name'))}`,
          ] as const;
        }),
      ),
    );
  }
  const [rules, field] =
    item.kind === 'VirtualService'
      ? [listAt(value, 'spec.http'), 'match']
      : [listAt(value, 'spec.rules'), 'matches'];
  const names = hostsOf(item);
  return new Map(
    rules.flatMap((rule) => {
      const matches = listAt(rule, field);
      const to = [...listAt(rule, 'route'), ...listAt(rule, 'backendRefs')].map((route) => {
        const weight = at(route, 'weight');
        const place = [at(route, 'destination.host') ?? at(route, 'name'), at(route, 'destination.subset')]
          .filter((each) => each !== undefined)
          .map(said)
          .join(' ');
        return weight === undefined || weight === 100 ? place : `${place} ${String(weight)} %`;
      });
      const redirect = at(rule, 'redirect') ?? at(rule, 'directResponse');
      const target = to.length > 0 ? to.join(' and ') : said(redirect);
      const texts = matches.length === 0 ? ['/'] : matches.map((match) => matchText(match));
      return names.flatMap((host) => texts.map((text) => [`${host} ${text}`, target] as const));
    }),
  );
}

function matchText(match: unknown): string {
  if (!isMapping(match)) return '/';
  const { uri, path, name: _, ...rest } = match;
  const place = isMapping(uri)
    ? Object.values(uri).map(String).join()
    : isMapping(path)
      ? String(path.value)
      : '/';
  return Object.keys(rest).length === 0 ? place : `${place} with ${JSON.stringify(rest).replaceAll('"', '')}`;
}

/** Routes that lead to what the tree does not have. */
function broken(route: Item, tree: Surroundings): readonly string[] {
  const { cluster, namespace } = route;
  if (route.kind === 'Ingress') {
    const services = tree.inNamespace(cluster, namespace, 'Service');
    if (services.length === 0) return [];
    return backendsOf(route).flatMap((backend) => {
      const name = textAt(backend, 'service.name');
      return name === undefined || services.some((service) => service.name === name)
        ? []
        : [`it leads to the Service ${name}, which is not in the tree`];
    });
  }
  if (route.kind !== 'VirtualService') return [];
  const rules = tree.ofKinds(cluster, 'DestinationRule');
  return destinationsOf(route).flatMap(({ host, subset }) => {
    if (typeof subset !== 'string') return [];
    const own = rules.filter(
      ({ value }) => String(at(value, 'spec.host')).split('.')[0] === String(host).split('.')[0],
    );
    const known = own.some(({ value }) =>
      listAt(value, 'spec.subsets').some((each) => at(each, 'name') === subset),
    );
    return known || own.length === 0
      ? []
      : [`it leads to the subset ${subset} of ${String(host)}, which no DestinationRule has`];
  });
}

/** Subsets that go while routes name them, or fit no pod. */
export const subsets: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== 'networking.istio.io/DestinationRule') return [];
  return change.fields.flatMap(({ shape, before, after, path }) => {
    if (shape === 'spec.host')
      return [judge('outage', `it holds for another host: ${said(before)} → ${said(after)}`)];
    if (shape === 'spec.subsets' || (shape === 'spec.subsets[]' && after === undefined)) {
      const names = (Array.isArray(before) ? before : [before])
        .flatMap((each) => textAt(each, 'name') ?? [])
        .filter(
          (name) => !listAt(change.after.value, 'spec.subsets').some((each) => at(each, 'name') === name),
        );
      if (names.length === 0) return [];
      const users = subsetUsers(change.before, trees.after, names);
      return [
        users.length > 0
          ? judge(
              'outage',
              `the subset ${some(names)} is gone, which ${some(users)} still use${users.length === 1 ? 's' : ''}`,
            )
          : judge('routine', `the subset ${some(names)} is gone, which no route uses`),
      ];
    }
    if (shape.startsWith('spec.subsets[].labels'))
      return [judge('outage', `a subset is other pods: ${path} ${said(before)} → ${said(after)}`)];
    return [];
  });
};

const MESH_ROUTE = /^networking\.istio\.io\/VirtualService$/;
const GATEWAY = /^networking\.istio\.io\/Gateway$/;

export const routeFields: readonly FieldRule[] = [
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.fault\b/,
    says: ({ after }) =>
      after === undefined
        ? judge('routine', 'requests no longer fail on purpose')
        : judge('outage', 'requests fail or wait on purpose (fault)'),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.corsPolicy\b/,
    says: ({ path, after }) =>
      judge('security', `pages of other origins may call it: ${path} ${said(after)}`),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.http\[\]\.timeout$/,
    says: ({ before, after }) =>
      judge('routine', `callers wait ${said(after)} for an answer instead of ${said(before)}`),
  },
  {
    types: MESH_ROUTE,
    shape: /^spec\.(?:gateways|exportTo)$/,
    says: ({ path, before, after }) => {
      const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
      const [gone, come] = [
        list(before).filter((each) => !list(after).includes(each)),
        list(after).filter((each) => !list(before).includes(each)),
      ];
      return [
        ...(come.length > 0
          ? [
              judge(
                path.endsWith('gateways') ? 'security' : 'routine',
                `its routes hold at ${some(come)} too`,
              ),
            ]
          : []),
        ...(gone.length > 0 ? [judge('outage', `its routes no longer hold at ${some(gone)}`)] : []),
      ];
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.servers\[\]\.tls\b/,
    says: ({ path, before, after }) => {
      if (path.endsWith('credentialName'))
        return judge(
          'outage',
          `another certificate is shown: ${said(before)} → ${said(after)}; it has to be there`,
        );
      if (path.endsWith('httpsRedirect'))
        return after === true
          ? judge('routine', 'plain HTTP is sent on to HTTPS')
          : judge('security', 'plain HTTP is served instead of sent on to HTTPS');
      return judge('security', `the gateway asks for another TLS: ${path} ${said(before)} → ${said(after)}`);
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.servers\[\](?:\.port\b.*)?$/,
    says: ({ path, before, after }) => {
      if (after === undefined)
        return judge(
          'outage',
          `the gateway no longer listens: ${path} ${said(at(before, 'port'))} for ${said(at(before, 'hosts'))}`,
        );
      if (before === undefined)
        return judge(
          'security',
          `the gateway listens anew: ${said(at(after, 'port'))} for ${said(at(after, 'hosts'))}`,
        );
      const isPlain = /^HTTP$/.test(String(after)) && /HTTPS|TLS/.test(String(before));
      return judge(
        isPlain ? 'security' : 'outage',
        `the gateway listens in another way: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.selector\b/,
    says: ({ before, after }) => judge('outage', `other pods listen: ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.k8s\.io\/Ingress$/,
    shape: /^spec\.ingressClassName$/,
    says: ({ before, after }) =>
      judge('outage', `another controller serves it, at another address: ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.k8s\.io\/Ingress$/,
    shape: /^spec\.tls\b/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('security', `it is served without TLS: ${path} ${said(before)} is gone`)
        : judge('outage', `another certificate is shown: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.istio\.io\/ServiceEntry$/,
    shape: /^spec\.hosts$/,
    says: ({ before, after }) => [
      ...(listed(after, before).length > 0
        ? [judge('security', `the mesh may call ${some(listed(after, before))}`)]
        : []),
      ...(listed(before, after).length > 0
        ? [judge('outage', `the mesh may no longer call ${some(listed(before, after))}`)]
        : []),
    ],
  },
];

function listed(some: unknown, others: unknown): readonly string[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  return list(some).filter((each) => !list(others).includes(each));
}

/** A load balancer of AWS is told by annotations. */
export const loadBalancers: Rule = (change): readonly Judgement[] => {
  if (!isEdit(change) || !['Ingress', 'Service'].includes(change.after.kind)) return [];
  return change.fields.flatMap(({ path, before, after }) => {
    const key = /^metadata\.annotations\["?([^"\]]+)"?\]$/.exec(path)?.[1];
    const name =
      key === undefined
        ? undefined
        : /(?:alb\.ingress\.kubernetes\.io\/|aws-load-balancer-|nginx\.ingress\.kubernetes\.io\/)(.+)$/.exec(
            key,
          )?.[1];
    if (name === undefined) return [];
    const text = `${name} ${said(before)} → ${said(after)}`;
    if (name === 'scheme')
      return [
        judge(
          after === 'internet-facing' ? 'security' : 'outage',
          `its load balancer is made anew, ${after === 'internet-facing' ? 'open to the Internet' : 'for internal callers only'}: ${text}`,
        ),
      ];
    if (
      /^(?:wafv2-acl-arn|waf-acl-id|shield-advanced-protection|auth-.*|inbound-cidrs|security-groups|prefix-lists|ssl-policy|ssl-negotiation-policy|whitelist-source-range|mutual-authentication|ssl-redirect|force-ssl-redirect|actions\.ssl-redirect)$/.test(
        name,
      )
    )
      return [judge('security', `who gets in, or how safely, changes: ${text}`)];
    if (
      /^(?:certificate-arn|ssl-cert|group\.name|load-balancer-name|listen-ports|target-type|nlb-target-type|subnets|healthcheck.*|backend-protocol.*|conditions\..*|actions\..*|rewrite-target|success-codes)$/.test(
        name,
      )
    )
      return [judge('outage', `the load balancer listens, looks or sends in another way: ${text}`)];
    return [];
  });
};
