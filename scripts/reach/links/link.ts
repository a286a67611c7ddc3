import type { Pods } from '../../cluster-model/pods.ts';
import type { Endpoint } from '../endpoints.ts';
import { ALWAYS, type Alternatives, textOf } from '../mesh/alternatives.ts';
import { type Judgement, widest } from '../mesh/judgement.ts';
import type { MeshLayer } from '../mesh/layer.ts';
import { memberOf } from '../mesh/member.ts';
import { isProxied } from '../mesh/transport.ts';
import type { Reason } from '../passage.ts';
import type { Reach } from '../reach.ts';
import { Entrance } from './entrance.ts';
import { type Entry, leaves, placesOf } from './entry.ts';
import {
  askedNames,
  entriesInto,
  type RemoteHost,
  type Routed,
  remoteHosts,
  routedHosts,
} from './remote-host.ts';

/** A cluster that is in a mesh. */
export interface Member {
  readonly reach: Reach;
  readonly mesh: MeshLayer;
}

/** A call from pods of one cluster to pods of another, by their places in the lists of their clusters. */
export interface LinkedCall extends Judgement {
  readonly from: number;
  readonly gateway: number;
  readonly to: number;
  readonly port: number;
}

type PodsEndpoint = Extract<Endpoint, { type: 'pods' }>;

/** What pods of one cluster open in another of their mesh, through the gateway over there. */
export class Link {
  readonly #here: Member;
  readonly #there: Member;
  readonly #hosts: readonly RemoteHost[];
  readonly #entries: readonly Entry[];
  #made: Entrance | undefined;
  readonly #routed: ReadonlyMap<string, readonly Routed[]>;

  constructor(here: Member, there: Member) {
    this.#here = here;
    this.#there = there;
    this.#hosts = isOneMesh(here.mesh, there.mesh) ? remoteHosts(here.mesh, there.mesh) : [];
    const entries = this.#hosts.length === 0 ? [] : entriesInto(here.mesh, there.mesh);
    this.#entries = entries.map((entry) => ({ ...entry, places: placesOf(here.reach, entry) }));
    this.#routed = routedHosts(here.mesh);
  }

