import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeUnfinished } from '../../scripts/synth/documents.ts';
import { temporaryFolder } from './fixture/folders.ts';

const GONE = 2 ** 22 + 1; // above the highest process id of Linux

describe('a synth that was killed while it wrote a document', () => {
  it('leaves nothing that somebody would commit: the next one takes it away, and only that', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'docs'));
    const files = {
      [`docs/page.md.${GONE}`]: false,
      [`docs/page.md.${process.pid}`]: true,
      [`docs/other.md.${GONE}`]: true,
      'docs/page.md': true,
    };
    for (const file of Object.keys(files)) writeFileSync(join(root, file), '');
    removeUnfinished(root, { documents: [{ path: 'docs/page.md', text: '' }], wrong: [] });
    for (const [file, stays] of Object.entries(files)) expect(existsSync(join(root, file)), file).toBe(stays);
  });
});
