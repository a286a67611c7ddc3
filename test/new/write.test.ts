import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Written } from '../../scripts/new/write.ts';
import { refusal } from '../platform/refusal.ts';
import { temporaryFolder, treeOf } from '../synth/fixture/folders.ts';

const FILES = new Map([
  ['apps/shop/cart.ts', 'new'],
  ['apps/shop/shop.ts', 'changed'],
  ['platform/components/deep/deep.ts', 'new'],
]);

function repository() {
  const root = temporaryFolder();
  mkdirSync(join(root, 'apps/shop'), { recursive: true });
  writeFileSync(join(root, 'apps/shop/shop.ts'), 'before');
  return root;
}

test('what was written is there, and put back all is as it was, folders too', () => {
  const root = repository();
  const before = treeOf(root);
  const written = new Written(root);
  written.write(FILES);
  expect(treeOf(root)).toEqual(Object.fromEntries(FILES));
  // The formatter comes in between.
  writeFileSync(join(root, 'apps/shop/shop.ts'), 'formatted');
  written.putBack();
  expect(treeOf(root)).toEqual(before);
  expect(refusal(() => mkdirSync(join(root, 'platform')))).toBeUndefined();
});

test('what somebody else has put beside it stays', () => {
  const root = repository();
  const written = new Written(root);
  written.write(FILES);
  writeFileSync(join(root, 'platform/components/own.ts'), 'mine');
  written.putBack();
  expect(Object.keys(treeOf(root))).toEqual(['apps/shop/shop.ts', 'platform/components/own.ts']);
});

test('where one cannot be written, none is', () => {
  const root = repository();
  writeFileSync(join(root, 'platform'), 'a file where a folder is needed');
  const before = treeOf(root);
  expect(refusal(() => new Written(root).write(FILES))).toBeDefined();
  expect(treeOf(root)).toEqual(before);
});
