import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { FleetCopy } from './fleet-fixture.ts';

const TERRAFORM = 'prod-eu/terraform.json';

/** The only mistake of a fleet whose file has a text replaced: where it is, and what is said. */
function mistake(file: string, text: string | RegExp, replacement: string) {
  const fleet = new FleetCopy().replace(file, text, replacement);
  const problems = fleet.problems();
  expect(fleet.report()).toHaveLength(1);
  expect(problems[0]?.file).toBe(`clusters/${file}`);
  expect(problems[0]?.line).toBe(fleet.lineOf(file, replacement));
  return { path: problems[0]?.path, message: problems[0]?.message };
}

test('a copied folder whose name was forgotten would render over another cluster', () => {
  expect(mistake('prod-eu/cluster.yaml', 'name: prod-eu', 'name: prod-us')).toEqual({
    path: 'name',
    message: 'found prod-us, expected prod-eu, the name of the folder',
  });
});

test.each([
  ['values', 'values'],
  ['charts', 'inventories'],
])('a cluster named %s, whose objects would stand among the %s of charts', (name, held) => {
  const fleet = new FleetCopy();
  renameSync(fleet.path('sre-portfolio'), fleet.path(name));
  fleet.replace(`${name}/cluster.yaml`, 'name: sre-portfolio', `name: ${name}`);
  expect(fleet.report().join('\n')).toContain(
    `found ${name}, expected another name: dist/${name}/ holds the ${held} of Helm charts`,
  );
});

test('rendering for a version that does not run', () => {
  expect(mistake('prod-eu/cluster.yaml', '"1.34"', '"1.33"')).toEqual({
    path: 'kubernetesVersion',
    message: 'found "1.33", expected "1.34" as in cluster_version of terraform.json',
  });
});

