import { table } from '../../model/table.ts';
import type { Tree } from '../../model/tree.ts';
import {
  ADD_ONS,
  capacityOf,
  coresFor,
  gatewayCoresFor,
  generalCores,
  generalNode,
  podsOn,
  runsApi,
  secondsToScale,
} from './capacity.ts';
import { HEADROOM, LOAD, PAGES_PER_TRANSACTION, PROXY_CORES, TARGETS } from './load.ts';

const PRODUCTION = 'triptrip-production';

const round = (value: number, digits = 0): string => {
  const [whole = '', part] = value.toFixed(digits).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined || Number(part) === 0 ? grouped : `${grouped}.${part}`;
};

/** The targets of the rows against the figures of production, every one of them computed from the tree. */
export function targets(tree: Tree): string {
  if (!runsApi(tree, PRODUCTION))
    return `${PRODUCTION} does not run triptrip-api any more: there is nothing to compute.`;
  const found = capacityOf(tree, PRODUCTION);
  const node = generalNode(found);
  const each = podsOn(node, found);
  const general = generalCores(found);
  const podsFor = (load: number): number => Math.ceil(load / found.requestsPerPod);
  const largest = Math.ceil(found.maximum * (1 + found.surge));
  const waves = Math.ceil(1 / found.surge);
  const gatewaysForBurst = gatewayCoresFor(LOAD.burst, found).map((cores) =>
    Math.ceil(cores / found.gatewayCores),
  );
  const factor = Math.ceil(LOAD.fifthYear / (found.maximum * found.requestsPerPod));
  const share = (cores: number): string => `${round((cores / general) * 100)} %`;
  const atOnce = found.gateways * found.requestsAtOnce;
  const upToPeak = secondsToScale(found.minimum, podsFor(LOAD.peak), found.up, 'Max');
  const upToBurst = secondsToScale(found.minimum, podsFor(LOAD.burst), found.up, 'Max');
  const down = secondsToScale(found.maximum, found.minimum, found.down, 'Min');
  const failover = Math.max(found.unreadySeconds, found.ejectionSeconds);
  const [fewest, most] = TARGETS.podsPerNode;
  const sizes = Object.values(found.groups);
  const spot = sizes.reduce(
    (all, { labels, max_size }) => all + (labels.lifecycle === 'spot' ? max_size : 0),
    0,
  );
  const total = (size: 'min_size' | 'max_size'): number => sizes.reduce((all, group) => all + group[size], 0);

  const loads = table(
    [
      'load',
      'requests a second',
      'pods of the API',
      'cores with pages and gateways',
      'of the general nodes',
      'within the bounds',
    ],
    (
      [
        ['base', LOAD.base],
        ['peak', LOAD.peak],
        ['burst', LOAD.burst],
        ['year 5', LOAD.fifthYear],
      ] as const
    ).map(([name, load]) => {
      const pods = Math.max(found.minimum, podsFor(load));
      const cores = coresFor(load, found);
      const fits = pods <= found.maximum && cores <= general;
      return [name, round(load), round(pods), round(cores), share(cores), fits ? 'yes' : '**no**'];
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
        `${round(found.maximum)} pods × ${round(found.requestsPerPod)} = ${round(found.maximum * found.requestsPerPod)}: the burst ${HEADROOM} times`,
        'yes',
      ],
      [
        'S4-13',
        `${round(LOAD.fifthYear)} in year 5`,
        `${round(podsFor(LOAD.fifthYear))} pods; the bound is ${round(found.maximum)}. See “Year 5” for the way there`,
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
\`test/apps/triptrip/triptrip-api/capacity.test.ts\` holds what follows from them. A transaction is taken for one request.

A pod of the API asks for ${round(found.pod.cores * 1000)}m and ${round(found.pod.mebibytes)}Mi, its proxy included. Of a general node our agents take
${round(found.daemons.cores * 1000)}m and ${round(found.daemons.mebibytes)}Mi, those of EKS's add-ons about ${round(ADD_ONS.cores * 1000)}m (their defaults; an assumption, for Terraform owns
them). The smaller size leaves ${round(node.cores * 1000)}m and ${round(node.mebibytes)}Mi, room for ${each} pods of the API; all general nodes together leave
${round(general)} cores. The largest scale takes ${share(found.maximum * found.pod.cores)} of them, an update at that scale ${share(largest * found.pod.cores)}. Pages come on top:
${round(PAGES_PER_TRANSACTION * 100)} for a hundred transactions, our assumption.

${loads}

${verdicts}

**Gateways.** Burst and pages take ${gatewaysForBurst[0]} to ${gatewaysForBurst[1]} gateways of ${found.gatewayCores} cores, at ${PROXY_CORES[0]} to ${PROXY_CORES[1]} cores for 1,000 requests a second. There
may be ${found.gateways}: the bound follows from what the exposed services can take (S4-162). They may have ${round(atOnce)}
requests under way at a time (S4-174), which is the burst while the mean request takes no more than
${round((atOnce / LOAD.burst) * 1000)} ms.

**Year 5.** \`replicaFactor: ${factor}\` in production's \`cluster.yaml\` makes the bounds ${round(found.maximum * factor)} pods of the API, and those of the
front end, gateways and quotas with them: ${round(found.maximum * factor * found.requestsPerPod)} requests a second. Terraform has to let the general groups grow to
${round(coresFor(LOAD.fifthYear, { ...found, gateways: found.gateways * factor }))} cores, ${factor} times what they are, and the database to follow; Redis Cluster needs more than three masters by then.

**Spot.** Of the nodes that may exist, ${round((spot / total('max_size')) * 100)} % are Spot (S4-8 asks for 30 % of what is not critical); which pods use them
decides.

**Not visible in YAML:** latency between pods and of the mesh (S4-21), and how much memory is in use (S4-20). They are
measured in the running cluster.
`;
}
