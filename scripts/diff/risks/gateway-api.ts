import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { Item, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, isMapping, listAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { type FieldRule, isEdit, judge, type Rule, said, some } from './rule.ts';

const GATEWAY = /^gateway\.networking\.k8s\.io\/Gateway$/;
const ROUTE = /^gateway\.networking\.k8s\.io\/\w+Route$/;
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
/** From the narrowest on. */
const FROM = ['None', 'Same', 'Selector', 'All'];

export const gatewayFields: readonly FieldRule[] = [
  {
    types: GATEWAY,
    shape: /^spec\.listeners\[\]\.allowedRoutes(?:\.namespaces)?(?:\.from)?$/,
    says: ({ path, before, after }) => {
      const from = (value: unknown) =>
        String(
          (typeof value === 'string' ? value : (at(value, 'namespaces.from') ?? at(value, 'from'))) ??
            byDefault('gateway.networking.k8s.io/Gateway', 'spec.listeners[].allowedRoutes.namespaces.from'),
        );
      const [old, now] = [from(before), from(after)];
      const text = `${path} ${old} → ${now}`;
      if (old === now) return undefined;
      return FROM.indexOf(now) > FROM.indexOf(old)
        ? judge(
            'security',
            `routes of ${now === 'All' ? 'every namespace' : 'other namespaces'} are taken: ${text}`,
          )
        : judge('outage', `routes of other namespaces are no longer taken: ${text}`);
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.listeners\[\]\.allowedRoutes\.namespaces\.selector\b/,
    says: ({ path, before, after }, { after: item }) =>
      // Without `from: Selector` it says nothing.
      listAt(item.value, 'spec.listeners').some(
        (each) => textAt(each, 'allowedRoutes.namespaces.from') === 'Selector',
      )
        ? judge('security', `routes of other namespaces are taken: ${path} ${said(before)} → ${said(after)}`)
        : undefined,
  },
  {
    types: GATEWAY,
    shape: /^spec\.listeners\[\]\.tls(?:\.mode)?$/,
    says: ({ path, before, after }) =>
      judge(
        after === undefined ? 'security' : 'outage',
        `the gateway ends TLS in another way: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: GATEWAY,
    shape: /^spec\.listeners\[\]\.tls\.certificateRefs\b/,
    says: ({ path, before, after }) =>
      judge('outage', `another certificate is shown: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: GATEWAY,
    shape: /^spec\.listeners\[\]\.tls\.(?:options|frontendValidation)\b|^spec\.tls\b/,
    says: ({ path, before, after }) =>
      judge('security', `the gateway asks for another TLS: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: GATEWAY,
    shape: /^spec\.listeners\[\](?:\.(?:port|protocol))?$/,
    says: ({ path, before, after }) => {
      if (after === undefined)
        return judge('outage', `the gateway no longer listens: ${path} ${said(before)}`);
      if (before === undefined) return judge('security', `the gateway listens anew: ${path} ${said(after)}`);
      const isPlain = after === 'HTTP' && /HTTPS|TLS/.test(String(before));
      return judge(
        isPlain ? 'security' : 'outage',
        `the gateway listens in another way: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
  {
    types: GATEWAY,
    shape: /^spec\.(?:gatewayClassName|addresses)\b/,
    says: ({ path, before, after }) =>
      judge('outage', `it listens elsewhere, at another address: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: ROUTE,
    shape: /^spec\.parentRefs(?:\[\](?:\.(?:name|namespace|port))?)?$/,
    says: ({ path, before, after }) =>
      before === undefined && isMapping(after)
        ? judge('security', `its routes hold at ${textAt(after, 'name')} too`)
        : judge('outage', `its routes hold elsewhere: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: ROUTE,
    shape: /^spec\.rules\[\]\.filters\[\](?:\.(?:urlRewrite|requestRedirect|extensionRef)\b.*)?$/,
    says: ({ path, before, after }) => {
      const isHarmless = [before, after].some((value) =>
        /^(?:Request|Response)HeaderModifier$/.test(typeIn(value)),
      );
      return judge(
        isHarmless ? 'routine' : 'outage',
        `requests are changed on their way: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
];

function typeIn(filter: unknown): string {
  return textAt(filter, 'type') ?? '';
}

/** Routes that name a listener which their Gateway does not have, and Gateways that lose one that is named. */
export const listeners: Rule = (change, trees): readonly Judgement[] => {
  if (!isEdit(change)) return [];
  const { before, after } = change;
  if (ROUTE.test(typeOf(after))) {
    const known = lostParents(before, trees.before);
    return lostParents(after, trees.after)
      .filter((text) => !known.includes(text))
      .map((text) => judge('outage', text));
  }
  if (!GATEWAY.test(typeOf(after))) return [];
  const gone = listAt(before.value, 'spec.listeners')
    .flatMap((each) => textAt(each, 'name') ?? [])
    .filter((name) => !listAt(after.value, 'spec.listeners').some((each) => at(each, 'name') === name));
  const users = trees.after
    .ofKinds(after.cluster, ...ROUTES)
    .filter((route) =>
      parentsOf(route).some(
        (parent) =>
          parent.name === after.name &&
          parent.namespace === after.namespace &&
          gone.includes(parent.section ?? ''),
      ),
    );
  return users.length === 0
    ? []
    : [
        judge(
          'outage',
          `${some(users.map(titleOf))} still name${users.length === 1 ? 's' : ''} the listener ${some(gone)}`,
        ),
      ];
};

interface Parent {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly section: string | undefined;
}

function parentsOf(route: Item): readonly Parent[] {
  return listAt(route.value, 'spec.parentRefs').flatMap((parent) => {
    if (
      (textAt(parent, 'kind') ??
        byDefault('gateway.networking.k8s.io/HTTPRoute', 'spec.parentRefs[].kind')) !== 'Gateway'
    )
      return [];
    return [
      {
        name: textAt(parent, 'name') ?? '',
        namespace: textAt(parent, 'namespace') ?? route.namespace,
        section: textAt(parent, 'sectionName'),
      },
    ];
  });
}

function lostParents(route: Item, tree: Surroundings): readonly string[] {
  return parentsOf(route).flatMap(({ name, namespace, section }) => {
    const gateway = tree.inNamespace(route.cluster, namespace, 'Gateway').find((each) => each.name === name);
    if (gateway === undefined || section === undefined || !GATEWAY.test(typeOf(gateway))) return [];
    return listAt(gateway.value, 'spec.listeners').some((each) => at(each, 'name') === section)
      ? []
      : [`${titleOf(gateway)} has no listener ${section}, so the route is taken by nobody`];
  });
}
