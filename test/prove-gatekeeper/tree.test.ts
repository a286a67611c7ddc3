import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectsOf, offspringOf } from '../../scripts/prove-gatekeeper/tree.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const treeOf = (files: Readonly<Record<string, string>>) => {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return objectsOf(folder);
};
const named = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n${more}`;

describe('the objects of a tree', () => {
  it('are read as check reads them: lists taken apart, JSON too, and a date is a text', () => {
    const found = treeOf({
      'a/list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${named('one').trimEnd().replaceAll('\n', '\n    ')}\n`,
      'b/two.json': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'two' } }),
      'c/three.yaml': named('three', 'data: { since: 2026-11-30 }\n'),
    });
    expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(['one', 'three', 'two']);
    expect(found.find(({ metadata }) => metadata.name === 'three')).toMatchObject({
      data: { since: '2026-11-30' },
    });
  });

  it('are never none: a folder without any is a mistake, and no pass', () => {
    expect(() => treeOf({})).toThrow('has no manifests');
    expect(() => treeOf({ 'README.md': 'nothing' })).toThrow('has no manifests');
    expect(() => objectsOf(join(temporaryFolder(), 'missing'))).toThrow('has no manifests');
  });

  it('that controllers make of a CronJob are its Job and its pod', () => {
    const [cronJob] = treeOf({
      'job.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: { name: night, namespace: shop }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: night } }, spec: { containers: [] } } } } }
`,
    });
    if (cronJob === undefined) throw new Error('The tree has a CronJob.');
    expect(offspringOf(cronJob).map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([
      'Job night-of-cronjob',
      'Pod night-of-cronjob',
    ]);
  });
});
