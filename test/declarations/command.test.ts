import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { snippet } from '../../scripts/prove-changes/document.ts';
import { SmallRepository } from './small-repository.ts';

const README = new URL('../../README.md', import.meta.url);

// Each starts the real command on a repository of its own, and renders all of it.
vi.setConfig({ testTimeout: 120_000 });

/** What the real command prints for a repository in which somebody has changed something. */
function refused(change: (repository: SmallRepository) => void): string {
  const repository = new SmallRepository();
  change(repository);
  const { status, stdout, stderr } = repository.run('node', 'scripts/fleet.mjs', 'synth', '--out', 'out');
  const printed = stdout + stderr;
  expect({ status, written: repository.has('out') }, printed).toEqual({ status: 1, written: false });
  expect(printed).not.toMatch(/^ +at |Cannot (?:read|destructure)|node:internal/m);
  return printed;
}

const declaration = (
  name: string,
  more = '',
) => `import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** Something new. */
export const added = service({
  name: '${name}',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [workload('video-service')],${more}
});
`;

test('what no list has is told: a file, a workload, a product, a component, an image, whatever else is wrong', () => {
  const printed = refused((repository) => {
    repository.write('apps/streaming/search-service.ts', declaration('search-service'));
    repository.write('apps/streaming/rank-service.ts', declaration('rank-service'));
    repository.edit(
      'apps/streaming/streaming.ts',
      'import { chatService',
      "import './rank-service.ts';\nimport { chatService",
    );
    repository.write(
      'apps/shop/shop.ts',
      "import { product } from '../../platform/product/product.ts';\nexport const shop = product({ name: 'shop', clusters: ['prod-eu'], namespaces: [{ name: 'shop', mesh: true }], workloads: [] });\n",
    );
    repository.edit(
      'apps/index.ts',
      'import { streaming }',
      "import './shop/shop.ts';\nimport { streaming }",
    );
    const tool =
      "import { component } from '../../unit/component.ts';\nimport { waves } from '../../unit/waves.ts';\n\nexport const tool = component({ name: 'NAME', namespace: 'NAME', wave: waves.controllers });\n";
    repository.write('platform/components/tool/tool.ts', tool.replaceAll('NAME', 'tool'));
    repository.write('platform/components/other/other.ts', tool.replaceAll('NAME', 'other'));
    repository.edit(
      'platform/components/index.ts',
      'import { awsEbsCsiDriver }',
      "import './other/other.ts';\nimport { awsEbsCsiDriver }",
    );
    repository.edit('clusters/prod-eu/images.yaml', 'video-service:', 'video-servise:');
    repository.edit('apps/streaming/chat-service.ts', 'port: 8080', 'port: 70_000');
  });
  for (const expected of [
    'apps/streaming/search-service.ts:1: found a file that nothing imports which apps/index.ts leads to',
    'apps/streaming/rank-service.ts:5: service rank-service: found a service that no product lists',
    'apps/shop/shop.ts:2: product shop: found a product that no list has, expected it in `apps` of apps/index.ts',
    'platform/components/tool/tool.ts:1: found a component in a file that nothing imports',
    'platform/components/other/other.ts:4: component other: found a component that no list has, expected it in platform/components/index.ts',
    'clusters/prod-eu/images.yaml: video-servise: found an image that nothing runs on prod-eu',
    'Take video-servise out of clusters/prod-eu/images.yaml',
    'apps/streaming/video-service.ts:5: video-service: clusters/prod-eu/images.yaml has no video-service, which video-service runs',
    'apps/streaming/chat-service.ts:5: service chat-service: port: found 70000, expected a port from 1024 to 65535',
  ]) {
    expect(printed).toContain(expected);
  }
});

test("README shows what synth says of README's own service with a wrong port and no image", () => {
  const readme = readFileSync(README, 'utf8');
  const printed = refused((repository) => {
    repository.write(
      'apps/streaming/search-service.ts',
      snippet(readme, 'Add a service', 'ts').text.replace('port: 8080', 'port: 70_000'),
    );
    repository.edit(
      'apps/streaming/streaming.ts',
      'import { chatService',
      "import { searchService } from './search-service.ts';\nimport { chatService",
    );
    repository.edit('apps/streaming/streaming.ts', 'chatService]', 'chatService, searchService]');
  });
  const shown = snippet(readme, 'Add a service', 'text').text.trim().split('\n');
  expect(shown.length).toBeGreaterThan(1);
  for (const line of shown) expect(printed).toContain(line.replace(/ …$/, ''));
});

