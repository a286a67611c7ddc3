import { describe, expect, test } from 'vitest';
import { FleetCopy } from './fleet-fixture.ts';

describe('a misspelt key would be a setting that does nothing', () => {
  test.each([
    ['cluster.yaml', 'linkedTo:', 'linkdTo:', 'linkdTo', 'linkedTo'],
    [
      'cluster.yaml',
      'samplingPercentage:',
      'samplingPercent:',
      'tracing.samplingPercent',
      'samplingPercentage',
    ],
    ['images.yaml', 'digest:', 'digset:', 'chat-service.digset', 'digest'],
  ])('%s: %s', (file, key, misspelt, path, meant) => {
    const fleet = new FleetCopy().replace(`prod-eu/${file}`, key, misspelt);
    const line = fleet.lineOf(`prod-eu/${file}`, misspelt);
    const report = fleet.report().filter((text) => text.includes('found the key'));
    expect(report).toEqual([
      expect.stringMatching(
        new RegExp(
          `^clusters/prod-eu/${file}:${line}: ${path}: found the key ${misspelt.slice(0, -1)}, expected one of the keys .+ \\(did you mean ${meant}\\?\\)$`,
        ),
      ),
    ]);
  });

  test('a key that is like no other has no suggestion', () => {
    const fleet = new FleetCopy().replace('fleet.yaml', 'repository:', 'colour: red\nrepository:');
    expect(fleet.report()).toEqual([
      'clusters/fleet.yaml:1: colour: found the key colour, expected one of the keys repository',
    ]);
  });

  test('several unknown keys of one map are several mistakes, each with its line', () => {
    const fleet = new FleetCopy().replace('prod-eu/cluster.yaml', 'hub:', 'hubb: prod-eu\nzzz: 1\nhub:');
    expect(fleet.problems().map(({ line, path }) => [line, path])).toEqual([
      [3, 'hubb'],
      [4, 'zzz'],
    ]);
  });

  test('a misspelt Terraform output names the one that is there instead', () => {
    const fleet = new FleetCopy().replace('prod-eu/terraform.json', '"vpc_cidr"', '"vpc_cdir"');
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/terraform.json:1: vpc_cidr: found nothing, expected the output that terraform output -json prints: Network of the VPC; distinct among linked clusters. (did you mean vpc_cdir?)',
    ]);
  });
});

describe('what people write in cluster.yaml', () => {
  test.each([
    [
      'environment: production',
      'environment: prod',
      'found "prod", expected one of production, staging, development',
    ],
    [
      'replicaFactor: 1',
      'replicaFactor: 0',
      'found 0, expected a number above 0, at most 10, such as 1 or 0.5',
    ],
    [
      'replicaFactor: 1',
      'replicaFactor: "1"',
      'found "1", expected a number above 0, at most 10, such as 1 or 0.5',
    ],
    [
      'kubernetesVersion: "1.34"',
      'kubernetesVersion: 1.34',
      'found 1.34, expected a Kubernetes version of major and minor in quotes, such as "1.34"',
    ],
    ['targetType: instance', 'targetType: pod', 'found "pod", expected one of ip, instance'],
    [
      'samplingPercentage: 1',
      'samplingPercentage: 101',
      'found 101, expected a number from 0 to 100 (percent)',
    ],
    [
      'domain: eu.example.com',
      'domain: https://eu.example.com',
      'found "https://eu.example.com", expected a domain name in lower case with at least one dot, such as prod-japan.example.com, without https:// or a port',
    ],
  ])('%s → %s', (text, replacement, message) => {
    const fleet = new FleetCopy().replace('prod-eu/cluster.yaml', text, replacement);
    const line = fleet.lineOf('prod-eu/cluster.yaml', replacement);
    const place = new RegExp(`^clusters/prod-eu/cluster\\.yaml:${line}: [A-Za-z.]+: `);
    expect(fleet.report()).toHaveLength(1);
    expect(fleet.report()[0]).toMatch(place);
    expect(fleet.report()[0]?.replace(place, '')).toBe(message);
  });

  test('a cluster with a value missing', () => {
    const fleet = new FleetCopy().replace('prod-eu/cluster.yaml', 'nodeScaler: karpenter\n', '');
    expect(fleet.report()).toEqual([
      'clusters/prod-eu/cluster.yaml:1: nodeScaler: found nothing, expected one of karpenter, cluster-autoscaler',
    ]);
  });
});

describe('only a digest says which build runs', () => {
  test('a missing digest', () => {
    const fleet = new FleetCopy().replace('sre-portfolio/images.yaml', /\n {2}digest: .+/, '');
    expect(fleet.report()).toEqual([
      'clusters/sre-portfolio/images.yaml:1: api.digest: found nothing, expected a digest: sha256: and 64 hexadecimal digits in lower case',
    ]);
  });

  test.each(['latest', 'sha256:abc', `sha256:${'A'.repeat(64)}`])('%s in its place', (digest) => {
    const fleet = new FleetCopy().replace('sre-portfolio/images.yaml', /digest: .+/, `digest: ${digest}`);
    expect(fleet.report()).toEqual([
      `clusters/sre-portfolio/images.yaml:3: api.digest: found "${digest}", expected a digest: sha256: and 64 hexadecimal digits in lower case`,
    ]);
  });

  test('a name that no Kubernetes object can have', () => {
    const fleet = new FleetCopy().replace('sre-portfolio/images.yaml', 'api:', 'API_1:');
    expect(fleet.report()).toEqual([
      'clusters/sre-portfolio/images.yaml:1: API_1: found the key API_1, expected a name of lower case letters, digits and hyphens, at most 63 characters',
    ]);
  });
});

