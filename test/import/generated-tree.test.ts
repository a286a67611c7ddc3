import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareTree, writeTree } from '../../scripts/import/generated-tree.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imports-'));
  mkdirSync(join(root, 'gone', 'schemas'), { recursive: true });
  mkdirSync(join(root, 'istio'));
  writeFileSync(join(root, 'sources.yaml'), 'pins');
  writeFileSync(join(root, 'gone', 'schemas', 'old.json'), '{}');
  writeFileSync(join(root, 'istio', 'index.js'), 'edited by hand');
  writeFileSync(join(root, 'istio', 'same.js'), 'same');
});
afterEach(() => rmSync(root, { recursive: true }));

const files = new Map([
  ['istio/index.js', 'generated'],
  ['istio/same.js', 'same'],
  ['new/index.js', 'generated'],
]);
const difference = {
  missing: ['new/index.js'],
  changed: ['istio/index.js'],
  stale: ['gone/schemas/old.json'],
};

describe('the committed packages', () => {
  it('are told apart from what the pins make, in both directions', () => {
    expect(compareTree(root, files, (path) => path !== 'sources.yaml')).toEqual(difference);
    expect(readFileSync(join(root, 'istio', 'index.js'), 'utf8')).toBe('edited by hand');
  });

  it('are what the pins make after writing, and what people write stays', () => {
    expect(writeTree(root, files, (path) => path !== 'sources.yaml')).toEqual(difference);
    expect(compareTree(root, files, (path) => path !== 'sources.yaml')).toEqual({
      missing: [],
      changed: [],
      stale: [],
    });
    expect(readdirSync(root).sort()).toEqual(['istio', 'new', 'sources.yaml']);
    expect(readFileSync(join(root, 'sources.yaml'), 'utf8')).toBe('pins');
  });
});
