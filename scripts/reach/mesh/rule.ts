import type {
  AuthorizationCondition,
  AuthorizationOperation,
  AuthorizationPolicy,
  AuthorizationRule,
  AuthorizationSource,
} from '../../cluster-model/mesh/authorization-policy.ts';
import type { MeshConfig } from '../../cluster-model/mesh/mesh-config.ts';
import { admitsCluster, admitsRegion } from '../addresses.ts';
import { ALWAYS, type Alternatives, both, either, NEVER, only } from './alternatives.ts';
import { type Caller, isPrincipal, isServiceAccount } from './caller.ts';
import { isAny, isWithin as isPatternWithin, listed, noneOf, oneOf } from './demand.ts';
import { fits } from './pattern.ts';

/** A connection to a port, and what of it the callee's proxy can see. */
export interface Call {
  readonly caller: Caller;
  readonly port: number;
  /** Whether the proxy reads requests; else it sees only a stream of bytes. */
  readonly isHttp: boolean;
  readonly config: MeshConfig;
  /** Networks of the cluster's pods, where they are known. */
  readonly podNetworks: readonly string[];
}

/** For which requests a rule of a policy matches. */
export function matching(rule: AuthorizationRule, policy: AuthorizationPolicy, call: Call): Alternatives {
  const { from, to, when } = rule;
  return both(
    from === undefined || from.length === 0
      ? ALWAYS
      : either(...from.map(({ source }) => (source === undefined ? ALWAYS : ofSource(source, policy, call)))),
    to === undefined || to.length === 0
      ? ALWAYS
      : either(
          ...to.map(({ operation }) =>
            operation === undefined ? ALWAYS : ofOperation(operation, policy, call),
          ),
        ),
    ...when.map((condition) => ofCondition(condition, policy, call)),
  );
}

/** One field and its opposite: any of the values, and none of the others. */
function field(
  values: readonly string[],
  notValues: readonly string[],
  test: (values: readonly string[]) => Alternatives | boolean,
  refuse: (values: readonly string[]) => Alternatives | boolean = test,
): Alternatives {
  const wanted = values.length === 0 ? true : test(values);
  const unwanted = notValues.length === 0 ? false : refuse(notValues);
  return both(
    typeof wanted === 'boolean' ? (wanted ? ALWAYS : NEVER) : wanted,
    typeof unwanted === 'boolean' ? (unwanted ? NEVER : ALWAYS) : unwanted,
  );
}

function ofSource(source: AuthorizationSource, policy: AuthorizationPolicy, call: Call): Alternatives {
  const { caller, config } = call;
  const { identity } = caller;
  const principals = (values: readonly string[]) =>
    identity !== undefined && values.some((value) => isPrincipal(value, identity, config));
  const namespaces = (values: readonly string[]) =>
    identity !== undefined && values.some((value) => fits(identity.namespace, value));
  const accounts = (values: readonly string[]) =>
    identity !== undefined && values.some((value) => isServiceAccount(value, identity, policy.namespace));
  return both(
    field(source.principals, source.notPrincipals, principals),
    field(source.namespaces, source.notNamespaces, namespaces),
    field(source.serviceAccounts, source.notServiceAccounts, accounts),
    field(source.ipBlocks, source.notIpBlocks, (values) => isWithin(values, call)),
    ofClientAddress(source.remoteIpBlocks, source.notRemoteIpBlocks, call),
    request(source.requestPrincipals, source.notRequestPrincipals, 'token of', policy, call),
  );
}

/** The address that opened the connection. */
function isWithin(cidrs: readonly string[], { caller, podNetworks }: Call): boolean {
  const { endpoint } = caller;
  return cidrs
    .map((text) => (text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`))
    .some((cidr) => {
      if (endpoint.type === 'region') return admitsRegion({ cidr, except: [] }, endpoint.range);
      const own = endpoint.type === 'pods' ? endpoint.pods.addresses : [];
      return admitsCluster({ cidr, except: [] }, own.length > 0 ? own : podNetworks);
    });
}

/** The address of the client in front of all proxies; behind a gateway it is that of whoever called the gateway. */
function ofClientAddress(values: readonly string[], notValues: readonly string[], call: Call): Alternatives {
  if (!call.caller.handsOn) return field(values, notValues, (cidrs) => isWithin(cidrs, call));
  return field(
    values,
    notValues,
    (cidrs) => only(`client address in ${listed(cidrs)}`),
    (cidrs) => only(`client address not in ${listed(cidrs)}`),
  );
}

function ofOperation(
  operation: AuthorizationOperation,
  policy: AuthorizationPolicy,
  call: Call,
): Alternatives {
  const ports = (values: readonly string[]) => values.includes(String(call.port));
  return both(
    field(operation.ports, operation.notPorts, ports),
    request(operation.hosts, operation.notHosts, 'host', policy, call),
    request(operation.methods, operation.notMethods, 'method', policy, call),
    request(operation.paths, operation.notPaths, 'path', policy, call),
  );
}

/**
 * What only a request says. Where no request is read, Istio leaves the rule out if it would allow, and leaves the field
 * out if it would deny: both refuse more than was asked for.
 */
function request(
  values: readonly string[],
  notValues: readonly string[],
  what: string,
  { action }: AuthorizationPolicy,
  { isHttp }: Call,
): Alternatives {
  if (values.length === 0 && notValues.length === 0) return ALWAYS;
  if (!isHttp) return action === 'DENY' ? ALWAYS : NEVER;
  return ofField(what, values, notValues);
}

/** One of the values and none of the others, as far as that is not known of every request, or of none. */
function ofField(what: string, values: readonly string[], notValues: readonly string[]): Alternatives {
  const wanted = values.filter((value) => !notValues.some((other) => isPatternWithin(what, value, other)));
  if (values.length > 0 && wanted.length === 0) return NEVER;
  return field(
    wanted,
    notValues,
    (each) => isAny(what, each) || [[oneOf(what, each)]],
    (each) => isAny(what, each) || [[noneOf(what, each)]],
  );
}

function ofCondition(
  condition: AuthorizationCondition,
  policy: AuthorizationPolicy,
  call: Call,
): Alternatives {
  const { key, values, notValues } = condition;
  const none = EMPTY_SOURCE;
  switch (key) {
    case 'source.principal':
      return ofSource({ ...none, principals: values, notPrincipals: notValues }, policy, call);
    case 'source.namespace':
      return ofSource({ ...none, namespaces: values, notNamespaces: notValues }, policy, call);
    case 'source.serviceAccount':
      return ofSource({ ...none, serviceAccounts: values, notServiceAccounts: notValues }, policy, call);
    case 'source.ip':
      return ofSource({ ...none, ipBlocks: values, notIpBlocks: notValues }, policy, call);
    case 'remote.ip':
      return ofSource({ ...none, remoteIpBlocks: values, notRemoteIpBlocks: notValues }, policy, call);
    case 'destination.port':
      return field(values, notValues, (ports) => ports.includes(String(call.port)));
    case 'connection.sni':
    case 'destination.ip':
      return ofField(key, values, notValues);
    default:
      return request(values, notValues, key, policy, call);
  }
}

const EMPTY_SOURCE: AuthorizationSource = {
  principals: [],
  notPrincipals: [],
  requestPrincipals: [],
  notRequestPrincipals: [],
  namespaces: [],
  notNamespaces: [],
  serviceAccounts: [],
  notServiceAccounts: [],
  ipBlocks: [],
  notIpBlocks: [],
  remoteIpBlocks: [],
  notRemoteIpBlocks: [],
};
