import { isMeshed } from '../../platform/kit/namespace.ts';
import { labelledRevision } from '../../platform/kit/proxy-revision.ts';
import type { Context } from '../../platform/unit/unit.ts';
import type { PlacedWorkload } from '../../platform/workload/declaration/placed-workload.ts';
import { type Each, each, type Only, only, type Quantifier, rendered } from '../model/evidence.ts';
import { absent, atLeast, every, type Matcher, matching } from '../model/expected.ts';
import { query } from '../model/query.ts';
import {
  callersOf,
  eachMeshedNamespace,
  eachMeshedService,
  isService,
  namespacesOf,
  workloadOf,
} from './members.ts';

/** Pods of each namespace get a proxy, from the control plane that the contract gives it. */
export const injected: Each = each(eachMeshedNamespace(), (namespace, { cluster }) =>
  rendered(`namespaces/_cluster/namespace-${namespace}.yaml`)({
    'metadata.labels["istio.io/rev"]': cluster.mesh ? labelledRevision(namespace, cluster.mesh) : absent,
  }),
);

/** Plain text is refused, and nobody may call anybody until a service's own policy says so. */
export function closedMesh(of: Quantifier = eachMeshedNamespace()): Each {
  return each(of, (namespace) => [
    rendered(`mesh-policies/${namespace}/peerauthentication-default.yaml`)({
      'metadata.namespace': namespace,
      spec: { mtls: { mode: 'STRICT' } },
    }),
    rendered(`mesh-policies/${namespace}/authorizationpolicy-allow-nothing.yaml`)({
      'metadata.namespace': namespace,
      spec: {},
    }),
  ]);
}

/** No PeerAuthentication beside them: a narrower one would win and could take plain text again. */
export const noOtherPeerAuthentication: Only = only(
  /peerauthentication-/,
  'one PeerAuthentication for the mesh and one for each namespace in it, and no other',
  (context) => {
    if (context.cluster.mesh === undefined) return [];
    const meshed = [...namespacesOf(context).values()].filter((one) => isMeshed(one, context.cluster));
    return [...new Set(['istio-system', ...meshed.map(({ name }) => name)])].map(
      (namespace) => `mesh-policies/${namespace}/peerauthentication-default.yaml`,
    );
  },
);

/**
 * Requests in the mesh go to the stable pods of a service, each within a time, and pods that fail are ejected; at rest
 * nobody else is asked.
 */
export function routed(of: Quantifier = eachMeshedService()): Each {
  return each(of, (name, context) => {
    const { namespace } = workloadOf(context, name);
    const host = `${name}.${namespace}.svc.cluster.local`;
    const folder = `${name}/${namespace}`;
    return [
      rendered(`${folder}/virtualservice-${name}.yaml`)({
        'spec.hosts': [host],
        'spec.gateways': absent,
        'spec.http[*].route[0].destination.subset': every('stable'),
        'spec.http[*].route[0].destination.host': every(host),
        'spec.http[*].timeout': every(matching(/^\d+s$/)),
      }),
      rendered(`${folder}/destinationrule-${name}.yaml`)({
        'spec.host': host,
        'spec.subsets': [{ name: 'stable', labels: { track: 'stable' } }],
        'spec.trafficPolicy.outlierDetection.consecutive5xxErrors': atLeast(1),
        'spec.trafficPolicy.tls': absent,
      }),
    ];
  });
}

/** The account of the mesh's entry. */
const GATEWAY = { namespace: 'istio-system', serviceAccount: 'istio-ingressgateway' } as const;