describe('outputs of another account or region make a cluster depend on what may fail (X-97)', () => {
  test.each([
    [
      'role of another account',
      /arn:aws:iam::\d+:role\/prod-eu-user-service/,
      'arn:aws:iam::999988887777:role/prod-eu-user-service',
      'irsa_role_arns.value.user-service',
      'found the account 999988887777 in arn:aws:iam::999988887777:role/prod-eu-user-service, expected 222233334444',
    ],
    [
      'certificate of another region',
      'arn:aws:acm:eu-central-1',
      'arn:aws:acm:us-east-1',
      'alb_public_certificate_arn.value',
      'found the region us-east-1 in arn:aws:acm:us-east-1:',
    ],
    [
      'web ACL of another region',
      'arn:aws:wafv2:eu-central-1',
      'arn:aws:wafv2:us-east-1',
      'waf_public_acl_arn.value',
      'found the region us-east-1 in ',
    ],
    [
      'key without a region',
      'arn:aws:kms:eu-central-1',
      'arn:aws:kms:',
      'kms_key_arn_ebs.value',
      'found no region in arn:aws:kms::222233334444:',
    ],
    [
      'queue of another region, by ARN',
      'arn:aws:sqs:eu-central-1:222233334444:video-published"',
      'arn:aws:sqs:ap-northeast-1:222233334444:video-published"',
      'queues.value.video-published.arn',
      'found the region ap-northeast-1 in ',
    ],
    [
      'queue of another region, by address',
      'https://sqs.eu-central-1.amazonaws.com/222233334444/video-published"',
      'https://sqs.ap-northeast-1.amazonaws.com/222233334444/video-published"',
      'queues.value.video-published.url',
      'found the region ap-northeast-1 in https://sqs.ap-northeast-1.',
    ],
    [
      'queue of another account, by address',
      'https://sqs.eu-central-1.amazonaws.com/222233334444/video-published"',
      'https://sqs.eu-central-1.amazonaws.com/111122223333/video-published"',
      'queues.value.video-published.url',
      'found the account 111122223333 in https://sqs.eu-central-1.',
    ],
    [
      'registry of another region',
      '222233334444.dkr.ecr.eu-central-1',
      '222233334444.dkr.ecr.ap-northeast-1',
      'ecr_registry.value',
      'found the region ap-northeast-1 in 222233334444.dkr.ecr.ap-northeast-1.amazonaws.com',
    ],
    [
      'registry of another account',
      '222233334444.dkr.ecr',
      '111122223333.dkr.ecr',
      'ecr_registry.value',
      'found the account 111122223333 in 111122223333.dkr.ecr.eu-central-1.amazonaws.com',
    ],
    [
      'database of another region',
      /users\.cluster-(c[a-z0-9]+)\.eu-central-1/,
      'users.cluster-c1.ap-northeast-1',
      'databases.value.users.endpoint',
      'found the region ap-northeast-1 in users.cluster-c1.ap-northeast-1.rds.amazonaws.com',
    ],
    [
      'identity provider of another region',
      'oidc.eks.eu-central-1',
      'oidc.eks.ap-northeast-1',
      'oidc_provider_arn.value',
      'found the region ap-northeast-1 in ',
    ],
  ])('%s', (_, text, replacement, path, message) => {
    const found = mistake(TERRAFORM, text, replacement);
    expect(found.path).toBe(path);
    expect(found.message).toContain(message);
    expect(found.message).toMatch(
      /, expected (222233334444|eu-central-1), the cluster's own \((account_id|region)\)$/,
    );
  });

  test('staff may log in at an issuer of another region', () => {
    const fleet = new FleetCopy().output(
      'prod-eu',
      'sso_issuer_url',
      'https://idp.us-east-1.amazonaws.com/staff',
    );
    expect(() => fleet.problems()).toThrow('The fleet loads');
  });

  test('a region that fits none of the zones is not reported for every ARN as well', () => {
    const fleet = new FleetCopy().output('prod-eu', 'region', 'eu-west-1');
    expect(fleet.problems().map(({ path }) => path)).toEqual([
      'availability_zones.value.0',
      'availability_zones.value.1',
      'availability_zones.value.2',
    ]);
  });

  test('a zone of another region', () => {
    const fleet = new FleetCopy().replace(TERRAFORM, '"eu-central-1a"', '"ap-northeast-1a"');
    expect(fleet.report()).toEqual([
      `clusters/${TERRAFORM}:${fleet.lineOf(TERRAFORM, 'ap-northeast-1a')}: availability_zones.value.0: found ap-northeast-1a, expected a zone of the region eu-central-1, such as eu-central-1a`,
    ]);
  });
});

describe('networks', () => {
  const SUBNETS = [
    'public_subnet_cidrs',
    'private_subnet_cidrs',
    'data_subnet_cidrs',
    'vpc_endpoint_cidrs',
    'control_plane_subnet_cidrs',
  ];

  test.each(SUBNETS)('a network of %s outside the VPC: policies would open what is not ours', (output) => {
    const fleet = new FleetCopy().output('sre-portfolio', output, ['10.0.200.0/24', '10.9.0.0/24']);
    expect(fleet.problems()).toEqual([
      expect.objectContaining({
        path: `${output}.value.1`,
        message: 'found 10.9.0.0/24, expected a network inside the VPC (vpc_cidr), 10.0.0.0/16',
      }),
    ]);
  });

  const pairs = SUBNETS.flatMap((one, index) =>
    SUBNETS.slice(index + 1).map((other) => [one, other] as const),
  );

  test.each(pairs)(
    '%s and %s overlap: what a policy opens to one would be open to the other',
    (one, other) => {
      const fleet = new FleetCopy()
        .output('sre-portfolio', one, ['10.0.192.0/20', '10.0.240.0/24'])
        .output('sre-portfolio', other, ['10.0.241.0/24', '10.0.200.0/28']);
      expect(fleet.problems()).toEqual([
        expect.objectContaining({
          path: `${other}.value.1`,
          message: expect.stringContaining(
            `found 10.0.200.0/28, which overlaps a network of ${one}, expected`,
          ),
        }),
      ]);
    },
  );

  test.each([...SUBNETS, 's3_endpoint_cidrs'])(
    'no network in %s: a rule without peers is open to all',
    (output) => {
      const fleet = new FleetCopy().output('prod-eu', output, []);
      expect(fleet.problems()).toEqual([
        expect.objectContaining({
          path: `${output}.value`,
          message: expect.stringMatching(/^found .*, expected .*at least/),
        }),
      ]);
    },
  );

  test('a VPC of public addresses, which the policies for public addresses would reach', () => {
    const fleet = new FleetCopy().output('sre-portfolio', 'vpc_cidr', '100.0.0.0/8');
    expect(fleet.problems()).toContainEqual(
      expect.objectContaining({
        path: 'vpc_cidr.value',
        message: expect.stringContaining('found 100.0.0.0/8, expected a network inside one of 10.0.0.0/8, '),
      }),
    );
  });

  test('Services that hide addresses of the VPC', () => {
    expect(mistake('sre-portfolio/terraform.json', '172.20.0.0/16', '10.0.128.0/20')).toEqual({
      path: 'service_cidr.value',
      message:
        'found 10.0.128.0/20, which overlaps the VPC, expected a network apart from vpc_cidr, 10.0.0.0/16',
    });
  });
});

