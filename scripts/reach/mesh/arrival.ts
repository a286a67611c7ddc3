import type { Endpoint } from '../endpoints.ts';
import { placeOf } from '../explain-network.ts';
import { authorizationOf, authorize } from './authorization.ts';
import type { Caller, Identity } from './caller.ts';
import type { Gateways } from './gateways.ts';
import { type Judgement, PASSES } from './judgement.ts';
import { memberOf } from './member.ts';
import type { Registry } from './registry.ts';
import { isCaptured, modeOf } from './transport.ts';
import type { Way } from './way.ts';

type PodsEndpoint = Extract<Endpoint, { type: 'pods' }>;

/** A call at the callee's side. */
interface Arriving {
  readonly from: Endpoint;
  readonly to: PodsEndpoint;
  readonly port: number;
  readonly way: Way;
}

/** What the proxies of callees let in. */
export class Arrival {
  readonly #registry: Registry;
  readonly #gateways: Gateways;

  constructor(registry: Registry, gateways: Gateways) {
    this.#registry = registry;
    this.#gateways = gateways;
  }

  arrive(from: Endpoint, to: Endpoint, port: number, way: Way): Judgement {
    if (to.type !== 'pods') return PASSES;
    const call = { from, to, port, way };
    const membership = memberOf(this.#registry.mesh, to);
    if (membership === 'gateway') return this.#atGateway(call);
    if (membership === 'none' || (membership === 'sidecar' && !isCaptured(to.pods, port))) {
      return way.manner === 'mutual' ? withoutProxy(call) : PASSES;
    }
    const { mode, by } = modeOf(this.#registry.mesh, to.pods, port);
    const objects = by === undefined ? [] : [placeOf(by.found)];
    const encrypted = way.manner === 'mutual' || (way.manner === 'automatic' && mode !== 'DISABLE');
    if (mode === 'STRICT' && !encrypted) return withoutCertificate(call, objects);
    if (mode === 'DISABLE' && encrypted) return withoutProxy(call, objects);
    const isHttp = membership === 'sidecar' && way.manner !== 'tls' && this.#registry.isHttp(to.pods, port);
    return this.#authorized(call, { caller: this.#callerOf(from, encrypted), isHttp });
  }

  /** What a gateway of another cluster hands on: the certificate is that of the caller over there. */
  arriveFromAfar(gateway: Endpoint, identity: Identity, to: PodsEndpoint, port: number): Judgement {
    const call = { from: gateway, to, port, way: { manner: 'mutual' as const } };
    if (memberOf(this.#registry.mesh, to) !== 'sidecar' || !isCaptured(to.pods, port))
      return withoutProxy(call);
    const { mode, by } = modeOf(this.#registry.mesh, to.pods, port);
    if (mode === 'DISABLE') return withoutProxy(call, by === undefined ? [] : [placeOf(by.found)]);
    const caller = { endpoint: gateway, identity, handsOn: true };
    return this.#authorized(call, { caller, isHttp: this.#registry.isHttp(to.pods, port) });
  }

  #atGateway(call: Arriving): Judgement {
    const { from, to, port, way } = call;
    const servers = this.#gateways.serversAt(to.pods, port);
    if (servers === undefined) return PASSES;
    if (servers.length === 0) {
      if (this.#gateways.of(to.pods).length === 0)
        return this.#authorized(call, { caller: this.#callerOf(from, false), isHttp: true });
      const says = `No Gateway makes ${to.peer} listen at port ${port}`;
      const objects = this.#gateways.of(to.pods).map(({ found }) => placeOf(found));
      const change = `Add a server for port ${port} to one of the Gateways.`;
      return { conditions: undefined, reasons: [{ passes: false, says, objects, change }] };
    }
    // Istio asks no policy about what a gateway between clusters passes on; that of the callee is asked.
    if (servers.some(({ tls }) => tls === 'AUTO_PASSTHROUGH')) return PASSES;
    const mutual = servers.every(({ tls }) => tls === 'ISTIO_MUTUAL');
    if (mutual && way.manner !== 'mutual') {
      const says = `${to.peer} takes only calls with a certificate of the mesh at port ${port} (ISTIO_MUTUAL)`;
      return { conditions: undefined, reasons: [{ passes: false, says, objects: [] }] };
    }
    const isHttp = servers.some(
      ({ protocol, tls }) =>
        /^(?:HTTP|HTTP2|GRPC|HTTPS)$/.test(protocol) && !(tls ?? '').endsWith('PASSTHROUGH'),
    );
    return this.#authorized(call, { caller: this.#callerOf(from, mutual), isHttp });
  }

  #authorized(
    { from, to, port }: Arriving,
    { caller, isHttp }: { readonly caller: Caller; readonly isHttp: boolean },
  ): Judgement {
    const { mesh, model } = this.#registry;
    const policies = authorizationOf(mesh, to.pods);
    if (policies.length === 0) return PASSES;
    const { config } = mesh;
    const { podNetworks } = model;
    const { conditions, by, says } = authorize(policies, { caller, port, isHttp, config, podNetworks });
    const passes = conditions !== undefined;
    const objects = by.map(({ found }) => placeOf(found));
    const change = `Let a rule of ${objects[0] ?? 'a policy'} ${says === 'it is denied' ? 'leave it out' : `allow ${from.peer} at port ${port}`}${caller.identity !== undefined ? '' : '; without a certificate of the mesh it has no principal'}.`;
    const reason = { passes, says: `${to.peer} is asked by AuthorizationPolicies: ${says}`, objects };
    return { conditions, reasons: [passes ? reason : { ...reason, change }] };
  }

  #callerOf(endpoint: Endpoint, encrypted: boolean): Caller {
    const { mesh } = this.#registry;
    const identity: Identity | undefined =
      encrypted && endpoint.type === 'pods'
        ? {
            trustDomain: mesh.config.trustDomain,
            namespace: endpoint.pods.namespace,
            serviceAccount: endpoint.pods.serviceAccount,
          }
        : undefined;
    return { endpoint, identity, handsOn: memberOf(mesh, endpoint) === 'gateway' };
  }
}

function withoutCertificate({ from, to, port, way }: Arriving, objects: readonly string[]): Judgement {
  const rule = way.by === undefined ? undefined : placeOf(way.by.found);
  const says = `${to.peer} takes only calls with a certificate of the mesh at port ${port} (STRICT), and ${from.peer} ${rule === undefined ? 'has none' : 'shows none'}`;
  const change =
    rule === undefined
      ? `Put ${from.peer} into the mesh, or set portLevelMtls of port ${port} to PERMISSIVE.`
      : `Set trafficPolicy.tls.mode of ${rule} to ISTIO_MUTUAL, or leave it out.`;
  return {
    conditions: undefined,
    reasons: [{ passes: false, says, objects: [...objects, ...(rule === undefined ? [] : [rule])], change }],
  };
}

function withoutProxy({ from, to, port, way }: Arriving, objects: readonly string[] = []): Judgement {
  const rule = way.by === undefined ? undefined : placeOf(way.by.found);
  const says = `${from.peer} calls with a certificate of the mesh, and nothing at port ${port} of ${to.peer} takes one`;
  const change =
    rule === undefined
      ? `Put ${to.peer} into the mesh.`
      : `Set trafficPolicy.tls.mode of ${rule} to DISABLE, or put ${to.peer} into the mesh.`;
  return {
    conditions: undefined,
    reasons: [{ passes: false, says, objects: [...objects, ...(rule === undefined ? [] : [rule])], change }],
  };
}
