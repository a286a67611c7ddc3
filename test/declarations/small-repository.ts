import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONTRACTS = fileURLToPath(new URL('../fleet/clusters', import.meta.url));
/** Two clusters are enough to be told once of both. */
const CLUSTERS = ['prod-eu', 'prod-japan'];

const serviceFile = (constant: string, name: string, calls: string) =>
  `import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** Part of a product that only this test has. */
export const ${constant} = service({
  name: '${name}',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [${calls}],
  exposes: { host: '${name.split('-')[0]}' },
});
`;

const APPS: Readonly<Record<string, string>> = {
  'apps/index.ts': `import type { Unit } from '../platform/unit/unit.ts';
import { streaming } from './streaming/streaming.ts';

export const apps: readonly Unit[] = [...streaming];
`,
  'apps/streaming/streaming.ts': `import { product } from '../../platform/product/product.ts';
import { chatService } from './chat-service.ts';
import { videoService } from './video-service.ts';

export const streaming = product({
  name: 'streaming',
  clusters: ['prod-japan', 'prod-eu'],
  namespaces: [{ name: 'prod', mesh: true }],
  workloads: [videoService, chatService],
});
`,
  'apps/streaming/chat-service.ts': serviceFile('chatService', 'chat-service', "workload('video-service')"),
  'apps/streaming/video-service.ts': serviceFile('videoService', 'video-service', ''),
};

/**
 * The programs and the platform of this repository, with two frozen clusters and a product of two services: what the
 * real products become, a test of the commands does not see.
 */
export class SmallRepository {
  readonly #root = temporaryFolder();

  constructor() {
    for (const part of [
      'charts',
      'platform',
      'scripts',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
    ]) {
      cpSync(join(ROOT, part), join(this.#root, part), { recursive: true });
    }
    for (const part of ['node_modules', 'imports']) symlinkSync(join(ROOT, part), join(this.#root, part));
    for (const entry of readdirSync(join(ROOT, 'clusters'), { withFileTypes: true })) {
      if (entry.isFile())
        cpSync(join(ROOT, 'clusters', entry.name), join(this.#root, 'clusters', entry.name));
    }
    for (const part of ['fleet.yaml', ...CLUSTERS]) {
      cpSync(join(CONTRACTS, part), join(this.#root, 'clusters', part), { recursive: true });
    }
    for (const [file, text] of Object.entries(APPS)) this.write(file, text);
  }

  path(file: string): string {
    return join(this.#root, file);
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Replaces a text that has to be there, so that a mistake that is never made cannot pass a test. */
  edit(file: string, from: string, to: string): void {
    const text = readFileSync(this.path(file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    writeFileSync(this.path(file), text.replace(from, to));
  }

  run(program: string, ...args: readonly string[]) {
    return spawnSync(program, [...args], { cwd: this.#root, encoding: 'utf8' });
  }
}
