import type { ClusterRule } from '../../rule.ts';
import { podResources } from '../../state/pod-resources.ts';
import { amountOf, amountText } from '../../state/quantity.ts';
import { listAt, textsAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { type NodePool, nodePoolsIn, refusedBy } from './node-pools.ts';
import { nodePool } from './sample-pool.ts';

const pool = nodePool('general', {
  spec: 'requirements: [{ key: karpenter.k8s.aws/instance-cpu, operator: In, values: ["4", "8"] }]',
});
const web = (cpu: string) =>
  pool + deployment('web', { container: `resources: { requests: { cpu: "${cpu}" } }` });

/** What is larger than any node waits for ever. */
export const podFitsNode: ClusterRule = {
  id: 'pod-larger-than-nodes',
  severity: 'error',
  summary: 'A pod that asks for more than the largest node that the pools of the tree can have',
  breaks: 'The pod stays Pending: no node that the pools allow has that much, and Karpenter makes none.',
  pitfalls: ['X-33', 'X-54', 'X-34'],
  failing: web('8'),
  passing: web('6'),
  *judge(state) {
    const pools = nodePoolsIn(state);
    if (pools.length === 0) return;
    for (const workload of state.workloads) {
      const { resource, spec, specPath, isMade, kind } = workload;
      if (isMade || kind === 'DaemonSet') continue;
      const selector = textsAt(spec, 'nodeSelector');
      const open = pools.filter(
        (each) =>
          refusedBy(each, listAt(spec, 'tolerations')) === undefined &&
          Object.entries(selector).every(([key, value]) => each.offers.get(key)?.has(value) ?? true),
      );
      if (open.length === 0) continue;
      const { requests } = podResources(state, workload);
      for (const [name, largest] of [
        ['cpu', largestOf(open, largestCpu)],
        ['memory', largestOf(open, largestMemory)],
      ] as const) {
        const asked = requests.get(name);
        if (asked === undefined || largest === undefined || asked < largest) continue;
        yield {
          resource,
          path: [...specPath, 'containers'],
          message: `Its pods ask for ${amountText(name, asked)} of ${name} with all containers, and the largest node of the pools it may use has ${amountText(name, largest)}, of which the system takes a part.`,
          fix: 'Ask for less, or allow larger nodes in the NodePool.',
        };
      }
    }
  },
};

/** The most that the nodes of some pools have; undefined where one does not say it. */
function largestOf(
  pools: readonly NodePool[],
  of: (pool: NodePool) => bigint | undefined,
): bigint | undefined {
  const each = pools.map(of);
  if (each.some((one) => one === undefined)) return undefined;
  return each.reduce<bigint>((most, one) => (one !== undefined && one > most ? one : most), 0n);
}

function largestCpu({ requirements }: NodePool): bigint | undefined {
  const bounds = requirements.flatMap(({ key, operator, values }): readonly number[] => {
    const numbers = values.map(Number).filter(Number.isFinite);
    if (key === 'karpenter.k8s.aws/instance-cpu') {
      if (operator === 'In') return [Math.max(...numbers)];
      if (operator === 'Lt') return [Math.min(...numbers) - 1];
    }
    if (key === 'node.kubernetes.io/instance-type' && operator === 'In') {
      const sizes = values.map(cpuOf);
      return sizes.some((size) => size === undefined) ? [] : [Math.max(...sizes.map((size) => size ?? 0))];
    }
    if (key === 'karpenter.k8s.aws/instance-size' && operator === 'In') {
      const sizes = values.map((size) => cpuOf(`m5.${size}`));
      return sizes.some((size) => size === undefined) ? [] : [Math.max(...sizes.map((size) => size ?? 0))];
    }
    return [];
  });
  return bounds.every(Number.isFinite) && bounds.length > 0 ? amountOf(Math.min(...bounds)) : undefined;
}

function largestMemory({ requirements }: NodePool): bigint | undefined {
  const bounds = requirements.flatMap(({ key, operator, values }): readonly number[] => {
    const numbers = values.map(Number).filter(Number.isFinite);
    if (key === 'karpenter.k8s.aws/instance-memory') {
      if (operator === 'In') return [Math.max(...numbers)];
      if (operator === 'Lt') return [Math.min(...numbers)];
    }
    if (key === 'node.kubernetes.io/instance-type' && operator === 'In') {
      const sizes = values.map(memoryOf);
      return sizes.some((size) => size === undefined) ? [] : [Math.max(...sizes.map((size) => size ?? 0))];
    }
    return [];
  });
  return bounds.every(Number.isFinite) && bounds.length > 0
    ? amountOf(Math.min(...bounds) * 1024 * 1024)
    : undefined;
}

/** CPUs of an instance type of AWS, by its size. */
function cpuOf(type: string): number | undefined {
  const size = type.split('.')[1] ?? '';
  if (size === 'large' || size === 'medium') return 2;
  const [, times = '1'] = /^(\d*)xlarge$/.exec(size) ?? [];
  return /^\d*xlarge$/.test(size) ? 4 * Number(times === '' ? 1 : times) : undefined;
}

/** MiB for each CPU, by the family's first letter: those that have one ratio. */
const RATIOS: Readonly<Record<string, number>> = { c: 2048, m: 4096, r: 8192 };

function memoryOf(type: string): number | undefined {
  const [, family = ''] = /^([cmr])\d+[a-z-]*\./.exec(type) ?? [];
  const [cpu, ratio] = [cpuOf(type), RATIOS[family]];
  return cpu === undefined || ratio === undefined ? undefined : cpu * ratio;
}
