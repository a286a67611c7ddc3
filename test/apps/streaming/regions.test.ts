import { describe, expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { servicesOf, workloadsOf } from '../declared.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(streaming);
const everywhere = servicesOf(streaming);
const workloads = workloadsOf(streaming);

describe('S0-30 to S0-34: the services run in each region, each region on its own', () => {
  test.each(everywhere)(
    '$name on $cluster, pods enough for a zone to fail',
    ({ name, cluster, declaration }) => {
      const objects = renderUnit(name, cluster);
      const deployment = one(objects, 'Deployment', name);
      expect(at(deployment, 'metadata.namespace')).toBe(declaration.namespace ?? 'prod');
      const autoscaler = [...every(objects, 'HorizontalPodAutoscaler'), ...every(objects, 'ScaledObject')];
      const least = autoscaler.map(
        (each) => at(each, 'spec.minReplicas') ?? at(each, 'spec.minReplicaCount'),
      );
      const { environment, officeHours } = contextOf(cluster).cluster;
      if (environment === 'production')
        expect(Number(least[0] ?? at(deployment, 'spec.replicas'))).toBeGreaterThanOrEqual(2);
      else if (officeHours === undefined)
        expect(Number(least[0] ?? at(deployment, 'spec.replicas'))).toBeGreaterThanOrEqual(1);
    },
  );

  const foreign = workloads.flatMap((placed) =>
    CLUSTERS.filter((other) => other !== placed.cluster).map((other) => ({ ...placed, other })),
  );

  test.each(foreign)(
    'nothing of $name on $cluster comes from the AWS of $other (X-97)',
    ({ name, cluster, other }) => {
      const { terraform: own } = contextOf(cluster).cluster;
      const { terraform } = contextOf(other).cluster;
      const text = JSON.stringify([renderUnit(name, cluster), renderUnit('streaming', cluster)]);
      expect(text).toContain(own.region);
      // The gateway of the other region is known, and the identity behind it; nothing that AWS keeps there is.
      const aws = [terraform.ecrRegistry, `${terraform.secretPathPrefix}/`];
      if (terraform.region !== own.region)
        aws.push(`.${terraform.region}.rds`, `.${terraform.region}.amazonaws.com`);
      if (terraform.accountId !== own.accountId) aws.push(terraform.accountId);
      for (const foreign of aws) expect(text).not.toContain(foreign);
    },
  );

  test.each(everywhere.filter(({ declaration }) => declaration.exposes !== undefined))(
    'S0-31: the public comes to $name on $cluster under the identity of its own mesh',
    ({ name, cluster }) => {
      const principals = listAt(
        one(renderUnit(name, cluster), 'AuthorizationPolicy', `allow-${name}`),
        'spec.rules[0].from[0].source.principals',
      );
      const { mesh } = contextOf(cluster).cluster;
      expect(principals).toContain(`${mesh?.trustDomain}/ns/istio-system/sa/istio-ingressgateway`);
    },
  );
});
