import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { readTrees } from '../../scripts/cluster-model/cluster.ts';
import { diffOf } from '../../scripts/diff/diff.ts';
import { summaryOf } from '../../scripts/diff/report/summary.ts';
import { sidesOf } from '../../scripts/diff/sides/choose.ts';
import { gitIn } from '../git-in.ts';

/** What may lie behind them are manifests, in one file or many; behind the last one none. */
const LINKS = { 'service.yaml': 'map.yaml', 'more.json': '/nowhere.json', overlay: '../base' };
const OTHER = 'README.md';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'links-'));
  for (const folder of ['before', 'after', 'base']) {
    mkdirSync(join(root, folder));
    const text = `{apiVersion: v1, kind: ConfigMap, metadata: {name: map}, data: {in: ${folder}}}\n`;
    writeFileSync(join(root, folder, 'map.yaml'), text);
  }
  for (const [name, target] of Object.entries({ ...LINKS, [OTHER]: 'map.yaml' }))
    symlinkSync(target, join(root, 'after', name));
  gitIn(root, ['init', '--quiet']);
  gitIn(root, ['add', '--all']);
  gitIn(root, ['commit', '--quiet', '--message', 'All']);
});

function assertNamed(lines: readonly string[]) {
  const [line = '', ...others] = lines.filter((each) => each.startsWith('Links are not followed'));
  expect(others).toEqual([]);
  for (const name of Object.keys(LINKS)) expect(line).toContain(name);
  expect(line).not.toContain(OTHER);
}

it.each([
  ['folders', 'before', 'after'],
  ['revisions', 'HEAD:before', 'HEAD:after'],
  ['the working tree', 'HEAD', undefined],
])('of %s, diff names the links that it has not followed', (_, base, head) => {
  assertNamed(summaryOf(diffOf(...sidesOf({ base, head, folder: root }))));
});

it('so it does where nothing changes', () => {
  assertNamed(summaryOf(diffOf(...sidesOf({ base: 'after', head: 'after', folder: root }))));
});

it('whoever reads a tree is told the same', () => {
  const told: string[] = [];
  readTrees([join(root, 'after')], (line) => told.push(line));
  assertNamed(told);
  readTrees([join(root, 'before')], (line) => expect.unreachable(line));
});
