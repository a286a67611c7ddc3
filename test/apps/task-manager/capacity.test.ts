import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import { nodePoolOf } from '../../../platform/kit/node-pool.ts';
import { bytes, millicores } from '../../../platform/kit/quantity.ts';
import { tree } from '../../live-tree.ts';
import { at, every } from '../../manifest-reader.ts';
import { contextOf, productionOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTER = productionOf(taskManager).name;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const MEBIBYTE = 1024 ** 2;

interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/** What agents ask for on each node: EKS's VPC CNI with its policy agent and kube-proxy, and that of the volumes. */
const ADD_ONS: Amount = { cpu: 180, memory: 120 * MEBIBYTE };

const sum = (amounts: readonly Amount[]): Amount => ({
  cpu: amounts.reduce((total, { cpu }) => total + cpu, 0),
  memory: amounts.reduce((total, { memory }) => total + memory, 0),
});

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All requests in the values of a chart, each as often as the nearest number of replicas around it says. */
function requestsIn(value: unknown, replicas = 1): readonly Amount[] {
  if (Array.isArray(value)) return value.flatMap((part) => requestsIn(part, replicas));
  if (!isMap(value)) return [];
  const here = Number(value.replicas ?? value.replicaCount ?? replicas) || replicas;
  const { requests } = value;
  const own =
    isMap(requests) && requests.cpu !== undefined
      ? [{ cpu: here * millicores(`${requests.cpu}`), memory: here * bytes(`${requests.memory}`) }]
      : [];
  return [...own, ...Object.values(value).flatMap((part) => requestsIn(part, here))];
}

const platform = sum(
  readdirSync(`${root}/dist/values/${CLUSTER}`).flatMap((file) =>
    requestsIn(tree.yaml(`dist/values/${CLUSTER}/${file}`)),
  ),
);
const quotas = every(renderUnit('namespaces', CLUSTER), 'ResourceQuota');
const application = sum(
  quotas.map((quota) => ({
    cpu: millicores(String(at(quota, 'spec.hard["requests.cpu"]'))),
    memory: bytes(String(at(quota, 'spec.hard["requests.memory"]'))),
  })),
);
const agents = sum([
  ADD_ONS,
  ...contextOf(CLUSTER)
    .units.filter(({ clusters }) => clusters.includes(CLUSTER))
    .flatMap(({ name }) => every(renderUnit(name, CLUSTER), 'DaemonSet'))
    .map((daemon) => ({
      cpu: millicores(String(at(daemon, 'spec.template.spec.containers[0].resources.requests.cpu'))),
      memory: bytes(String(at(daemon, 'spec.template.spec.containers[0].resources.requests.memory'))),
    })),
]);
const { cluster } = contextOf(CLUSTER);
const { nodeGroups } = cluster.terraform;
const nodes = Object.values(nodeGroups).reduce((total, { maxSize }) => total + maxSize, 0);
const allocatable = nodePoolOf(cluster, 'general')?.allocatable ?? { cpu: '0', memory: '0Mi' };
const node: Amount = {
  cpu: millicores(allocatable.cpu) - agents.cpu,
  memory: bytes(allocatable.memory) - agents.memory,
};

/** Nodes that hold so much, as if pods could be cut to fill them. */
const nodesFor = ({ cpu, memory }: Amount) => Math.ceil(Math.max(cpu / node.cpu, memory / node.memory));

test('S2-17: everything at its largest fits the nodes of both groups, with a quarter to spare for what does not pack', () => {
  expect(platform.memory / MEBIBYTE).toBeGreaterThan(1000);
  expect(nodesFor(sum([platform, application]))).toBeLessThanOrEqual(nodes * 0.75);
});

test('S2-12, S2-17: the three nodes of the specification do not even hold the platform', () => {
  expect(nodesFor(platform)).toBeGreaterThan(3);
});
