import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { lockWhenFree } from '../../scripts/synth/lock.ts';
import { frozenClusters } from '../fleet/frozen-fleet.ts';

const PIPELINE = fileURLToPath(new URL('fixture/pipeline.ts', import.meta.url));
const CLUSTERS = ['triptrip-staging', 'triptrip-production'];

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(inject('temporaryFolders'), 'concurrent-')), 'clusters');
  cpSync(frozenClusters, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('pipelines that promote at the same moment, into the same files', () => {
  it('lose nothing of each other', async () => {
    const images = Object.keys(
      loadFleet(directory).clusters.find(({ name }) => name === CLUSTERS[0])?.images ?? {},
    ).slice(0, 3);
    expect(images).toHaveLength(3);
    const ends = images.map(async (image) => {
      const args = ['--import', 'tsx', PIPELINE, directory, image, '12', ...CLUSTERS];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
      return (await once(child, 'exit'))[0];
    });
    expect(await Promise.all(ends)).toEqual(images.map(() => 0));
    for (const { name, images: found } of loadFleet(directory).clusters) {
      if (!CLUSTERS.includes(name)) continue;
      expect(Object.fromEntries(images.map((image) => [image, found[image]?.version]))).toEqual(
        Object.fromEntries(images.map((image) => [image, '9.2.0'])),
      );
    }
    expect(existsSync(join(directory, '.promoting'))).toBe(false);
  });

  it('wait for one that lives no longer than they have patience, and not for one that was killed', async () => {
    const workspace = join(directory, '.promoting');
    mkdirSync(workspace);
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(dead, 'exit');
    writeFileSync(join(workspace, `running-${dead.pid}`), '');
    lockWhenFree(workspace, 1)();
    // The parent of this process lives as long as it does.
    mkdirSync(workspace, { recursive: true });
    writeFileSync(join(workspace, `running-${process.ppid}`), '');
    expect(() => lockWhenFree(workspace, 0.2)).toThrow(
      `Another command has been writing here for 0.2 seconds (process ${process.ppid}).`,
    );
  });
});
