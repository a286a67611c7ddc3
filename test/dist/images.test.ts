import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fleet } from '../render-product.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const PUBLIC =
  /(^|[\s"'/])(docker\.io|ghcr\.io|quay\.io|gcr\.io|registry\.k8s\.io|public\.ecr\.aws|mcr\.microsoft\.com)\//;
/** A release to its last number; what comes after it may name a build, such as `-alpine`. */
const RELEASE = /^v?\d+\.\d+\.\d+([-.+][A-Za-z0-9.+-]+)?$/;

/** What the rendered files of a cluster, values of charts included, say at a key. */
function saidOn(cluster: string, key: string): readonly { file: string; value: string }[] {
  const line = new RegExp(`^\\s*(?:- )?${key}: (.+)$`, 'gm');
  return filesOf(cluster).flatMap(({ file, text }) =>
    [...text.matchAll(line)].map(([, value = '']) => ({ file, value: value.replaceAll('"', '') })),
  );
}

/** From `dist/` on: objects, and the values of charts under `values/`. */
function filesOf(cluster: string): readonly { file: string; text: string }[] {
  return [cluster, `values/${cluster}`].flatMap((folder) =>
    readdirSync(join(DIST, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(DIST, folder, file), 'utf8') })),
  );
}

function isValues(file: string): boolean {
  return file.startsWith('values/');
}

/** Why an image of a pod may not run; undefined where it may. */
function mistakeOf(image: string, registry: string): string | undefined {
  if (!image.startsWith(`${registry}/`)) return 'comes from elsewhere than the registry of the cluster';
  const [name = '', digest] = image.slice(registry.length + 1).split('@');
  if (digest !== undefined) return /^sha256:[0-9a-f]{64}$/.test(digest) ? undefined : 'has half a digest';
  if (!name.includes('/')) return 'is ours, and has no digest';
  return RELEASE.test(name.split(':')[1] ?? '') ? undefined : 'has neither a digest nor a whole release';
}

describe('an image that comes to mean another one, or cannot be pulled while a public registry is down (X-108)', () => {
  test.each(fleet.clusters)('no pod of $name has one', ({ name, terraform }) => {
    // An alert names the image that it is about, as people do.
    const images = saidOn(name, 'image').filter(
      ({ file }) => !isValues(file) && !/\/prometheusrule-[^/]*\.yaml$/.test(file),
    );
    expect(images.length).toBeGreaterThan(0);
    for (const { file, value } of images)
      expect(mistakeOf(value, terraform.ecrRegistry), file).toBeUndefined();
  });

  test.each(fleet.clusters)('no chart of $name is told one', ({ name }) => {
    for (const { file, value } of saidOn(name, 'tag')) {
      if (isValues(file)) expect(value, file).toMatch(RELEASE);
    }
    for (const { file, text } of filesOf(name).filter((each) => isValues(each.file))) {
      // A repository of charts is asked by Argo CD, and by no node.
      expect(text.replaceAll(/^ *url: .*$/gm, ''), file).not.toMatch(PUBLIC);
    }
  });

  test.each([
    ['docker.io/library/busybox:1.36.1', 'comes from elsewhere than the registry of the cluster'],
    ['own/triptrip-api:v1.2.3', 'is ours, and has no digest'],
    ['own/docker-hub/library/redis:7.2-alpine', 'has neither a digest nor a whole release'],
    ['own/docker-hub/library/redis:latest', 'has neither a digest nor a whole release'],
    ['own/docker-hub/library/redis', 'has neither a digest nor a whole release'],
    [`own/triptrip-api@sha256:${'0'.repeat(63)}`, 'has half a digest'],
    [`own/triptrip-api@sha256:${'0'.repeat(64)}`, undefined],
    ['own/kubernetes/node-problem-detector/node-problem-detector:v1.36.0', undefined],
  ])('%s would be found', (image, mistake) => {
    expect(mistakeOf(image, 'own')).toBe(mistake);
  });
});
