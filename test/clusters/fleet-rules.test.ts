import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { istioRevisions } from '../../clusters/index.ts';
import { FleetCopy } from './fleet-fixture.ts';

/** `file path: message` of every mistake, files without the clusters' folder. */
function mistakes(fleet: FleetCopy): string[] {
  return fleet
    .problems()
    .map(({ file, path, message }) => `${file.replace('clusters/', '')} ${path}: ${message}`);
}

describe('hubs', () => {
  test('a hub that does not exist leaves the cluster without deployments', () => {
    const fleet = new FleetCopy().replace('prod-eu/cluster.yaml', 'hub: prod-japan', 'hub: prod-japn');
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/cluster.yaml:3: hub: found prod-japn, expected one of the clusters prod-eu, prod-japan, sre-portfolio (did you mean prod-japan?)',
    ]);
  });

  test('a hub that another cluster manages has nobody to recover it', () => {
    const fleet = new FleetCopy()
      .replace('sre-portfolio/cluster.yaml', 'name: sre-portfolio', 'name: sre-portfolio\nhub: prod-eu')
      .output('sre-portfolio', 'argocd_access_role_arn', 'arn:aws:iam::333344445555:role/argocd');
    expect(mistakes(fleet)).toEqual([
      'sre-portfolio/cluster.yaml hub: found prod-eu, which prod-japan manages, expected a cluster that manages itself (its cluster.yaml names no hub)',
    ]);
  });
});

describe('links', () => {
  test('a cluster that does not exist', () => {
    const fleet = new FleetCopy().replace(
      'prod-eu/cluster.yaml',
      '- prod-japan',
      '- prod-japan\n  - prod-us',
    );
    expect(mistakes(fleet)).toEqual([
      'prod-eu/cluster.yaml linkedTo.1: found prod-us, expected one of the clusters prod-eu, prod-japan, sre-portfolio (did you mean prod-eu?)',
    ]);
  });

  test('the cluster itself', () => {
    const fleet = new FleetCopy().replace(
      'prod-eu/cluster.yaml',
      '- prod-japan',
      '- prod-japan\n  - prod-eu',
    );
    expect(mistakes(fleet)).toEqual([
      'prod-eu/cluster.yaml linkedTo.1: found prod-eu, the cluster itself, expected another cluster',
    ]);
  });

  test('a link of one side: policies would let in what the other side does not send', () => {
    const fleet = new FleetCopy().replace('prod-eu/cluster.yaml', 'linkedTo:\n  - prod-japan\n', '');
    expect(mistakes(fleet)).toEqual([
      'prod-japan/cluster.yaml linkedTo.0: found prod-eu, whose linkedTo does not name prod-japan, expected the link on both clusters or on none',
    ]);
  });

  test('linked VPCs with addresses in common cannot be routed', () => {
    const fleet = new FleetCopy()
      .output('prod-japan', 'vpc_cidr', '10.0.0.0/14')
      .output('prod-eu', 'vpc_cidr', '10.1.0.0/16');
    expect(mistakes(fleet)).toEqual([
      'prod-japan/terraform.json vpc_cidr.value: found 10.0.0.0/14, expected a network apart from vpc_cidr of the linked prod-eu, 10.1.0.0/16',
    ]);
  });

  test.each([
    ['prod-eu', 'prod-japan', '10.0.0.0/20', '10.0.0.0/16'],
    ['prod-japan', 'prod-eu', '10.1.0.0/20', '10.1.0.0/16'],
  ])('Services of %s that hide addresses of the linked VPC of %s', (cluster, other, services, vpc) => {
    const fleet = new FleetCopy().output(cluster, 'service_cidr', services);
    expect(mistakes(fleet)).toEqual([
      `${cluster}/terraform.json service_cidr.value: found ${services}, expected a network apart from vpc_cidr of the linked ${other}, ${vpc}`,
    ]);
  });

  test('clusters that are not linked may have one network: prod-japan and sre-portfolio do', () => {
    const fleet = new FleetCopy().output('sre-portfolio', 'vpc_cidr', '10.0.0.0/16');
    expect(() => fleet.problems()).toThrow('The fleet loads');
  });
});