describe('what Terraform prints', () => {
  test.each([
    [
      'account_id',
      '123456789',
      'found "123456789", expected an AWS account id of 12 digits in quotes, such as "111122223333"',
    ],
    [
      'account_id',
      111122223333,
      'found 111122223333, expected an AWS account id of 12 digits in quotes, such as "111122223333"',
    ],
    ['region', 'tokyo', 'found "tokyo", expected an AWS region such as ap-northeast-1'],
    [
      'vpc_cidr',
      '10.1.0.1/16',
      'found "10.1.0.1/16", expected an IPv4 network whose address is its first one, such as 10.0.0.0/16 (not 10.0.0.1/16)',
    ],
    ['public_subnet_ids', 'subnet-0123456789abcdef0', 'found "subnet-0123456789abcdef0", expected a list'],
    ['irsa_role_arns', ['role'], 'found a list of 1, expected a map'],
    [
      'network_policy_enforced',
      false,
      'found false, expected true: without enableNetworkPolicy "true" in the configuration of the VPC CNI add-on every NetworkPolicy of the cluster is ignored (X-92). Switch it on in Terraform and print the output from that setting',
    ],
  ])('%s is %j', (output, value, message) => {
    const fleet = new FleetCopy().output('sre-portfolio', output, value);
    const report = fleet.report();
    expect(report).toEqual([expect.stringContaining(`${output}.value: ${message}`)]);
    expect(Number(report[0]?.split(':')[1])).toBe(
      fleet.lineOf('sre-portfolio/terraform.json', `"${output}"`) + 3,
    );
  });

  test('an availability zone is the only one', () => {
    const fleet = new FleetCopy().output('sre-portfolio', 'availability_zones', ['ap-northeast-1a']);
    expect(fleet.report()[0]).toContain(
      'availability_zones.value: found a list of 1, expected at least two availability zones: with one, its failure is the failure of the cluster',
    );
  });

  test('an output is missing', () => {
    const fleet = new FleetCopy().outputs('sre-portfolio', (outputs) => delete outputs.node_groups);
    expect(fleet.report()).toEqual([
      'clusters/sre-portfolio/terraform.json:1: node_groups: found nothing, expected the output that terraform output -json prints: Node groups or Karpenter node pools, by name.',
    ]);
  });

  test('the file holds values in place of outputs, as terraform output without -json prints them', () => {
    const fleet = new FleetCopy().outputs('sre-portfolio', (outputs) => {
      outputs.account_id = '333344445555';
    });
    expect(fleet.report()).toEqual([
      'clusters/sre-portfolio/terraform.json:2: account_id: found "333344445555", expected the output that terraform output -json prints: AWS account of the cluster, 12 digits.',
    ]);
  });

  test('attributes that are not set are null, and outputs that nothing reads are no mistake', () => {
    const fleet = new FleetCopy()
      .outputs('sre-portfolio', (outputs) => {
        outputs.github_actions_role_arn = {
          sensitive: false,
          type: 'string',
          value: 'arn:aws:iam::999999999999:role/x',
        };
      })
      .replace('sre-portfolio/images.yaml', 'digest:', 'digest: x #');
    expect(fleet.problems().map(({ file }) => file)).toEqual(['clusters/sre-portfolio/images.yaml']);
  });
});

describe('a secret must not be committed, nor printed by the report', () => {
  test.each(['account_id', 'database_password'])('%s is sensitive', (name) => {
    const fleet = new FleetCopy().outputs('sre-portfolio', (outputs) => {
      outputs[name] = { sensitive: true, type: 'string', value: 'hunter2' };
    });
    expect(fleet.report()).toEqual([
      expect.stringMatching(
        new RegExp(
          `${name}\\.sensitive: found true, expected false: sensitive outputs are secrets, and this file is committed`,
        ),
      ),
    ]);
    expect(fleet.error().message).not.toContain('hunter2');
  });
});

test('all mistakes of all files come in one report, sorted by file and line', () => {
  const fleet = new FleetCopy()
    .replace('fleet.yaml', 'revision: main', 'revision: " "')
    .replace('prod-eu/cluster.yaml', 'nodeScaler: karpenter', 'nodeScaler: none')
    .replace('prod-eu/cluster.yaml', 'hub: prod-japan', 'hub: prod-nowhere')
    .replace('prod-japan/images.yaml', /digest: .+/, 'digest: none')
    .replace('sre-portfolio/terraform.json', '"333344445555"', '"333344445"')
    .replace('sre-portfolio/cluster.yaml', 'name: sre-portfolio', 'name: portfolio');
  expect(fleet.error().message.split('\n')[0]).toBe('The contract of the clusters has 6 mistakes:');
  expect(fleet.problems().map(({ file, path }) => `${file} ${path}`)).toEqual([
    'clusters/fleet.yaml repository.revision',
    'clusters/prod-eu/cluster.yaml hub',
    'clusters/prod-eu/cluster.yaml nodeScaler',
    'clusters/prod-japan/images.yaml chat-service.digest',
    'clusters/sre-portfolio/cluster.yaml name',
    'clusters/sre-portfolio/terraform.json account_id.value',
  ]);
});
