import { nearestName } from '../../clusters/nearest-name.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import type { DeclaredPort } from '../cluster-model/pods.ts';
import { bold, green, red } from '../command-line/colours.ts';
import type { Endpoint } from './endpoints.ts';
import { explainNetwork } from './explain-network.ts';
import type { Reason } from './passage.ts';
import type { Reach } from './reach.ts';

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
  const found = clusters.flatMap((cluster) => explainIn(cluster, from, to, port));
  if (found.length > 0) return found;
  const peers = [...new Set(clusters.flatMap(({ endpoints }) => endpoints.map(({ peer }) => peer)))];
  const unknown = [from, to].find((peer) => !peers.includes(peer));
  if (unknown === undefined) throw new UnusableInput(`No cluster has both ${from} and ${to}.`);
  const nearest = nearestName(unknown, peers) ?? peers.find((peer) => peer.endsWith(`/${unknown}`));
  const hint =
    nearest === undefined ? 'A peer is namespace/Kind/name, world, node or ip:network' : `Is it ${nearest}?`;
  throw new UnusableInput(`There is no peer ${unknown}. ${hint}`);
}

function explainIn(cluster: Reach, from: string, to: string, port: string): readonly Explanation[] {
  const { endpoints, network, model } = cluster;
  const all = (peer: string) => endpoints.flatMap((each, at) => (each.peer === peer ? [at] : []));
  return all(from).flatMap((source) =>
    all(to).map((target) => {
      const number = portOf(port, endpoints[target]);
      const passages = cluster.passages(source, target);
      const passing = passages.find(({ ports }) =>
        ports.some(
          ({ protocol, first, last }) =>
            protocol === number.protocol && first <= number.number && number.number <= last,
        ),
      );
      return {
        cluster: model.cluster,
        from,
        to,
        port: `${number.protocol}/${number.number}`,
        open: passing !== undefined,
        conditions: passing?.conditions ?? [],
        reasons: [
          ...explainNetwork(network, endpoints, source, target, number),
          ...meshReasons(cluster, source, target, number),
        ],
      };
    }),
  );
}

function meshReasons({ mesh, endpoints }: Reach, from: number, to: number, port: Port): readonly Reason[] {
  const [source, target] = [endpoints[from], endpoints[to]];
  if (port.protocol !== 'TCP' || source === undefined || target === undefined) return [];
  return mesh?.explain(source, target, port.number) ?? [];
}

function portOf(text: string, target: Endpoint | undefined): Port {
  const [, protocol = 'TCP', number] = /^(?:(TCP|UDP|SCTP)\/)?(\d{1,5})$/i.exec(text) ?? [];
  const upper = protocol.toUpperCase();
  if (number !== undefined && (upper === 'TCP' || upper === 'UDP' || upper === 'SCTP')) {
    return { protocol: upper, number: Number(number) };
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
