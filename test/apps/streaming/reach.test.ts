import { describe, expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';
import { listAt, one } from '../../manifest-reader.ts';
import { EVERY_PROXY_KNOWS } from '../../platform/network-openings.ts';
import { calledBy, sentBy, workloadsOf } from '../declared.ts';
import { contextOf, renderUnit } from '../fleet-at-rest.ts';

const workloads = workloadsOf(streaming);

describe('what each service reaches, and nothing else (S0-74, S0-75)', () => {
  test.each(workloads)('S0-36 to S0-38, S0-82: $name on $cluster sends to what it calls', (placed) => {
    expect(sentBy(placed)).toEqual(calledBy(placed));
  });

  test.each(workloads.filter(({ mesh, declaration }) => mesh && declaration.kind !== 'job'))(
    'X-62: the proxy of $name on $cluster knows every host of it, and no other',
    ({ name, cluster, namespace, declaration }) => {
      const { terraform, egress, linkedTo, externalHosts } = contextOf(cluster).cluster;
      const { region, databases, buckets } = terraform;
      const aws = (to: string) =>
        to === 'bucket' || to === 'topic' ? [] : [`./sqs.${region}.amazonaws.com`];
      const wanted = (declaration.calls ?? []).flatMap(({ to, name: called }) => {
        if (to === 'database') return [`./${databases[called]?.endpoint}`];
        if (to === 'linked')
          return linkedTo.map((linked) => `./${called}-${linked}.${namespace}.svc.cluster.local`);
        if (to === 'bucket')
          return [`./${buckets[called]?.name}.s3.${region}.amazonaws.com`, `./sts.${region}.amazonaws.com`];
        if (to === 'external') return [`./${externalHosts[called]}`];
        if (to === 'workload' || to === 'cache') return [];
        return [...aws(to), `./sts.${region}.amazonaws.com`];
      });
      const hosts = listAt(one(renderUnit(name, cluster), 'Sidecar', name), 'spec.egress[0].hosts').map(
        String,
      );
      const own = hosts.filter((host) => host.startsWith('./'));
      const named = new Set(wanted);
      if (egress === 'gateway') expect(new Set(own)).toEqual(named);
      else expect(own).toEqual(expect.arrayContaining([...named]));
      expect(hosts).toContain(EVERY_PROXY_KNOWS);
    },
  );
});
