import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../../apps/triptrip/triptrip.ts';
import { triptripApi } from '../../../../apps/triptrip/triptrip-api.ts';
import {
  capacityOf,
  coresFor,
  gatewayCoresFor,
  generalCores,
  generalNodes,
  podsOn,
  secondsToScale,
} from '../../../../requirements/triptrip/capacity/capacity.ts';
import { HEADROOM, LOAD, TARGETS } from '../../../../requirements/triptrip/capacity/load.ts';
import { tree } from '../../../live-tree.ts';
import { clustersOf, contextOf, productionOf } from '../../fleet-at-rest.ts';

const { name: PRODUCTION } = productionOf(triptrip);
const production = capacityOf(tree, PRODUCTION);
const { maximum, requestsPerPod, surge, pod, quota } = production;
/** `replicaFactor` goes no further (clusters/cluster-schema.ts). */
const LARGEST_FACTOR = 10;
const during = Math.ceil(maximum * (1 + surge));

describe('the load of the rows', () => {
  test('peak and burst meet no bound of the API: the burst fits half as often again (S4-12, X-45)', () => {
    expect(maximum * requestsPerPod).toBeGreaterThanOrEqual(LOAD.burst * HEADROOM);
    expect(LOAD.burst).toBeGreaterThanOrEqual(LOAD.peak);
    expect(production.minimum * requestsPerPod).toBeGreaterThanOrEqual(LOAD.base);
  });

  test('nor of the gateways, where a proxy is dear (S4-162, X-45)', () => {
    const cores = production.gateways * production.gatewayCores;
    expect(cores).toBeGreaterThanOrEqual(gatewayCoresFor(LOAD.burst, production)[1]);
  });

  test('nor of the nodes: a third of them is left at the burst, for the platform (S4-12, X-45)', () => {
    expect(coresFor(LOAD.burst, production)).toBeLessThanOrEqual((generalCores(production) * 2) / 3);
  });

  test('an update at the largest scale fits the quota and the general nodes (X-31, X-32)', () => {
    expect(production.quotaPods).toBeGreaterThanOrEqual(during);
    expect(quota.cores).toBeGreaterThanOrEqual(during * pod.cores);
    expect(quota.mebibytes).toBeGreaterThanOrEqual(during * pod.mebibytes);
    const room = generalNodes(production).reduce(
      (all, node) => all + node.most * podsOn(node, production),
      0,
    );
    expect(room).toBeGreaterThanOrEqual(during);
  });

  test('year 5 does not fit the bounds: they grow with the factor of the cluster (S4-13, X-45)', () => {
    expect(LOAD.fifthYear).toBeGreaterThan(maximum * requestsPerPod);
    expect(coresFor(LOAD.fifthYear, production)).toBeGreaterThan(generalCores(production));
    expect(LOAD.fifthYear).toBeLessThanOrEqual(maximum * requestsPerPod * LARGEST_FACTOR);
  });

  test('the pools of the gateways hold the burst while a request takes 200 ms (S4-174, X-45)', () => {
    expect((production.gateways * production.requestsAtOnce) / LOAD.burst).toBeGreaterThanOrEqual(0.2);
  });

  test('thirty pods on a node are impossible with what the API asks for (S4-20)', () => {
    for (const node of generalNodes(production)) {
      expect(podsOn(node, production)).toBeGreaterThan(0);
      expect(podsOn(node, production)).toBeLessThan(TARGETS.podsPerNode[0]);
    }
  });
});

describe('the times of the rows', () => {
  test('the autoscaler asks for the burst within a minute (S4-6, S4-18)', () => {
    const toPeak = secondsToScale(production.minimum, LOAD.peak / requestsPerPod, production.up, 'Max');
    expect(toPeak).toBeLessThanOrEqual(30);
    expect(
      secondsToScale(production.minimum, LOAD.burst / requestsPerPod, production.up, 'Max'),
    ).toBeLessThan(TARGETS.upSeconds);
  });

  test('the rate of requests shows a sudden load later than a minute, which leaves it to CPU (S4-18)', () => {
    expect(production.rateWindowSeconds + production.scrapeSeconds).toBeGreaterThan(TARGETS.upSeconds);
    expect(production.cpuTargetPercent).toBe(triptripApi.scale.cpu);
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
});

/** The clusters in production that take over when the first one fails. */
const RECOVERY = clustersOf(triptrip).filter(
  (name) => name !== PRODUCTION && contextOf(name).cluster.environment === 'production',
);

test.each(RECOVERY)('%s can carry what production carries: it takes over all of it', (cluster) => {
  const recovery = capacityOf(tree, cluster);
  expect(recovery.maximum).toBe(maximum);
  expect(generalCores(recovery)).toBeGreaterThanOrEqual(generalCores(production));
  expect(recovery.gateways).toBe(production.gateways);
});