describe('a mesh over several clusters', () => {
  test('a network name twice: Istio sends requests to pods that it cannot reach', () => {
    const fleet = new FleetCopy().replace(
      'prod-japan/cluster.yaml',
      'network: prod-japan',
      'network: prod-eu',
    );
    expect(mistakes(fleet)).toEqual([
      'prod-japan/cluster.yaml mesh.network: found prod-eu, expected a network of its own: it is that of prod-eu',
    ]);
  });

  test('a trust domain twice in one mesh: policies cannot tell the clusters apart', () => {
    const fleet = new FleetCopy().replace(
      'prod-japan/cluster.yaml',
      'trustDomain: japan.',
      'trustDomain: eu.',
    );
    expect(mistakes(fleet)).toEqual([
      'prod-japan/cluster.yaml mesh.trustDomain: found eu.mesh.example.com, expected a trust domain of its own: it is that of prod-eu, in the same mesh',
    ]);
  });

  test.each([
    ['prod-eu', 'prod-japan', 'japan.mesh.example.com'],
    ['prod-japan', 'prod-eu', 'eu.mesh.example.com'],
  ])('no alias on %s for the trust domain of %s: its requests are refused', (cluster, other, domain) => {
    const fleet = new FleetCopy().replace(`${cluster}/cluster.yaml`, `- ${domain}`, '- us.mesh.example.com');
    expect(mistakes(fleet)).toEqual([
      `${cluster}/cluster.yaml mesh.trustDomainAliases: found us.mesh.example.com, expected ${domain} among them: the trust domain of ${other}, in the same mesh`,
    ]);
  });

  test('clusters of one mesh without a link cannot reach each other', () => {
    const fleet = new FleetCopy()
      .replace('prod-eu/cluster.yaml', 'linkedTo:\n  - prod-japan\n', '')
      .replace('prod-japan/cluster.yaml', 'linkedTo:\n  - prod-eu\n', '');
    expect(mistakes(fleet)).toEqual([
      'prod-eu/cluster.yaml linkedTo: found an empty list, expected prod-japan in it: both are in the mesh streaming',
      'prod-japan/cluster.yaml linkedTo: found an empty list, expected prod-eu in it: both are in the mesh streaming',
    ]);
  });

  test('linked clusters in two meshes', () => {
    const fleet = new FleetCopy().replace('prod-japan/cluster.yaml', 'id: streaming', 'id: storefront');
    expect(mistakes(fleet)).toEqual([
      'prod-japan/cluster.yaml mesh.id: found storefront, expected streaming: prod-japan is linked to prod-eu, and linked clusters with Istio form one mesh',
    ]);
  });

  test.each([
    ['eastwest_gateway_hostname', "the load balancer of the cluster's east-west gateway"],
    ['acm_pca_arn', "the issuer of the mesh's certificates, whose root the clusters have in common"],
    ['mesh_root_certificate', 'the root above that issuer, which every proxy of the mesh trusts'],
  ])('no %s', (output, meaning) => {
    const fleet = new FleetCopy().outputs('prod-eu', (outputs) => delete outputs[output]);
    expect(mistakes(fleet)).toEqual([
      `prod-eu/terraform.json ${output}: found nothing, expected ${meaning}: prod-japan is in the mesh streaming too`,
    ]);
  });

  test('clusters of one mesh whose certificates have two roots: every handshake between them fails', () => {
    const fleet = new FleetCopy().output(
      'prod-eu',
      'mesh_root_certificate',
      '-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n',
    );
    expect(mistakes(fleet)).toEqual([
      'prod-japan/terraform.json mesh_root_certificate.value: found another root than prod-eu has, expected the same: both are in the mesh streaming',
    ]);
  });

  test('alone in its mesh a cluster needs no link, gateway or common root, and its trust domain may be any', () => {
    const fleet = new FleetCopy().replace(
      'sre-portfolio/cluster.yaml',
      'tracing:',
      `mesh:\n  id: alone\n  network: alone\n  trustDomain: eu.mesh.example.com\n  revision: ${istioRevisions.at(-1)}\ntracing:`,
    );
    expect(() => fleet.problems()).toThrow('The fleet loads');
  });
});

