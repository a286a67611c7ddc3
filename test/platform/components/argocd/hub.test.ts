import { describe, expect, it } from 'vitest';
import { argocdValues } from '../../../../platform/components/argocd/values.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';

const { contextOf, fleet, unitsOn } = frozenFleet;

describe('a hub reaches its clusters', () => {
  it('each by its name, itself included, so that an Application cannot come to the wrong one', () => {
    const { clusterCredentials } = argocdValues(contextOf('prod-japan')).configs;
    const managed = fleet.clusters.filter(({ hub }) => hub === 'prod-japan').map(({ name }) => name);
    expect(managed).toEqual(expect.arrayContaining(['prod-eu', 'prod-japan']));
    expect(Object.keys(clusterCredentials).sort()).toEqual(managed.sort());
    expect(clusterCredentials['prod-japan']?.server).toBe('https://kubernetes.default.svc');
    expect(clusterCredentials['prod-eu']?.server).toBe(
      contextOf('prod-eu').cluster.terraform.clusterEndpoint,
    );
  });

  it('with a role that is assumed, and a verified certificate: no long-lived token lies in Git', () => {
    const { cluster } = contextOf('prod-eu');
    expect(argocdValues(contextOf('prod-japan')).configs.clusterCredentials['prod-eu']?.config).toEqual({
      awsAuthConfig: {
        clusterName: cluster.terraform.clusterName,
        roleARN: cluster.terraform.argocdAccessRoleArn,
      },
      tlsClientConfig: { insecure: false, caData: cluster.terraform.clusterCertificateAuthorityData },
    });
  });

  it('and says what is missing where Terraform has made no such role', () => {
    const { cluster, ...context } = contextOf('prod-japan');
    const clusters = fleet.clusters.map((one) =>
      one.name === 'prod-eu'
        ? { ...one, terraform: { ...one.terraform, argocdAccessRoleArn: undefined } }
        : one,
    );
    expect(() => argocdValues({ ...context, cluster, fleet: { ...fleet, clusters } })).toThrow(
      'clusters/prod-eu/terraform.json: the output argocd_access_role_arn is missing',
    );
  });

  it('and knows which chart repository is a registry', () => {
    const { repositories } = argocdValues(contextOf('prod-japan')).configs;
    expect(repositories).toMatchObject({
      karpenter: { name: 'karpenter', url: 'public.ecr.aws/karpenter', type: 'helm', enableOCI: 'true' },
    });
    // One with an index would not be found any more.
    for (const { url } of Object.values(repositories)) expect(url).not.toMatch(/:\/\//);
    expect(argocdValues(contextOf('triptrip-staging')).configs.repositories).not.toHaveProperty('karpenter');
  });
});

describe('Argo CD runs where it is needed', () => {
  it('on hubs and nowhere else', () => {
    for (const { name } of fleet.clusters) {
      const isHub = fleet.clusters.some(({ hub }) => hub === name);
      expect(
        unitsOn(name).some((unit) => unit.name === 'argocd'),
        name,
      ).toBe(isHub);
    }
  });

  it('and lets nobody in who has no role', () => {
    expect(argocdValues(contextOf('triptrip-staging')).configs.rbac['policy.default']).toBe('');
  });
});
