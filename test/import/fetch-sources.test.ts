import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { fetchBundle } from '../../scripts/import/fetch-sources.ts';

const TEXT = 'kind: CustomResourceDefinition\n';
const SUM = createHash('sha256').update(TEXT).digest('hex');

const bundle = (sha256: string) => ({
  repository: 'github.com/owner/name',
  release: 'v1.2.3',
  commit: '0123456789012345678901234567890123456789',
  license: 'Apache-2.0',
  files: [{ path: 'config/crd/a.yaml', sha256 }],
  kinds: {},
  only: {},
  untyped: {},
  opaque: {},
});

let mirror: string;
beforeEach(() => {
  mirror = mkdtempSync(join(tmpdir(), 'mirror-'));
  mkdirSync(join(mirror, 'example'));
  writeFileSync(join(mirror, 'example', 'a.yaml'), TEXT);
});
afterEach(() => {
  rmSync(mirror, { recursive: true });
  vi.unstubAllGlobals();
});

describe('fetching what is pinned', () => {
  it('takes a file from a mirror', async () => {
    expect(await fetchBundle('example', bundle(SUM), { mirror })).toEqual([TEXT]);
  });

  it('takes a file from the repository at the commit, not at a tag that may move', async () => {
    const fetched = vi.fn(async (_address: string) => new Response(TEXT));
    vi.stubGlobal('fetch', fetched);
    expect(await fetchBundle('example', bundle(SUM), {})).toEqual([TEXT]);
    expect(fetched.mock.calls[0]?.[0]).toBe(
      'https://raw.githubusercontent.com/owner/name/0123456789012345678901234567890123456789/config/crd/a.yaml',
    );
  });

  it('refuses a file with another sum, and shows both', async () => {
    const other = '0'.repeat(64);
    const attempt = fetchBundle('example', bundle(other), { mirror });
    await expect(attempt).rejects.toThrow(Mistake);
    await expect(attempt).rejects.toThrow(new RegExp(`pins at example.files.*${other}.*${SUM}`, 's'));
  });

  it('refuses an error page', async () => {
    vi.stubGlobal('fetch', async () => new Response('gone', { status: 404, statusText: 'Not Found' }));
    await expect(fetchBundle('example', bundle(SUM), {})).rejects.toThrow('answered 404 Not Found');
  });

  it('says how to go on without network', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
    });
    await expect(fetchBundle('example', bundle(SUM), {})).rejects.toThrow(/ENOTFOUND.*--from DIR/);
  });

  it('names the file that a mirror lacks', async () => {
    await expect(fetchBundle('absent', bundle(SUM), { mirror })).rejects.toThrow(
      join(mirror, 'absent', 'a.yaml'),
    );
  });
});