describe('outputs that a choice in cluster.yaml needs', () => {
  test('Karpenter without its role and queue starts no node', () => {
    const fleet = new FleetCopy().outputs('prod-eu', (outputs) => delete outputs.karpenter);
    expect(fleet.report()).toEqual([
      `clusters/${TERRAFORM}:1: karpenter: found nothing, expected the output with node_role_name, interruption_queue_name and ami_alias: nodeScaler in cluster.yaml is karpenter`,
    ]);
  });

  test('a hub that may not enter its cluster', () => {
    const fleet = new FleetCopy().outputs('prod-eu', (outputs) => delete outputs.argocd_access_role_arn);
    expect(fleet.report()).toEqual([
      `clusters/${TERRAFORM}:1: argocd_access_role_arn: found nothing, expected the role that the Argo CD of the hub prod-japan assumes on this cluster`,
    ]);
  });

  test('an output that is there but wrong is one mistake, not two', () => {
    const fleet = new FleetCopy().output('prod-eu', 'karpenter', 'karpenter');
    expect(fleet.problems().map(({ path }) => path)).toEqual(['karpenter.value']);
  });
});

describe('what is meant for development does not stop production', () => {
  const OFFICE = '\nofficeHours: { timeZone: Asia/Tokyo, days: Mon-Fri, from: "08:00", to: "22:00" }';
  const FILE = 'sre-portfolio/cluster.yaml';
  const messages = (fleet: FleetCopy) => fleet.problems().map(({ message }) => message);
  const chosen = (environment: string, rest: string) =>
    new FleetCopy().replace(FILE, 'environment: production', `environment: ${environment}${rest}`);

  test('office hours, and experiments, are refused there', () => {
    expect(messages(chosen('production', OFFICE))).toEqual([
      'found it on a cluster of the environment production, whose workloads would stop every night. Take it out',
    ]);
    expect(messages(chosen('production', '\nchaosEngineering: true'))).toEqual([
      'found true on a cluster of the environment production, expected false',
    ]);
  });

  test('a day that ends before it begins would never come', () => {
    expect(messages(chosen('development', OFFICE.replace('22:00', '07:00')))).toEqual([
      'found "07:00", expected a time after from, "08:00", on the same day',
    ]);
    const { clusters } = loadFleet(chosen('development', OFFICE).directory);
    expect(clusters.find(({ name }) => name === 'sre-portfolio')?.officeHours?.to).toBe('22:00');
  });
});

