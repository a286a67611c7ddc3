import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clustersOf } from '../../../scripts/new/fleet.ts';
import { readProducts } from '../../../scripts/new/source/products.ts';
import { NOTHING_SAID } from '../../../scripts/new/workload/mistakes.ts';
import { planWorkload, type WantedWorkload } from '../../../scripts/new/workload/plan.ts';
import { liveFleet } from '../../live-fleet.ts';
import { refusal } from '../../platform/refusal.ts';

const repository = { root: '.', ...liveFleet };
const products = [...readProducts('.').keys()];

const wanted: WantedWorkload = {
  ...NOTHING_SAID,
  kind: 'service',
  product: products[0] ?? '',
  name: 'zebra-service',
  purpose: 'Counts stripes',
  build: '1.10',
  digest: `sha256:${'5e'.repeat(32)}`,
  expectsRoles: false,
};

const plan = (more: Partial<WantedWorkload>) => planWorkload({ ...wanted, ...more }, repository);
const told = (more: Partial<WantedWorkload>) => refusal(() => plan(more));

describe.each(products)('a new workload of %s', (product) => {
  const clusters = clustersOf(product, repository);
  const images = clusters.map(({ name }) => `clusters/${name}/images.yaml`);
  const own = `apps/${product}/zebra-service.ts`;

  it('touches its own file, one list and the builds of its clusters, and nothing else', () => {
    const { files } = plan({ product });
    expect([...files.keys()].sort()).toEqual(
      [own, readProducts('.').get(product)?.source.file, ...images].sort(),
    );
  });

  it('leaves every line of what is there, in its order', () => {
    for (const [file, text] of plan({ product }).files) {
      if (file === own) continue;
      const after = text.split('\n');
      const before = readFileSync(file, 'utf8').split('\n');
      const changed = before.filter((line) => !after.includes(line));
      // The list is one line, or has lines of its own.
      expect(changed.length, file).toBeLessThanOrEqual(file.endsWith('.ts') ? 1 : 0);
    }
  });

  it('has its build on each of its clusters, and no other one changes', () => {
    const { files } = plan({ product });
    for (const path of images) {
      const { 'zebra-service': added, ...others } = parse(files.get(path) ?? '');
      expect(added).toEqual({ version: '1.10', digest: wanted.digest });
      expect(others).toEqual(parse(readFileSync(path, 'utf8')));
    }
  });

  it('of some clusters is built there alone', () => {
    const [first] = clusters;
    if (first === undefined) return;
    const { files } = plan({ product, clusters: [first.name] });
    expect([...files.keys()].filter((file) => file.endsWith('images.yaml'))).toEqual([images[0]]);
    expect(files.get(own)).toContain(`clusters: ['${first.name}']`);
  });

  it('that calls AWS waits for its role, or expects it by the names of the others', () => {
    const calls = ['bucket:pictures'];
    const missing = told({ product, calls });
    for (const { name } of clusters) {
      expect(missing).toContain(`clusters/${name}/terraform.json: irsa_role_arns has no zebra-service`);
    }
    const { files, next } = plan({ product, calls, expectsRoles: true });
    expect([...files.keys()].filter((file) => file.endsWith('terraform.json'))).toEqual([]);
    for (const { name, terraform, expectedRoles } of clusters) {
      const roles = parse(files.get(`clusters/${name}/expected-roles.yaml`) ?? '{}');
      const { 'zebra-service': role, ...others } = roles;
      expect(Object.keys(others)).toEqual([...expectedRoles]);
      expect(role).toMatch(/^arn:aws:iam::\d{12}:role\/.*zebra-service$/);
      expect(role).toContain(`:${terraform.accountId}:`);
      expect(next.some((step) => step.includes(role))).toBe(true);
    }
  });
});