test('an egress gateway without a mesh: nothing would send anything to it', () => {
  const fleet = new FleetCopy().replace('sre-portfolio/cluster.yaml', 'egress: direct', 'egress: gateway');
  expect(mistakes(fleet)).toEqual([
    'sre-portfolio/cluster.yaml egress: found gateway, expected direct: the cluster has no mesh',
  ]);
});

test('two clusters under one domain: DNS sends the requests of one to the other', () => {
  const fleet = new FleetCopy().replace('prod-japan/cluster.yaml', 'domain: japan.', 'domain: eu.');
  expect(mistakes(fleet)).toEqual([
    'prod-japan/cluster.yaml domain: found eu.example.com, expected a domain of its own: it is that of prod-eu',
  ]);
});

test('a terraform.json that was copied from another cluster', () => {
  const fleet = new FleetCopy().outputs('sre-portfolio', (outputs) => {
    outputs.account_id = { sensitive: false, type: 'string', value: '222233334444' };
    outputs.cluster_name = { sensitive: false, type: 'string', value: 'prod-eu' };
  });
  expect(mistakes(fleet)).toContain(
    'sre-portfolio/terraform.json cluster_name.value: found prod-eu, expected another name: prod-eu has it in the same account',
  );
});

test('a mistake of one cluster.yaml causes no others: what cannot be read takes no part in the rules', () => {
  const fleet = new FleetCopy().replace(
    'prod-eu/cluster.yaml',
    'linkedTo:',
    'linkedTo: none\nexternalHosts:',
  );
  expect(new Set(fleet.problems().map(({ file }) => file))).toEqual(
    new Set(['clusters/prod-eu/cluster.yaml']),
  );
});

test('a heartbeat of two clusters goes on while one of them lives', () => {
  const fleet = new FleetCopy().replace(
    'prod-japan/cluster.yaml',
    'heartbeat: 01EXAMP0000000000000000H01',
    'heartbeat: 01EXAMP0000000000000000H02',
  );
  expect(fleet.problems().map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'incidentIo.heartbeat: found 01EXAMP0000000000000000H02, expected a heartbeat of its own: it is that of prod-eu',
  ]);
});

describe('a cluster that was copied from its neighbour', () => {
  test.each([
    ['cluster_endpoint', 'the address of its API server'],
    ['cluster_certificate_authority_data', 'the certificate authority of its API server'],
    ['vpc_id', 'its VPC'],
  ])('and has its %s: Argo CD would deploy one onto the other', (output, expected) => {
    const fleet = new FleetCopy();
    const { [output]: copied } = JSON.parse(readFileSync(fleet.path('prod-japan/terraform.json'), 'utf8'));
    fleet.output('sre-portfolio', output, copied.value);
    expect(fleet.problems()).toEqual([
      expect.objectContaining({
        file: 'clusters/sre-portfolio/terraform.json',
        path: `${output}.value`,
        message: `found that of prod-japan, expected ${expected}. Copy no terraform.json: print it by terraform output -json in the workspace of sre-portfolio`,
      }),
    ]);
  });

  test('and has its identity provider: no role would trust a pod', () => {
    const fleet = new FleetCopy();
    const { oidc_provider_arn: copied } = JSON.parse(
      readFileSync(fleet.path('prod-japan/terraform.json'), 'utf8'),
    );
    fleet.output('sre-portfolio', 'oidc_provider_arn', copied.value);
    expect(fleet.problems().map(({ message }) => message)).toContainEqual(
      expect.stringContaining(
        'found that of prod-japan, expected the identity provider of its ServiceAccounts',
      ),
    );
  });
});