describe('times that nothing would keep', () => {
  const problems = (timeZone: string, days: string) =>
    new FleetCopy().replace(
      'sre-portfolio/cluster.yaml',
      'environment: production',
      `environment: development\nofficeHours: { timeZone: ${timeZone}, days: ${days}, from: "08:00", to: "22:00" }`,
    );

  test.each([
    ['Asia/Tokio', 'a time zone of the IANA list, such as Asia/Tokyo. Is it Asia/Tokyo?'],
    ['asia/tokyo', 'a time zone of the IANA list, such as Asia/Tokyo. Is it Asia/Tokyo?'],
    ['Europe/Berln', 'a time zone of the IANA list, such as Asia/Tokyo. Is it Europe/Berlin?'],
    ['Mars/Phobos', 'a time zone of the IANA list, such as Asia/Tokyo'],
    ['"+09:00"', 'a time zone of the IANA list, such as Asia/Tokyo'],
  ])('the time zone %s', (zone, expected) => {
    const found = zone.startsWith('"') ? zone : `"${zone}"`;
    expect(problems(zone, 'Mon-Fri').report()).toEqual([
      expect.stringMatching(/^clusters\/sre-portfolio\/cluster\.yaml:\d+: officeHours\.timeZone: /),
    ]);
    expect(problems(zone, 'Mon-Fri').problems()[0]?.message).toBe(`found ${found}, expected ${expected}`);
  });

  test.each(['Fri-Mon', 'Sat-Mon', 'Mon-Sun', 'mon-fri', 'Mon', 'Mon-Wed-Fri'])('the days %s', (days) => {
    expect(problems('Asia/Tokyo', days).problems()).toEqual([
      expect.objectContaining({
        path: 'officeHours.days',
        message: `found "${days}", expected the first and the last day, such as Mon-Fri, in the order of a week that begins with Sun; every day is Sun-Sat`,
      }),
    ]);
  });

  test.each([
    ['Asia/Tokyo', 'Mon-Fri'],
    ['Asia/Kolkata', 'Sun-Thu'],
    ['America/Port-au-Prince', 'Mon-Mon'],
    ['America/Argentina/Buenos_Aires', 'Sun-Sat'],
    ['Etc/UTC', 'Tue-Sat'],
    ['UTC', 'Mon-Sat'],
  ])('%s and %s are kept', (zone, days) => {
    expect(() => problems(zone, days).problems()).toThrow('The fleet loads');
  });
});

test('a cluster in production that calls nobody', () => {
  const fleet = new FleetCopy().replace('sre-portfolio/cluster.yaml', /incidentIo:[\s\S]*$/, '');
  expect(fleet.report()).toHaveLength(1);
  expect(fleet.problems()[0]).toMatchObject({
    path: 'incidentIo',
    message:
      'found nothing, expected alertSource and heartbeat of incident.io: the environment is production',
  });
});

describe('an entry for staff that is half there (S3-19)', () => {
  test.each([
    'waf_staff_acl_arn',
    'alb_staff_certificate_arn',
    'alb_staff_security_group_id',
    'sso_issuer_url',
  ])('without %s the world could reach it, or nobody could log in', (name) => {
    const fleet = new FleetCopy().outputs('prod-eu', (outputs) => {
      delete outputs[name];
    });
    expect(fleet.problems().map(({ path, message }) => [path, message])).toEqual([
      [name, expect.stringContaining('found nothing, expected the output, since ')],
    ]);
  });

  test('none of it is a cluster without one', () => {
    const fleet = new FleetCopy().outputs('prod-eu', (outputs) => {
      for (const name of [
        'waf_staff_acl_arn',
        'alb_staff_certificate_arn',
        'alb_staff_security_group_id',
        'sso_issuer_url',
      ])
        delete outputs[name];
    });
    expect(() => fleet.problems()).toThrow('The fleet loads');
  });
});

test('a load balancer without targets, where none of them may be a node of Karpenter', () => {
  const smallest = (nodes: number) =>
    new FleetCopy().outputs('prod-eu', (outputs) => {
      const groups = Object.values(Object(Reflect.get(Object(outputs.node_groups), 'value')));
      for (const [index, group] of groups.entries()) {
        Object.assign(Object(group), { min_size: index === 0 ? nodes : 0 });
      }
    });
  expect(smallest(2).load().clusters).not.toEqual([]);
  expect(smallest(1).report()).toEqual([
    expect.stringContaining('node_groups: found 1 as the sum of min_size, expected at least 2: with'),
  ]);
});