describe('the file of a workload', () => {
  const file = (more: Partial<WantedWorkload>) => [...plan(more).files.values()][0] ?? '';

  it('says what was said, and no default', () => {
    const text = file({
      calls: ['workload:catalog', 'database:stripes', 'external:payment'],
      expose: 'zebra',
      secrets: ['API_KEY=zebra/api-key', 'PASSWORD=zebra/database:password'],
      replicas: '3-12',
      requestsPerSecond: '50',
    });
    expect(text).toContain("calls: [workload('catalog'), database('stripes'), external('payment')]");
    expect(text).toContain(
      "import { database, external, workload } from '../../platform/workload/declaration/calls.ts'",
    );
    expect(text).toContain("exposes: { host: 'zebra' }");
    expect(text).toContain("API_KEY: 'zebra/api-key', PASSWORD: property('zebra/database', 'password')");
    expect(text).toContain('scale: { min: 3, max: 12, requestsPerSecond: 50 }');
    expect(text).toContain('/** Counts stripes. */');
    expect(text).not.toMatch(/namespace|clusters|probes/);
  });

  it('of a worker and a job reads the queue that drives it, once', () => {
    const driven = { queue: 'stripes:5', calls: ['receives-from:stripes'], expectsRoles: true } as const;
    for (const kind of ['worker', 'job'] as const) {
      const text = file({ kind, ...driven });
      expect(text.match(/receivesFrom\('stripes'\)/g)).toHaveLength(1);
      expect(text).toContain("queue: { name: 'stripes', messages: 5 }");
      expect(file({ kind, ...driven, calls: [] })).toBe(text);
    }
  });

  it('has another name than what it imports, and than what the list knows', () => {
    for (const name of ['cache', 'service', 'new', 'product'])
      expect(file({ name })).toMatch(/export const \w+Service = service/);
  });

  it('limits memory to twice what it asks for', () => {
    expect(file({ memoryRequest: '300Mi' })).toContain("limits: { memory: '600Mi' }");
  });

  it('of an event that nobody has sent comes with its description', () => {
    const { files } = plan({ calls: ['sends-to:stripes-counted'], expectsRoles: true });
    const event = parse(files.get('events/stripes-counted.yaml') ?? '');
    expect(event.channels.stripesCounted.address).toBe('stripes-counted');
    expect(event.operations.sendStripesCounted.action).toBe('send');
  });
});

describe('a mistake is told with its option, and what to write instead', () => {
  const [cluster] = clustersOf(wanted.product, repository);
  const taken =
    liveFleet.units.find(
      ({ project, clusters }) => project === 'platform' && clusters.includes(`${cluster?.name}`),
    )?.name ?? '';

  it.each([
    [{ name: 'ZebraService' }, /NAME: found "ZebraService".* \(did you mean zebra-service\?\)/],
    [{ name: 'a'.repeat(60) }, /NAME: .*at most \d+ characters/],
    [{ name: taken }, /NAME: found .*, which platform has already/],
    [{ product: `${wanted.product}x` }, new RegExp(`did you mean ${wanted.product}\\?`)],
    [{ port: '80' }, /^--port: found 80, expected a port/],
    [{ port: 'http' }, /^--port: found "http"/],
    [{ calls: ['databse:x'] }, /^--connects-to: .*did you mean database\?/],
    [{ calls: ['catalog'] }, /^--connects-to: found catalog, expected a kind and a name/],
    [{ replicas: '12-3' }, /^--replicas: /],
    [{ memoryRequest: '1Gi', memoryLimit: '512Mi' }, /^--memory-\w+: /],
    [{ expose: 'www.example.com' }, /^--expose: /],
    [{ secrets: ['API_KEY'] }, /^--secret: expected VARIABLE=PATH/],
    [{ digest: '' }, /^--digest: expected .*sha256:/],
    [{ build: '' }, /^--build: expected a version/],
    [{ purpose: 'a */ b' }, /^--purpose: /],
    [{ clusters: [`${cluster?.name}x`] }, new RegExp(`does not run on .*did you mean ${cluster?.name}`)],
  ])('%o', (more, message) => {
    expect(told(more)).toMatch(message);
  });

  it('all that are wrong come at once', () => {
    expect(told({ name: 'Zebra_Service', port: '1', replicas: '9-2' })?.split('\n').length).toBeGreaterThan(
      2,
    );
  });
});
