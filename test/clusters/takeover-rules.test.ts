import { describe, expect, test } from 'vitest';
import { FleetCopy } from './fleet-fixture.ts';

const ARN = 'arn:aws:acm:eu-central-1:222233334444:certificate/0b9d4f7e-3c52-4a68-9e1b-7d24c6f08a35';

/** prod-eu takes over what is written, with a certificate for prod-japan unless it is left out. */
function fleetWith(takesOver: string, certificates: unknown = { 'prod-japan': ARN }): FleetCopy {
  const fleet = new FleetCopy().replace(
    'prod-eu/cluster.yaml',
    'linkedTo:',
    `takesOver:\n${takesOver}\nlinkedTo:`,
  );
  return certificates === null ? fleet : fleet.output('prod-eu', 'takeover_certificate_arns', certificates);
}

const entry = (cluster: string, hosts = '[videos]') => `  - cluster: ${cluster}\n    hosts: ${hosts}`;

describe('a cluster takes over names, and on that day nobody is reached by them (S0-89)', () => {
  test('names of a cluster with a certificate are taken, with its domain', () => {
    const fleet = fleetWith(entry('prod-japan')).load();
    expect(fleet.clusters.find(({ name }) => name === 'prod-eu')?.takesOver).toEqual([
      { cluster: 'prod-japan', domain: 'japan.example.com', hosts: ['videos'] },
    ]);
  });

  test.each([
    [
      'a cluster that does not exist',
      entry('prod-japn'),
      'takesOver.0.cluster: found prod-japn, expected one of the clusters prod-eu, prod-japan, sre-portfolio (did you mean prod-japan?)',
    ],
    [
      'the cluster itself',
      entry('prod-eu'),
      'takesOver.0.cluster: found prod-eu, the cluster itself, expected another cluster',
    ],
    [
      'a cluster twice',
      `${entry('prod-japan')}\n${entry('prod-japan', '[chat]')}`,
      'takesOver.1.cluster: found prod-japan again, expected one entry for it: add the hosts to the first',
    ],
    [
      'a host twice',
      entry('prod-japan', '[videos, videos]'),
      'takesOver.0.hosts.1: found videos again, expected it once',
    ],
    [
      'a whole name in place of its host',
      entry('prod-japan', '[videos.japan.example.com]'),
      'takesOver.0.hosts.0: found "videos.japan.example.com", expected one host of lower case letters, digits and hyphens, such as api, without the domain',
    ],
    [
      'every name at once',
      entry('prod-japan', '["*"]'),
      'takesOver.0.hosts.0: found "*", expected one host of lower case letters, digits and hyphens, such as api, without the domain',
    ],
    [
      'no host',
      entry('prod-japan', '[]'),
      'takesOver.0.hosts: found an empty list, expected at least one host, such as api',
    ],
  ])('%s is refused', (_, takesOver, message) => {
    const certificates = { 'prod-japan': ARN, 'prod-japn': ARN };
    expect(fleetWith(takesOver, certificates).report().join('\n')).toContain(message);
  });

  test('without the certificate the load balancer would refuse every connection', () => {
    for (const certificates of [null, { 'prod-us': ARN }]) {
      expect(fleetWith(entry('prod-japan'), certificates).report().join('\n')).toContain(
        'found no certificate for prod-japan, expected the ARN of one in this region: takesOver in cluster.yaml names prod-japan',
      );
    }
  });

  test('a certificate of another region cannot be used', () => {
    const other = ARN.replace('eu-central-1', 'ap-northeast-1');
    expect(fleetWith(entry('prod-japan'), { 'prod-japan': other }).report().join('\n')).toContain(
      'takeover_certificate_arns.value.prod-japan: found',
    );
  });

  test('users of production get no data of staging', () => {
    const fleet = fleetWith(entry('prod-japan')).replace(
      'prod-japan/cluster.yaml',
      'environment: production',
      'environment: staging',
    );
    expect(fleet.report().join('\n')).toContain(
      'takesOver.0.cluster: found prod-japan of the environment staging, expected a cluster of the environment production: its users would get data that is not theirs',
    );
  });
});
