import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Program, programPath } from '../../scripts/programs/program.ts';

let server: Server;
let downloads: string;
let cache: string;
beforeAll(async () => {
  server = createServer((_request, response) => response.end('not what was pinned'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  downloads = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'program-'));
});
afterEach(() => {
  rmSync(cache, { recursive: true });
});

const program = (): Program => ({
  name: 'some-linter',
  version: 'v1.2.3',
  versionOption: '--version',
  goPackage: 'example.com/some-linter',
  downloads,
  archives: {
    [`${process.platform}-${process.arch}`]: { file: 'some-linter.tar.gz', sha256: '0'.repeat(64) },
  },
});

/** The environment of a program that stands first in PATH. */
function inPath(name: string, prints: string): Readonly<Record<string, string>> {
  writeFileSync(join(cache, name), `#!/bin/sh\necho '${prints}'\n`);
  chmodSync(join(cache, name), 0o755);
  return { PATH: `${cache}:${process.env.PATH}` };
}

describe('a program of others', () => {
  it('with another sum than the pinned one is never run, nor is another way tried', async () => {
    const said: string[] = [];
    const empty = join(cache, 'empty');
    await expect(programPath(program(), (line) => said.push(line), { cache: empty })).rejects.toThrow(
      /some-linter\.tar\.gz has sha256 [0-9a-f]{64}, but 0{64} is pinned: it is not used/,
    );
    expect(said).toEqual(['some-linter v1.2.3 is not here: downloading it']);
    expect(existsSync(join(empty, 'some-linter'))).toBe(false);
  });

  it('may have a sum of another kind, which holds as well', async () => {
    const pinned = { file: 'some-linter.tar.gz', path: 'a/some-linter', sha512: '0'.repeat(128) };
    const archives = { [`${process.platform}-${process.arch}`]: pinned };
    await expect(
      programPath({ ...program(), archives }, () => {}, { cache: join(cache, 'empty') }),
    ).rejects.toThrow(/has sha512 [0-9a-f]{128}, but 0{128} is pinned: it is not used/);
  });

  it('in PATH serves, if it is the pinned version to the last digit', async () => {
    const find = (prints: string) =>
      programPath(program(), () => {}, {
        cache: join(cache, 'empty'),
        environment: inPath('some-linter', prints),
      });
    expect(await find('some-linter v1.2.3 (built somewhere)')).toBe('some-linter');
    await expect(find('some-linter v1.2.31')).rejects.toThrow('is pinned');
  });

  describe('for which another version is enough', () => {
    const enough = (archives = program().archives) =>
      programPath({ ...program(), archives, elseInstalled: true }, () => {}, {
        cache: join(cache, 'empty'),
        environment: inPath('some-linter', 'some-linter v0.9'),
      });

    it('is the one in PATH where none can be downloaded', async () => {
      expect(await enough({})).toBe('some-linter');
    });

    it('is not run in the place of a release whose sum is wrong', async () => {
      await expect(enough()).rejects.toThrow('it is not used');
    });
  });
});