/** The identities of this cluster that may call a service: those that declare it, its smoke test, and the entry. */
function identitiesOf(one: PlacedWorkload, context: Context): readonly string[] {
  const trustDomain = context.cluster.mesh?.trustDomain ?? 'cluster.local';
  const { declaration } = one;
  const entry = isService(declaration) && declaration.exposes !== undefined ? [GATEWAY] : [];
  return [...entry, ...callersOf(one, context)].map(
    ({ namespace, serviceAccount }) => `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
  );
}

/**
 * Only the declared callers may call a service, on its port, by their identities. Callers of linked clusters come from
 * the trust domains of those; a request of the public carries a token where the service asks for one.
 */
export function calledAsDeclared(of: Quantifier = eachMeshedService()): Each {
  return each(of, (name, context) => {
    const one = workloadOf(context, name);
    return rendered(`${name}/${one.namespace}/authorizationpolicy-allow-${name}.yaml`)({
      'metadata.namespace': one.namespace,
      'spec.selector': { matchLabels: { app: name } },
      'spec.action': 'ALLOW',
      'spec.rules': allowsOnly(one, context),
    });
  });
}

function allowsOnly(one: PlacedWorkload, context: Context): Matcher {
  const callers = identitiesOf(one, context);
  const { declaration } = one;
  const port = isService(declaration) ? String(declaration.port) : 'none';
  const linked = context.fleet.clusters
    .filter(({ name }) => context.cluster.linkedTo.includes(name))
    .flatMap(({ mesh }) => (mesh === undefined ? [] : [`${mesh.trustDomain}/`]));
  const token = isService(declaration) && declaration.authentication !== undefined;
  const issuer = context.cluster.customerTokens?.issuer;
  return {
    says: `allows ${callers.join(', ')}${linked.length === 0 ? '' : ', and callers of linked clusters'}, at ${port} only`,
    holds: (rules) => {
      if (!Array.isArray(rules) || rules.length === 0) return false;
      const found = rules.flatMap((rule) => listed(query(rule, 'from[*].source.principals')));
      const known = found.filter((one) => !linked.some((domain) => one.startsWith(domain)));
      return (
        known.length === callers.length &&
        callers.every((caller) => known.includes(caller)) &&
        found.every((one) => /^[a-z0-9.-]+\/ns\/[a-z0-9-]+\/sa\/[a-z0-9-]+$/.test(one)) &&
        rules.every((rule) => isNarrow(rule, port, token ? `${issuer}/*` : undefined)) &&
        rules.every((rule) => leavesOutNamesakes(rule, context))
      );
    },
  };
}

/** A rule with identities, one port and no other field; the public's with its token. */
function isNarrow(rule: unknown, port: string, token: string | undefined): boolean {
  const sources = query(rule, 'from[*].source');
  const principals = listed(query(rule, 'from[*].source.principals'));
  const tokens = listed(query(rule, 'from[*].source.requestPrincipals'));
  const isPublic = principals.some((one) => one.endsWith(`/sa/${GATEWAY.serviceAccount}`));
  return (
    keysOf([rule]).every((key) => ['from', 'to'].includes(key)) &&
    keysOf(sources).every((key) => ['principals', 'notPrincipals', 'requestPrincipals'].includes(key)) &&
    principals.length > 0 &&
    JSON.stringify(query(rule, 'to')) === JSON.stringify([{ operation: { ports: [port] } }]) &&
    JSON.stringify(tokens) === JSON.stringify(isPublic && token !== undefined ? [token] : [])
  );
}

/** What a source with identities of the cluster's own trust domain has beside them. */
export function withoutNamesakes({ cluster: { mesh } }: Context): { readonly notPrincipals?: string[] } {
  const aliases = mesh?.trustDomainAliases ?? [];
  return aliases.length === 0 ? {} : { notPrincipals: aliases.map((domain) => `${domain}/*`) };
}

/** istiod takes an identity for its namesakes of aliased trust domains, unless its source leaves those out. */
function leavesOutNamesakes(rule: unknown, { cluster: { mesh } }: Context): boolean {
  const domains = mesh === undefined ? [] : [mesh.trustDomain, ...mesh.trustDomainAliases];
  const sources = query(rule, 'from[*].source');
  return (
    Array.isArray(sources) &&
    sources.every((source) => {
      const principals = listed(query(source, 'principals'));
      const others = domains.filter((domain) => !principals.some((one) => one.startsWith(`${domain}/`)));
      const left = others.map((domain) => `${domain}/*`).sort();
      return JSON.stringify([...listed(query(source, 'notPrincipals'))].sort()) === JSON.stringify(left);
    })
  );
}

function keysOf(objects: unknown): readonly string[] {
  return Array.isArray(objects) ? objects.flatMap((one) => Object.keys(one ?? {})) : ['no list'];
}

function listed(found: unknown): readonly string[] {
  return Array.isArray(found) ? found.flat().filter((one) => typeof one === 'string') : [];
}
