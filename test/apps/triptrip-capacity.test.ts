import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { capacityOf, podsPerNode, secondsToScale } from '../../docs/triptrip/capacity.ts';
import { LOAD, PROXY_CORES, TARGETS } from '../../docs/triptrip/load.ts';
import { Tree } from '../../scripts/rows/tree.ts';

const tree = new Tree(fileURLToPath(new URL('../..', import.meta.url)));
const production = capacityOf(tree, 'triptrip-production');
const { maximum, requestsPerPod, surge, pod, quota } = production;
const during = Math.ceil(maximum * (1 + surge));
const each = podsPerNode(production);
const generalNodes = production.groups.general?.max_size ?? 0;

describe('the load of the rows', () => {
  test('the peak fits bounds, quota and nodes; the burst leaves nothing to spare (S4-12, X-45)', () => {
    expect(LOAD.peak / requestsPerPod).toBeLessThanOrEqual(maximum / 2);
    expect(maximum * requestsPerPod).toBe(LOAD.burst);
    expect(production.minimum * requestsPerPod).toBeGreaterThanOrEqual(LOAD.base);
  });

  test('an update at the largest scale fits the quota and the general nodes (X-31, X-32)', () => {
    expect(production.quotaPods).toBeGreaterThanOrEqual(during);
    expect(quota.cores).toBeGreaterThanOrEqual(during * pod.cores);
    expect(quota.mebibytes).toBeGreaterThanOrEqual(during * pod.mebibytes);
    expect(Math.ceil(during / each)).toBeLessThanOrEqual(generalNodes);
  });

  test('a third of the general nodes is left for the platform at the largest scale', () => {
    expect(generalNodes - Math.ceil(during / each)).toBeGreaterThanOrEqual(generalNodes / 3);
  });

  test('year 5 does not fit the bounds of the rows (S4-13, X-45)', () => {
    expect(LOAD.fifthYear / requestsPerPod).toBeGreaterThan(maximum);
    expect(LOAD.fifthYear / requestsPerPod / each).toBeGreaterThan(generalNodes);
  });

  test('the gateways carry the peak where a proxy is cheap, and never the burst (S4-162, X-45)', () => {
    const cores = production.gateways * production.gatewayCores;
    const [cheap, dear] = PROXY_CORES;
    expect(cores).toBeGreaterThanOrEqual((LOAD.peak / 1000) * cheap);
    expect(cores).toBeLessThan((LOAD.peak / 1000) * dear);
    expect(cores).toBeLessThan((LOAD.burst / 1000) * cheap);
  });

  test('the pools of the gateways hold the peak while a request takes 200 ms (S4-174, X-45)', () => {
    expect((production.gateways * production.requestsAtOnce) / LOAD.peak).toBeCloseTo(0.2);
  });

  test('thirty pods on a node are impossible with what the API asks for (S4-20)', () => {
    expect(each).toBeGreaterThan(0);
    expect(each).toBeLessThan(TARGETS.podsPerNode[0]);
  });

  test('all node groups together (S4-45)', () => {
    const groups = Object.values(production.groups);
    expect(groups.reduce((all, { min_size }) => all + min_size, 0)).toBe(6);
    expect(groups.reduce((all, { max_size }) => all + max_size, 0)).toBe(125);
  });
});

describe('the times of the rows', () => {
  test('the autoscaler asks for the peak within a minute (S4-6, S4-18)', () => {
    const toPeak = secondsToScale(production.minimum, LOAD.peak / requestsPerPod, production.up, 'Max');
    expect(toPeak).toBe(30);
    expect(secondsToScale(production.minimum, maximum, production.up, 'Max')).toBeLessThan(TARGETS.upSeconds);
  });

  test('the rate of requests shows a sudden load later than a minute, which leaves it to CPU (S4-18)', () => {
    expect(production.rateWindowSeconds + production.scrapeSeconds).toBeGreaterThan(TARGETS.upSeconds);
    expect(production.cpuTargetPercent).toBe(70);
  });

  test('the way down begins after five minutes, and takes longer than that (X-44)', () => {
    expect(production.downAfterSeconds).toBe(TARGETS.downSeconds);
    const down = secondsToScale(maximum, production.minimum, production.down, 'Min');
    expect(down).toBeGreaterThan(TARGETS.downSeconds);
    expect(down).toBeLessThan(60 * 60);
  });

  test('a start may take no longer than an update can wait (S4-17, X-110)', () => {
    expect(production.startSeconds).toBeGreaterThanOrEqual(2 * TARGETS.coldStartSeconds);
    expect(production.startSeconds).toBeLessThanOrEqual(TARGETS.upSeconds);
  });

  test('a deploy is taken back within five minutes (S4-5)', () => {
    const waves = Math.ceil(1 / surge);
    const longest = waves * (production.startSeconds + production.drainSeconds);
    expect(longest).toBeLessThanOrEqual(TARGETS.rollbackSeconds);
  });

  test('the longest request ends before the pod does (X-75)', () => {
    expect(production.drainSeconds + production.timeoutSeconds).toBeLessThan(production.graceSeconds);
  });

  test('a failing pod gets no more requests within half a minute (S4-19)', () => {
    expect(production.unreadySeconds).toBeLessThanOrEqual(TARGETS.failoverSeconds);
    expect(production.ejectionSeconds).toBeLessThanOrEqual(TARGETS.failoverSeconds);
  });

  test('a node that does not come is given up within five minutes (S4-19, X-57)', () => {
    expect(production.nodeWaitMinutes).toBeLessThanOrEqual(TARGETS.nodeMinutes);
  });
});

test('recovery can carry what production carries: it takes over all of it', () => {
  const recovery = capacityOf(tree, 'triptrip-dr');
  expect(recovery.maximum).toBe(maximum);
  expect(podsPerNode(recovery) * (recovery.groups.general?.max_size ?? 0)).toBeGreaterThanOrEqual(during);
  expect(recovery.gateways).toBe(production.gateways);
});
