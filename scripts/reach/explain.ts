import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import type { DeclaredPort } from '../cluster-model/pods.ts';
import { bold, green, red } from '../command-line/colours.ts';
import { homeOf, peerIn } from './connection.ts';
import type { Endpoint } from './endpoints.ts';
import { explainNetwork, placeOf } from './explain-network.ts';
import { exposuresOf } from './exposures.ts';
import { pairsOf } from './links/linked.ts';
import { widest } from './mesh/judgement.ts';
import type { Reason } from './passage.ts';
import { unknownPeer } from './peers.ts';
import { HIGHEST_PORT, has } from './ports.ts';
import { isJudged, isSelf, type Reach } from './reach.ts';

/** Why a connection is open, or not. */
export interface Explanation {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly open: boolean;
  readonly conditions: readonly string[];
  readonly reasons: readonly Reason[];
}

type Port = Pick<DeclaredPort, 'protocol' | 'number'>;

/** @throws UnusableInput where no cluster has both of the peers, or nothing listens at a port of the name */
export function explain(
  clusters: readonly Reach[],
  [from = '', to = '', port = '']: readonly string[],
): readonly Explanation[] {
  const found = [
    ...clusters.flatMap((cluster) => explainIn(cluster, from, to, port)),
    ...explainLinked(clusters, from, to, port),
  ];
  if (found.length > 0) return found;
  const peers = [
    ...new Set(
      clusters.flatMap(({ endpoints, model }) =>
        endpoints.flatMap(({ peer }) => [peer, peerIn(model.cluster, peer)]),
      ),
    ),
  ];
  const unknown = [from, to].find((peer) => !peers.includes(peer));
  if (unknown === undefined) throw new UnusableInput(`No cluster has both ${from} and ${to}.`);
  throw unknownPeer(unknown, peers);
}

function explainIn(cluster: Reach, from: string, to: string, port: string): readonly Explanation[] {
  const { endpoints, network, model } = cluster;
  const all = (peer: string) => endpoints.flatMap((each, at) => (each.peer === peer ? [at] : []));
  return all(from).flatMap((source) =>
    all(to).flatMap((target) => {
      refuseUndecided(endpoints[source], endpoints[target]);
      const number = portOf(port, endpoints[target]);
      const passing = cluster.passages(source, target).find(({ ports }) => has(ports, number));
      const about = { cluster: model.cluster, from, to, port: `${number.protocol}/${number.number}` };
      const ways = from === 'world' ? throughEntries(cluster, about) : [];
      // What an Ingress or a load balancer lets in is open, whatever holds for addresses outside themselves.
      if (passing === undefined && ways.length > 0) return ways;
      const reasons = [
        ...explainNetwork(network, endpoints, source, target, number),
        ...meshReasons(cluster, source, target, number),
      ];
      const open = passing !== undefined;
      return [{ ...about, open, conditions: passing?.conditions ?? [], reasons }, ...ways];
    }),
  );
}

/** A caller of another cluster is written with the name of that; the callee may be. */
function explainLinked(
  clusters: readonly Reach[],
  from: string,
  to: string,
  port: string,
): readonly Explanation[] {
  if (!homeOf(from, '').isElsewhere) return [];
  return pairsOf(clusters).flatMap(({ here, there, link }) =>
    placesOf(here, from, true).flatMap((source) =>
      placesOf(there, to, homeOf(to, '').isElsewhere).flatMap((target): Explanation[] => {
        const { protocol, number } = portOf(port, there.endpoints[target]);
        const about = { cluster: there.model.cluster, from, to, port: `${protocol}/${number}` };
        const calls = link
          .calls()
          .filter((call) => call.from === source && call.to === target && call.port === number);
        const conditions = protocol === 'TCP' ? widest(calls)?.conditions : undefined;
        const reasons = link.explain(source, target, number);
        return [{ ...about, open: conditions !== undefined, conditions: conditions ?? [], reasons }];
      }),
    ),
  );
}

/** The places of a peer in a cluster, by its name there or with that of the cluster before it. */
function placesOf({ endpoints, model }: Reach, name: string, isWhole: boolean): readonly number[] {
  return endpoints.flatMap(({ peer }, at) =>
    name === (isWhole ? peerIn(model.cluster, peer) : peer) ? [at] : [],
  );
}

/** @throws UnusableInput for a pair about which nothing in a cluster decides, so that no connection of it is listed */
function refuseUndecided(from: Endpoint | undefined, to: Endpoint | undefined): void {
  if (from === undefined || to === undefined) return;
  if (!isJudged(from, to)) {
    throw new UnusableInput(
      `Nothing in a cluster decides whether ${from.peer} reaches ${to.peer}. Name the pods of a workload on one side.`,
    );
  }
  if (isSelf(from, to)) throw new UnusableInput(`${from.peer} is one pod, which always reaches itself.`);
}

type About = Pick<Explanation, 'cluster' | 'from' | 'to' | 'port'>;

/** The ways of the world through what no policy sees. */
function throughEntries(cluster: Reach, about: About): readonly Explanation[] {
  return exposuresOf(cluster)
    .filter(({ to, ports }) => to === about.to && ports.includes(about.port))
    .map(({ conditions, by }) => {
      const says = `${about.to} lets in who comes through an Ingress or a load balancer, which the world reaches`;
      return { ...about, open: true, conditions, reasons: [{ passes: true, says, objects: [placeOf(by)] }] };
    });
}

function meshReasons({ mesh, endpoints }: Reach, from: number, to: number, port: Port): readonly Reason[] {
  const [source, target] = [endpoints[from], endpoints[to]];
  if (port.protocol !== 'TCP' || source === undefined || target === undefined) return [];
  return mesh?.explain(source, target, port.number) ?? [];
}

function portOf(text: string, target: Endpoint | undefined): Port {
  const [, protocol = 'TCP', number] = /^(?:(TCP|UDP|SCTP)\/)?(\d+)$/i.exec(text) ?? [];
  const upper = protocol.toUpperCase();
  if (number !== undefined && (upper === 'TCP' || upper === 'UDP' || upper === 'SCTP')) {
    if (Number(number) >= 1 && Number(number) <= HIGHEST_PORT)
      return { protocol: upper, number: Number(number) };
    throw new UnusableInput(`${text} is no port. Write a number from 1 to ${HIGHEST_PORT}.`);
  }
  const named = target?.listens.find(({ name }) => name === text);
  if (named !== undefined) return named;
  throw new UnusableInput(
    `${text} is no port of ${target?.peer ?? 'it'}. Write a number, such as TCP/8080, or the name of a container port.`,
  );
}

/** For people. */
export function explanationText(explanations: readonly Explanation[]): string {
  return explanations
    .map(({ cluster, from, to, port, open, conditions, reasons }) => {
      const partly = open && conditions.length > 0;
      const verdict = open ? green(partly ? 'open to some requests' : 'open') : red('closed');
      const change = reasons.find(({ passes }) => !passes)?.change;
      return [
        `${bold(cluster)}  ${from} → ${to} ${port}: ${verdict}`,
        ...conditions.map((condition) => `  only ${condition}`),
        ...reasons.flatMap(({ passes, says, objects }) => [
          `  ${passes ? green('✓') : red('✗')} ${says}${objects.length > 0 ? ':' : '.'}`,
          ...objects.map((object) => `      ${object}`),
        ]),
        ...(change === undefined ? [] : [`  Change first: ${change}`]),
        '',
      ].join('\n');
    })
    .join('\n');
}
