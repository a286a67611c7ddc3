import { describe, expect, test } from 'vitest';
import type { Call } from '../../platform/workload/declaration/calls.ts';
import { at, one } from '../manifest-reader.ts';
import { workloadsOf } from './declared.ts';
import { contextOf, renderUnit } from './fleet-at-rest.ts';

const AWS: readonly Call['to'][] = ['queue', 'bucket', 'topic'];

describe('S0-37, S0-38, S2-93, S2-94: a role of its own where a workload calls AWS, and none elsewhere', () => {
  test.each(workloadsOf())('$name on $cluster', ({ name, cluster, declaration }) => {
    const { irsaRoleArns, kafkaBootstrapServers } = contextOf(cluster).cluster.terraform;
    const account = one(renderUnit(name, cluster), 'ServiceAccount', name);
    const role = at(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]');
    // A topic is nothing on a cluster without brokers.
    const callsAws = declaration.calls?.some(
      ({ to }) => AWS.includes(to) && (to !== 'topic' || kafkaBootstrapServers !== undefined),
    );
    if (callsAws) expect(role).toMatch(/^arn:aws:iam::/);
    expect(role).toBe(callsAws ? irsaRoleArns[name] : undefined);
  });
});