test('a service that was removed leaves its images: told once, with the files of all clusters', () => {
  const printed = refused((repository) => {
    repository.edit('apps/streaming/streaming.ts', "import { chatService } from './chat-service.ts';\n", '');
    repository.edit('apps/streaming/streaming.ts', ', chatService', '');
  });
  expect(printed).toContain(
    'Take chat-service out of clusters/{prod-eu,prod-japan}/images.yaml, or list its workload',
  );
  expect(printed).toContain('apps/streaming/chat-service.ts:1: found a file that nothing imports');
});

test('mistakes of the contract and of declarations come in one report', () => {
  const printed = refused((repository) => {
    repository.edit('clusters/prod-eu/cluster.yaml', 'domain: eu.example.com', 'domain: EU');
    repository.edit('apps/streaming/chat-service.ts', "name: 'chat-service'", "name: 'Chat Service'");
    repository.edit('apps/streaming/video-service.ts', "host: 'video'", "host: 'vi deo'");
  });
  expect(printed).toMatch(/clusters\/prod-eu\/cluster\.yaml:\d+: domain: found "EU"/);
  expect(printed).toMatch(/apps\/streaming\/chat-service\.ts:5: service: name: found "Chat Service"/);
  expect(printed).toMatch(
    /apps\/streaming\/video-service\.ts:5: service video-service: exposes\.host: found "vi deo"/,
  );
});

test('what a new service lacks on each of its clusters is told at once, for its own file', () => {
  const printed = refused((repository) => {
    repository.write(
      'apps/streaming/search-service.ts',
      declaration('search-service', "\n  exposes: { host: 'search' },"),
    );
    repository.edit(
      'apps/streaming/search-service.ts',
      "[workload('video-service')]",
      "[workload('video-servis'), { to: 'queue', name: 'nothing', direction: 'send' }]",
    );
    repository.edit(
      'apps/streaming/streaming.ts',
      'import { chatService',
      "import { added } from './search-service.ts';\nimport { chatService",
    );
    repository.edit('apps/streaming/streaming.ts', 'chatService]', 'chatService, added]');
  });
  const place = 'apps/streaming/search-service.ts:5: search-service';
  for (const expected of [
    `${place}: clusters/{prod-eu,prod-japan}/images.yaml has no search-service`,
    `${place}: clusters/{prod-eu,prod-japan}/terraform.json: the output irsa_role_arns has no search-service`,
    `${place}: clusters/{prod-eu,prod-japan}/terraform.json: the output queues has no nothing`,
    `${place} calls video-servis, which is not on {prod-eu,prod-japan}. No product declares it (did you mean video-service?). Declare video-servis, or correct the call.`,
  ]) {
    expect(printed.split(expected), expected).toHaveLength(2);
  }
});

test('files that import each other: the place, and no stack', () => {
  const printed = refused((repository) => {
    repository.edit(
      'apps/streaming/chat-service.ts',
      'import { service }',
      "import { streaming } from './streaming.ts';\nimport { service }",
    );
    repository.edit('apps/streaming/chat-service.ts', "name: 'chat-service'", 'name: streaming.name');
  });
  expect(printed).toMatch(/^apps\/streaming\/chat-service\.ts:7: found nothing to take name from, expected/m);
});

test('an import that was forgotten is told as such', () => {
  const printed = refused((repository) => {
    repository.edit('apps/streaming/chat-service.ts', 'port: ', "calls: [receivesFrom('tasks')],\n  port: ");
  });
  expect(printed).toMatch(
    /^apps\/streaming\/chat-service\.ts:\d+: found receivesFrom, which is neither made nor imported in this file\. Import it/m,
  );
});

test('the place is the same for tsx, which other programs run with', () => {
  const repository = new SmallRepository();
  repository.write(
    'place.ts',
    "import { streaming } from './apps/streaming/streaming.ts';\nconsole.log(streaming.map(({ declaredAt }) => declaredAt?.()).join('\\n'));\n",
  );
  const { stdout } = repository.run('npx', 'tsx', 'place.ts');
  expect(stdout).toContain('apps/streaming/chat-service.ts:5');
  expect(stdout).toContain('apps/streaming/streaming.ts:');
});
