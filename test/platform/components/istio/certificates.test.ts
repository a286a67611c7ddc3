import { describe, expect, test } from 'vitest';
import { awsPrivatecaIssuer } from '../../../../platform/components/aws-privateca-issuer/aws-privateca-issuer.ts';
import { certManager } from '../../../../platform/components/cert-manager/cert-manager.ts';
import { istioCsr } from '../../../../platform/components/istio-csr/istio-csr.ts';
import { controlPlaneOf, controlPlaneValues } from '../../../control-plane.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, one } from '../../../manifest-reader.ts';
import { openings } from '../../network-openings.ts';

const { clusterOf, fleet, contextOf, renderUnit, unitsOn } = frozenFleet;

const valuesOf = (component: typeof istioCsr, cluster: string) =>
  JSON.parse(JSON.stringify(component.values(contextOf(cluster))));
const valuesOfControlPlane = (name: string) => controlPlaneValues(frozenFleet, name);
const shared = fleet.clusters.filter(({ linkedTo }) => linkedTo.length > 0).map(({ name }) => name);
const alone = fleet.clusters
  .filter(({ mesh, linkedTo }) => mesh !== undefined && linkedTo.length === 0)
  .map(({ name }) => name);

describe.each(shared)('%s trusts the other clusters of its mesh by a common root (S0-80, S0-81)', (name) => {
  const { app, volumeMounts } = valuesOf(istioCsr, name);
  const objects = renderUnit('istio-csr', name);

  test('proxies ask istio-csr, and istiod signs nothing', () => {
    const { env, global } = valuesOfControlPlane(name);
    expect(env.ENABLE_CA_SERVER).toBe('false');
    expect(global.caAddress).toBe(`${app.tls.certificateDNSNames[0]}:443`);
  });

  test('what istio-csr signs has the trust domain, the cluster and the revision of this mesh', () => {
    const { mesh } = clusterOf(name);
    expect([app.tls.trustDomain, app.server.clusterID]).toEqual([mesh?.trustDomain, name]);
    expect(app.istio.revisions).toEqual([valuesOfControlPlane(name).revision]);
    const issuer = one(objects, 'AWSPCAClusterIssuer');
    expect(at(issuer, 'metadata.name')).toBe(app.certmanager.issuer.name);
    expect(at(issuer, 'spec.arn')).toBe(clusterOf(name).terraform.acmPcaArn);
  });

  test('the root is the one of the contract, the same on each cluster', () => {
    const [root] = Object.entries(Object(at(one(objects, 'ConfigMap'), 'data')));
    expect(root?.[1]).toBe(clusterOf('prod-japan').terraform.meshRootCertificate);
    expect(app.tls.rootCAFile).toBe(`${volumeMounts[0].mountPath}/${root?.[0]}`);
  });

  test('every pod of the mesh may ask for a certificate, and the signer answers all of them', () => {
    const pod = { namespace: 'prod', labels: { app: 'anything' } };
    const sent = openings(renderUnit('namespaces', name), 'egress', pod);
    expect(sent).toContain('cert-manager app=cert-manager-istio-csr TCP 6443');
    expect(JSON.stringify(one(objects, 'NetworkPolicy'))).toContain('"istio.io/rev"');
  });

  test('who signs is there before who asks: istiod would not start, nor would a proxy', () => {
    const controlPlane = unitsOn(name).find((unit) => unit.name === controlPlaneOf(clusterOf(name)));
    expect(certManager.wave).toBeLessThan(istioCsr.wave);
    expect(awsPrivatecaIssuer.wave).toBeLessThan(istioCsr.wave);
    expect(istioCsr.wave).toBeLessThan(controlPlane?.wave ?? Number.NaN);
  });
});

test.each(alone)('%s needs no common root: istiod signs (S3-39)', (name) => {
  const { env, global } = valuesOfControlPlane(name);
  expect([env.ENABLE_CA_SERVER, global.caAddress]).toEqual([undefined, undefined]);
  expect(() => renderUnit('istio-csr', name)).toThrow('has no unit');
});