  /** Most clusters have no link to most others, so it is made when it is asked for. */
  get #entrance(): Entrance {
    this.#made ??= new Entrance(this.#there.reach, this.#there.mesh);
    return this.#made;
  }

  /** Every call that NetworkPolicies and the gateway let through, with what the callee's proxy says to it. */
  calls(): readonly LinkedCall[] {
    if (this.#entries.length === 0) return [];
    return this.#here.reach.endpoints.flatMap((endpoint, from) =>
      endpoint.type === 'pods' ? this.#callsOf(endpoint, from) : [],
    );
  }

  /** Why pods reach a port of pods over there, or not: each step of the way as far as it goes. */
  explain(from: number, to: number, port: number): readonly Reason[] {
    const [here, there] = [this.#here, this.#there];
    const [caller, callee] = [here.reach.endpoints[from], there.reach.endpoints[to]];
    if (caller?.type !== 'pods' || callee?.type !== 'pods') return [];
    const [ours, theirs] = [here.reach.model.cluster, there.reach.model.cluster];
    const entries = this.#entries.filter(({ port: number }) => isProxied(caller.pods, number));
    const isGateway = memberOf(here.mesh.mesh, caller) === 'gateway';
    const hosts = this.#hosts.filter((host) => this.#requests(caller.pods, isGateway, host).length > 0);
    const behind = hosts
      .flatMap((host) => askedNames(here.mesh.rules, this.#routed, caller.pods, host))
      .flatMap((name) => entries.flatMap((entry) => this.#entrance.behind(entry, name)))
      .filter((each) => each.to === to && each.port === port);
    const steps: readonly (readonly [boolean, string, string])[] = [
      [
        isOneMesh(here.mesh, there.mesh),
        `${ours} and ${theirs} are of one mesh and take each other's identities`,
        'Give both the same meshID, and each the trust domain of the other among trustDomainAliases.',
      ],
      [
        entries.length > 0,
        `${ours} knows a gateway of the network of ${theirs}`,
        `Add the network of ${theirs}, with the address of its gateway, to meshNetworks of ${ours}.`,
      ],
      [
        entries.some((entry) => leaves(here.reach, from, entry)),
        `${caller.peer} may send to the gateway of ${theirs}`,
        `Let an egress rule of the NetworkPolicies of ${caller.peer} admit the address of the gateway of ${theirs}.`,
      ],
      [
        hosts.length > 0,
        `The proxy of ${caller.peer} knows a host with pods in ${theirs}, and calls it with mTLS`,
        `Add a ServiceEntry with an endpoint in the network of ${theirs}, and its host to the Sidecar of ${caller.peer}.`,
      ],
      [
        behind.length > 0,
        `The gateway of ${theirs} takes that name and may send it to ${callee.peer} at port ${port}`,
        `Let a Gateway of ${theirs} take the name with AUTO_PASSTHROUGH, and the NetworkPolicies there admit the gateway at port ${port}.`,
      ],
    ];
    const failed = steps.findIndex(([passes]) => !passes);
    const told = (failed === -1 ? steps : steps.slice(0, failed + 1)).map(
      ([passes, says, change]): Reason =>
        passes ? { passes, says, objects: [] } : { passes, says: `Not so: ${says}`, objects: [], change },
    );
    if (failed !== -1) return told;
    return [
      ...told,
      ...(widest(behind.map((each) => this.#arrive(caller.pods, ALWAYS, each)))?.reasons ?? []),
    ];
  }

  #callsOf(caller: PodsEndpoint, from: number): readonly LinkedCall[] {
    const { mesh, reach } = this.#here;
    const membership = memberOf(mesh.mesh, caller);
    if (membership !== 'sidecar' && membership !== 'gateway') return [];
    const entries = this.#entries.filter(
      (entry) => leaves(reach, from, entry) && isProxied(caller.pods, entry.port),
    );
    if (entries.length === 0) return [];
    return this.#hosts.flatMap((host) => {
      const requests = this.#requests(caller.pods, membership === 'gateway', host);
      if (requests.length === 0) return [];
      return askedNames(mesh.rules, this.#routed, caller.pods, host).flatMap((name) =>
        entries.flatMap((entry) =>
          this.#entrance
            .behind(entry, name)
            .map((behind) => ({ from, ...behind, ...this.#arrive(caller.pods, requests, behind) })),
        ),
      );
    });
  }

  /** The requests for a host that the caller's proxy sends to another network; only mTLS gets through its gateway. */
  #requests(caller: Pods, isGateway: boolean, host: RemoteHost): Alternatives {
    const { mesh } = this.#here;
    const isKnown =
      isGateway || mesh.outbound.isImported(caller, { ...host, targets: [], speaks: undefined });
    if (!isKnown) return [];
    const isMutual = mesh.rules
      .waysTo(caller, host)
      .some(({ manner }) => manner === 'mutual' || (manner === 'automatic' && host.takesMutual));
    if (!isMutual) return [];
    return isGateway ? mesh.gateways.routesTo(caller, [host]) : ALWAYS;
  }

  #arrive(
    caller: Pods,
    requests: Alternatives,
    { gateway, to, port }: { readonly gateway: number; readonly to: number; readonly port: number },
  ): Judgement {
    const { mesh, reach } = this.#there;
    const [through, callee] = [reach.endpoints[gateway], reach.endpoints[to]];
    if (through === undefined || callee?.type !== 'pods') return { conditions: undefined, reasons: [] };
    const identity = {
      trustDomain: this.#here.mesh.mesh.config.trustDomain,
      namespace: caller.namespace,
      serviceAccount: caller.serviceAccount,
    };
    const { conditions, reasons } = mesh.arrival.arriveFromAfar(through, identity, callee, port);
    const sent = requests.some(({ length }) => length === 0) ? [] : [textOf(requests)];
    return { conditions: conditions && [...sent, ...conditions], reasons };
  }
}

/** Whether two clusters say that they are of one mesh, and each takes the identities of the other. */
function isOneMesh({ mesh: one }: MeshLayer, { mesh: other }: MeshLayer): boolean {
  const trusts = (by: typeof one, whom: typeof one) =>
    [by.config.trustDomain, ...by.config.trustDomainAliases].includes(whom.config.trustDomain);
  return one.multiCluster.meshId === other.multiCluster.meshId && trusts(one, other) && trusts(other, one);
}
