import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { snippet } from '../../scripts/prove-changes/document.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// Each starts the real command on a copy of the repository, and renders all of it.
vi.setConfig({ testTimeout: 120_000 });

/** What the real command prints for a copy of the repository in which somebody has changed something. */
function refused(change: (copy: { readonly write: Write; readonly edit: Edit }) => void): string {
  const root = temporaryFolder();
  for (const part of [
    'apps',
    'clusters',
    'platform',
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ]) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  }
  for (const part of ['node_modules', 'imports']) symlinkSync(join(ROOT, part), join(root, part));
  change({
    write: (file, text) => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    edit: (file, from, to) => {
      const text = readFileSync(join(root, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(root, file), text.replace(from, to));
    },
  });
  const { status, stdout, stderr } = spawnSync('node', ['scripts/fleet.mjs', 'synth', '--out', 'out'], {
    cwd: root,
    encoding: 'utf8',
  });
  const printed = stdout + stderr;
  expect({ status, written: existsSync(join(root, 'out')) }, printed).toEqual({ status: 1, written: false });
  expect(printed).not.toMatch(/^ +at |Cannot (?:read|destructure)|node:internal/m);
  return printed;
}

type Write = (file: string, text: string) => void;
type Edit = (file: string, from: string, to: string) => void;

const declaration = (
  name: string,
  more = '',
) => `import { workload } from '../../platform/constructs/service/calls.ts';
import { service } from '../../platform/constructs/service/declaration.ts';

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
  const printed = refused(({ write, edit }) => {
    write('apps/streaming/search-service.ts', declaration('search-service'));
    write('apps/streaming/rank-service.ts', declaration('rank-service'));
    edit(
      'apps/streaming/streaming.ts',
      'import { chatService',
      "import './rank-service.ts';\nimport { chatService",
    );
    write(
      'apps/shop/shop.ts',
      "import { product } from '../../platform/constructs/product/product.ts';\nexport const shop = product({ name: 'shop', clusters: ['prod-eu'], namespaces: [{ name: 'shop', mesh: true }], workloads: [] });\n",
    );
    edit('apps/index.ts', 'import { streaming }', "import './shop/shop.ts';\nimport { streaming }");
    const tool =
      "import { component } from '../constructs/component.ts';\nimport { waves } from '../constructs/waves.ts';\n\nexport const tool = component({ name: 'NAME', namespace: 'NAME', wave: waves.controllers });\n";
    write('platform/tool/tool.ts', tool.replaceAll('NAME', 'tool'));
    write('platform/other/other.ts', tool.replaceAll('NAME', 'other'));
    edit(
      'platform/components/index.ts',
      'import { velero }',
      "import '../other/other.ts';\nimport { velero }",
    );
    edit('clusters/prod-eu/images.yaml', 'video-service:', 'video-servise:');
    edit('apps/triptrip/triptrip-web.ts', 'port: 3000', 'port: 70_000');
  });
  for (const expected of [
    'apps/streaming/search-service.ts:1: found a file that nothing imports which apps/index.ts leads to',
    'apps/streaming/rank-service.ts:5: service rank-service: found a service that no product lists',
    'apps/shop/shop.ts:2: product shop: found a product that no list has, expected it in `apps` of apps/index.ts',
    'platform/tool/tool.ts:1: found a component in a file that nothing imports',
    'platform/other/other.ts:4: component other: found a component that no list has, expected it in platform/components/index.ts',
    'clusters/prod-eu/images.yaml: video-servise: found an image that nothing runs on prod-eu',
    'Take video-servise out of clusters/prod-eu/images.yaml',
    'apps/streaming/video-service.ts:5: video-service: clusters/prod-eu/images.yaml has no video-service, which video-service runs',
    'apps/triptrip/triptrip-web.ts:9: service triptrip-web: port: found 70000, expected a port from 1024 to 65535',
  ]) {
    expect(printed).toContain(expected);
  }
});

test("README shows what synth says of README's own service with a wrong port and no image", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const printed = refused(({ write, edit }) => {
    write(
      'apps/streaming/search-service.ts',
      snippet(readme, 'Add a service', 'ts').text.replace('port: 8080', 'port: 70_000'),
    );
    edit(
      'apps/streaming/streaming.ts',
      'import { chatService',
      "import { searchService } from './search-service.ts';\nimport { chatService",
    );
    edit('apps/streaming/streaming.ts', 'chatService]', 'chatService, searchService]');
  });
  const shown = snippet(readme, 'Add a service', 'text').text.trim().split('\n');
  expect(shown.length).toBeGreaterThan(1);
  for (const line of shown) expect(printed).toContain(line.replace(/ …$/, ''));
});

test('a service that was removed leaves its images: told once, with the files of all clusters', () => {
  const printed = refused(({ edit }) => {
    edit('apps/streaming/streaming.ts', "import { chatService } from './chat-service.ts';\n", '');
    edit('apps/streaming/streaming.ts', ', chatService', '');
  });
  expect(printed).toContain(
    'Take chat-service out of clusters/{prod-eu,prod-japan}/images.yaml, or list its workload',
  );
  expect(printed).toContain('apps/streaming/chat-service.ts:1: found a file that nothing imports');
});

test('mistakes of the contract and of declarations come in one report', () => {
  const printed = refused(({ edit }) => {
    edit('clusters/prod-eu/cluster.yaml', 'domain: eu.example.com', 'domain: EU');
    edit('apps/streaming/chat-service.ts', "name: 'chat-service'", "name: 'Chat Service'");
    edit('apps/storefront/api-gateway.ts', "exposes: { host: 'api' }", "exposes: { host: 'a pi' }");
  });
  expect(printed).toMatch(/clusters\/prod-eu\/cluster\.yaml:\d+: domain: found "EU"/);
  expect(printed).toMatch(/apps\/streaming\/chat-service\.ts:5: service: name: found "Chat Service"/);
  expect(printed).toMatch(
    /apps\/storefront\/api-gateway\.ts:5: service api-gateway: exposes\.host: found "a pi"/,
  );
});

test('what a new service lacks on each of its clusters is told at once, for its own file', () => {
  const printed = refused(({ write, edit }) => {
    write(
      'apps/streaming/search-service.ts',
      declaration('search-service', "\n  exposes: { host: 'search' },"),
    );
    edit(
      'apps/streaming/search-service.ts',
      "[workload('video-service')]",
      "[workload('video-servis'), { to: 'queue', name: 'nothing', direction: 'send' }]",
    );
    edit(
      'apps/streaming/streaming.ts',
      'import { chatService',
      "import { added } from './search-service.ts';\nimport { chatService",
    );
    edit('apps/streaming/streaming.ts', 'chatService]', 'chatService, added]');
  });
  const place = 'apps/streaming/search-service.ts:5: search-service';
  for (const expected of [
    `${place}: clusters/{prod-eu,prod-japan}/images.yaml has no search-service`,
    `${place}: clusters/{prod-eu,prod-japan}/terraform.json: the output irsa_role_arns has no search-service`,
    `${place}: clusters/{prod-eu,prod-japan}/terraform.json: the output queues has no nothing`,
    `${place} calls video-servis, which is not on {prod-eu,prod-japan}. No product declares it. Is video-service meant?`,
  ]) {
    expect(printed.split(expected), expected).toHaveLength(2);
  }
});

test('files that import each other: the place, and no stack', () => {
  const printed = refused(({ edit }) => {
    edit(
      'apps/streaming/chat-service.ts',
      'import { service }',
      "import { streaming } from './streaming.ts';\nimport { service }",
    );
    edit('apps/streaming/chat-service.ts', "name: 'chat-service'", 'name: streaming.name');
  });
  expect(printed).toMatch(/^apps\/streaming\/chat-service\.ts:7: found nothing to take name from, expected/m);
});

test('the place is the same for tsx, which every other program runs with', () => {
  const root = temporaryFolder();
  const file = join(root, 'place.ts');
  writeFileSync(
    file,
    `import { streaming } from ${JSON.stringify(join(ROOT, 'apps/streaming/streaming.ts'))};\nconsole.log(streaming.map(({ declaredAt }) => declaredAt?.()).join('\\n'));\n`,
  );
  const { stdout } = spawnSync('npx', ['tsx', file], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout).toContain('apps/streaming/chat-service.ts:5');
  expect(stdout).toContain('apps/streaming/streaming.ts:');
});
