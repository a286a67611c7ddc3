import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, inject, it } from 'vitest';
import { makeFolder } from '../../scripts/command-line/folders.ts';

const place = () => mkdtempSync(join(inject('temporaryFolders'), 'folders-'));

it('a folder is made with all that lead to it, however often it is asked for', () => {
  const root = place();
  for (const path of ['a/b/c', 'a/b/c', 'a', '.', 'a/d/'])
    expect(() => makeFolder(join(root, path)), path).not.toThrow();
  expect(statSync(join(root, 'a/b/c')).isDirectory()).toBe(true);
});

it.runIf(existsSync('/proc/self'))('where no folder can be made, this is said at once', () => {
  for (const path of ['/proc/fleet', '/proc/fleet/report', '/proc/fleet/a/b'])
    expect(() => makeFolder(path), path).toThrow('Cannot make /proc/fleet: /proc takes no folder.');
});

it('what stands in its place is told', () => {
  const root = place();
  writeFileSync(join(root, 'file'), '');
  symlinkSync('nowhere', join(root, 'link'));
  expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'file', 'in', 'it'))).toThrow('ENOTDIR');
  expect(() => makeFolder(join(root, 'link'))).toThrow('EEXIST');
});

it('a folder that another command makes and removes all the time is made, or is there', async () => {
  const folder = join(place(), 'shared');
  const loop = `const { mkdirSync, rmdirSync } = require('node:fs');
    const path = ${JSON.stringify(folder)};
    for (;;) for (const change of [mkdirSync, rmdirSync]) try { change(path); } catch {}`;
  const other = new Worker(loop, { eval: true });
  try {
    await once(other, 'online');
    // Of 5,000 about one in ten meets it between the two.
    for (let times = 0; times < 5000; times++) makeFolder(folder);
  } finally {
    await other.terminate();
  }
});

it('every command makes its folders so', () => {
  const files = readdirSync('scripts', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const others = files.filter((file) =>
    /\bmkdir(?:Sync)?\([^;]*recursive: true/.test(readFileSync(join('scripts', file), 'utf8')),
  );
  expect(others).toEqual([]);
});
