import { table } from '../../scripts/rows/markdown.ts';
import type { Tree } from '../../scripts/rows/tree.ts';
import { ADD_ONS, capacityOf, generalNode, podsPerNode, secondsToScale } from './capacity.ts';
import { LOAD, PROXY_CORES, TARGETS } from './load.ts';

const round = (value: number, digits = 0): string => {
  const [whole = '', part] = value.toFixed(digits).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined || Number(part) === 0 ? grouped : `${grouped}.${part}`;
};

/** The targets of the rows against the figures of production, every one of them computed from the tree. */
export function targets(tree: Tree): string {
  const found = capacityOf(tree, 'triptrip-production');
  const { general } = found.groups;
  const node = generalNode(found.groups);
  const each = podsPerNode(found);
  const podsFor = (load: number): number => Math.ceil(load / found.requestsPerPod);
  const nodesFor = (pods: number): number => Math.ceil(pods / each);
  const largest = Math.ceil(found.maximum * (1 + found.surge));
  const waves = Math.ceil(1 / found.surge);
  const proxies = PROXY_CORES.map((cores) => ((found.gateways * found.gatewayCores) / cores) * 1000);
  const gatewaysForBurst = PROXY_CORES.map((cores) =>
    Math.ceil(((LOAD.burst / 1000) * cores) / found.gatewayCores),
  );
  const atOnce = found.gateways * found.requestsAtOnce;
  const upToPeak = secondsToScale(found.minimum, podsFor(LOAD.peak), found.up, 'Max');
  const upToBurst = secondsToScale(found.minimum, podsFor(LOAD.burst), found.up, 'Max');
  const down = secondsToScale(found.maximum, found.minimum, found.down, 'Min');
  const failover = Math.max(found.unreadySeconds, found.ejectionSeconds);
  const [fewest, most] = TARGETS.podsPerNode;
  const sizes = Object.values(found.groups);
  const total = (size: 'min_size' | 'max_size'): number => sizes.reduce((all, group) => all + group[size], 0);

  const loads = table(
    ['load', 'requests a second', 'pods', 'general nodes for them', 'within the bounds'],
    (
      [
        ['base', LOAD.base],
        ['peak', LOAD.peak],
        ['burst', LOAD.burst],
        ['year 5', LOAD.fifthYear],
      ] as const
    ).map(([name, load]) => {
      const pods = Math.max(found.minimum, podsFor(load));
      const fits = pods <= found.maximum && nodesFor(pods) <= (general?.max_size ?? 0);
      return [name, round(load), round(pods), round(nodesFor(pods)), fits ? 'yes' : '**no**'];
    }),
  );
  const verdicts = table(
    ['row', 'target', 'figure', 'met'],
    [
      [
        'S4-5',
        `a deploy is taken back within ${TARGETS.rollbackSeconds} s`,
        `${waves} waves × (${TARGETS.coldStartSeconds} s start + ${found.drainSeconds} s drain) = ${waves * (TARGETS.coldStartSeconds + found.drainSeconds)} s; with the whole start-up budget of ${found.startSeconds} s ${waves * (found.startSeconds + found.drainSeconds)} s`,
        'yes',
      ],
      [
        'S4-12',
        `${round(LOAD.peak)} at the peak, ${round(LOAD.burst)} in a burst`,
        `${round(found.maximum)} pods × ${round(found.requestsPerPod)} = ${round(found.maximum * found.requestsPerPod)}: the burst without anything to spare. The gateways end before it, see below`,
        'peak: close; burst: **no**',
      ],
      [
        'S4-13',
        `${round(LOAD.fifthYear)} in year 5`,
        `${round(podsFor(LOAD.fifthYear))} pods; the bound is ${round(found.maximum)}`,
        '**not with these bounds**',
      ],
      [
        'S4-17',
        `cold start within ${TARGETS.coldStartSeconds} s`,
        `asked from the first second on; ${found.startSeconds} s at most before the pod is taken for broken. How long the application takes is not visible here`,
        'possible',
      ],
      [
        'S4-18',
        `up within ${TARGETS.upSeconds} s`,
        `the behaviour goes from ${found.minimum} to ${podsFor(LOAD.peak)} pods in ${upToPeak} s and to ${podsFor(LOAD.burst)} in ${upToBurst} s. But the rate is taken over ${found.rateWindowSeconds} s and read every ${found.scrapeSeconds} s, so the whole of a sudden load shows after ${found.rateWindowSeconds + found.scrapeSeconds} s; CPU is the faster signal. And it holds only while nodes have room`,
        '**not by requests alone**',
      ],
      [
        'S4-18',
        `down within ${TARGETS.downSeconds} s`,
        `begins after ${found.downAfterSeconds} s; from ${found.maximum} to ${found.minimum} pods takes ${round(down / 60)} minutes more`,
        'read as “begins”: yes',
      ],
      [
        'S4-19',
        `a node within ${TARGETS.nodeMinutes} minutes`,
        `a node that is not there after ${found.nodeWaitMinutes} minutes is given up, and another group tried`,
        'bounded',
      ],
      [
        'S4-19',
        'updates without a gap',
        `drain ${found.drainSeconds} s + longest request ${found.timeoutSeconds} s = ${found.drainSeconds + found.timeoutSeconds} s of ${found.graceSeconds} s; the quota has room for ${largest} pods of ${round(found.quotaPods)}, so at the peak a wave waits until those that drain are gone`,
        'yes',
      ],
      [
        'S4-19',
        `failover within ${TARGETS.failoverSeconds} s`,
        `a pod that fails leaves after ${found.unreadySeconds} s by its probe, or is ejected every ${found.ejectionSeconds} s: ${failover} s`,
        'yes',
      ],
      [
        'S4-20',
        'CPU 60 to 70 % in use',
        `the autoscaler holds ${found.cpuTargetPercent} % of the request`,
        'yes',
      ],
      [
        'S4-20',
        `${fewest} to ${most} pods on a node`,
        `${each} pods of the API fill a general node. ${fewest} pods would have ${round((node.cores / fewest) * 1000)}m each, and the API asks for ${round(found.pod.cores * 1000)}m`,
        '**impossible** with these requests and types',
      ],
      ['S4-45', 'all node groups together', `${total('min_size')} to ${total('max_size')} nodes`, '–'],
    ],
  );

  return `
## Targets and arithmetic

Every figure is computed from production's \`dist/\` and contract when this page is written, and
\`test/apps/triptrip-capacity.test.ts\` holds what follows from them. A transaction is taken for one request.

A pod of the API asks for ${round(found.pod.cores * 1000)}m and ${round(found.pod.mebibytes)}Mi, its proxy included. A general node gives
${round(node.cores * 1000)}m and ${round(node.mebibytes)}Mi; our agents take ${round(found.daemons.cores * 1000)}m and ${round(found.daemons.mebibytes)}Mi of it, those of EKS's add-ons about
${round(ADD_ONS.cores * 1000)}m and ${round(ADD_ONS.mebibytes)}Mi (their defaults; an assumption, for Terraform owns them). That leaves room for ${each} pods of the API
on a node: ${round(found.maximum)} take ${nodesFor(found.maximum)} nodes, ${largest} during an update ${nodesFor(largest)}, of ${round(general?.max_size ?? 0)}.

${loads}

${verdicts}

**Gateways.** ${found.gateways} gateways with ${found.gatewayCores} cores each carry ${round(proxies[1] ?? 0)} to ${round(proxies[0] ?? 0)} requests a second, at ${PROXY_CORES[0]} to ${PROXY_CORES[1]} cores
for 1,000. So the peak is at their bound, and the burst would need ${gatewaysForBurst[0]} to ${gatewaysForBurst[1]} of them (S4-162). They may have
${round(atOnce)} requests under way at a time (S4-174), which is the peak while the mean request takes no more than
${round((atOnce / LOAD.peak) * 1000)} ms, and the burst at ${round((atOnce / LOAD.burst) * 1000)} ms.

**Spot.** Of the nodes that may exist, ${round(((found.groups.spot?.max_size ?? 0) / total('max_size')) * 100)} % are Spot (S4-8 asks for 30 % of what is not critical); which pods use them
decides.

**Not visible in YAML:** latency between pods and of the mesh (S4-21), and how much memory is in use (S4-20). They are
measured in the running cluster.
`;
}
