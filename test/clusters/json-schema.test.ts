import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { terraformSchema } from '../../clusters/terraform-schema.ts';
import { terraformJsonSchema } from '../../scripts/contract/json-schema.ts';

const committed: Record<string, unknown> = JSON.parse(read('clusters/terraform.schema.json'));
const acceptsJson = new Ajv({ strict: true, allErrors: true }).compile(committed);
const right: Record<string, { type: unknown; value: unknown }> = JSON.parse(
  read('test/clusters/fixture/prod-japan/terraform.json'),
);

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
}

function judged(outputs: unknown) {
  return { zod: terraformSchema.safeParse(outputs).success, json: acceptsJson(outputs) };
}

test('the committed JSON Schema is what is exported', () => {
  expect(committed).toEqual(terraformJsonSchema());
});

test.each(loadFleet().clusters.map(({ name }) => name))(
  'both schemas accept what Terraform printed for %s',
  (name) => {
    expect(judged(JSON.parse(read(`clusters/${name}/terraform.json`)))).toEqual({ zod: true, json: true });
  },
);

describe('both schemas refuse', () => {
  test.each(Object.keys(terraformSchema.shape))('a wrong type in %s', (name) => {
    const outputs = { ...right, [name]: { sensitive: false, type: 'number', value: 17 } };
    expect(judged(outputs)).toEqual({ zod: false, json: false });
  });

  test.each(Object.keys(terraformSchema.shape))('%s when it is sensitive', (name) => {
    const outputs = { ...right, [name]: { ...right[name], sensitive: true } };
    expect(judged(outputs)).toEqual({ zod: false, json: false });
  });

  test.each([
    [
      'a sensitive output that nothing reads',
      { ...right, password: { sensitive: true, type: 'string', value: 'x' } },
    ],
    ['an account of 9 digits', { ...right, account_id: text('123456789') }],
    [
      'a role ARN with an account of 9 digits',
      { ...right, irsa_role_arns: text({ api: 'arn:aws:iam::123456789:role/api' }) },
    ],
    [
      'a certificate in place of a web ACL',
      { ...right, waf_public_acl_arn: right.alb_public_certificate_arn },
    ],
    [
      'a web ACL of CloudFront',
      {
        ...right,
        waf_public_acl_arn: text(
          'arn:aws:wafv2:us-east-1:111122223333:global/webacl/x/01234567-89ab-cdef-0123-456789abcdef',
        ),
      },
    ],
    ['one zone', { ...right, availability_zones: text(['ap-northeast-1a']) }],
    ['a network without a prefix', { ...right, vpc_cidr: text('10.0.0.0') }],
    [
      'an unknown attribute of a queue',
      { ...right, queues: text({ task: { url: 'x', arn: 'x', fifo: true } }) },
    ],
    ['a node group without allocatable', { ...right, node_groups: text({ general: {} }) }],
    ['policies that are not enforced', { ...right, network_policy_enforced: text(false) }],
    ['a name that Kubernetes refuses', { ...right, buckets: text({ Video_1: { name: 'video' } }) }],
    ['an output without its type', { ...right, region: { sensitive: false, value: 'ap-northeast-1' } }],
    ['no outputs', {}],
    ['a list', []],
  ])('%s', (_, outputs) => {
    expect(judged(outputs)).toEqual({ zod: false, json: false });
  });

  test.each(Object.keys(right))('or accept that %s is missing, the same', (name) => {
    const { [name]: _, ...outputs } = right;
    const { zod, json } = judged(outputs);
    expect(json).toBe(zod);
  });
});

test('both schemas accept attributes that are null because they are not set', () => {
  const database = {
    engine: 'postgres',
    endpoint: 'users.example.com',
    reader_endpoint: null,
    port: 5432,
    name: 'users',
  };
  expect(judged({ ...right, databases: text({ users: database }) })).toEqual({ zod: true, json: true });
});

function text(value: unknown) {
  return { sensitive: false, type: 'string', value };
}
