import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { KubeconformError } from './kubeconform-error.ts';
import { ARCHIVES, DOWNLOADS, GO_PACKAGE, VERSION } from './release.ts';

const run = promisify(execFile);
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CACHE = join(ROOT, 'node_modules', '.cache', `kubeconform-${VERSION}`);

/**
 * The kubeconform to run: from the cache, from PATH in the same version, or installed into the cache — the
 * released binary if its sum is the pinned one, else built by Go, which checks the source by its checksum database.
 * @returns path or name of the program
 * @throws KubeconformError that tells how to get it
 */
export async function kubeconformProgram(say: (line: string) => void): Promise<string> {
  const cached = join(CACHE, 'kubeconform');
  if (existsSync(cached)) return cached;
  if ((await versionOf('kubeconform')) === VERSION) return 'kubeconform';
  mkdirSync(CACHE, { recursive: true });
  const refused: string[] = [];
  for (const install of [downloadRelease, buildWithGo]) {
    try {
      say(
        `kubeconform ${VERSION} is not here: ${install === buildWithGo ? 'building it with Go' : 'downloading it'}`,
      );
      await install();
      return cached;
    } catch (error) {
      refused.push(`  ${error instanceof Error ? error.message.trim() : String(error)}`);
      if (error instanceof WrongSum) break;
    }
  }
  throw new KubeconformError(
    `Can't get kubeconform ${VERSION}:\n${refused.join('\n')}\nInstall it (${DOWNLOADS}) so that it is in PATH, ` +
      'or install Go, or give this machine access to github.com.',
  );
}

class WrongSum extends KubeconformError {}

async function versionOf(program: string): Promise<string | undefined> {
  try {
    return (await run(program, ['-v'])).stdout.trim();
  } catch {
    return undefined;
  }
}

async function downloadRelease(): Promise<void> {
  const archive = ARCHIVES[`${process.platform}-${process.arch}`];
  if (!archive) throw new KubeconformError(`There is no release for ${process.platform}-${process.arch}`);
  const address = `${DOWNLOADS}/${archive.file}`;
  const bytes = await fetchBytes(address);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== archive.sha256) {
    throw new WrongSum(`${address} has sha256 ${found}, but ${archive.sha256} is pinned: it is not used`);
  }
  const unpacked = join(CACHE, 'unpacked');
  mkdirSync(unpacked, { recursive: true });
  writeFileSync(join(unpacked, archive.file), bytes);
  await run('tar', ['-xzf', join(unpacked, archive.file), '-C', unpacked, 'kubeconform']);
  // Only a whole program gets the name that the next run trusts.
  renameSync(join(unpacked, 'kubeconform'), join(CACHE, 'kubeconform'));
  rmSync(unpacked, { recursive: true });
}

async function fetchBytes(address: string): Promise<Buffer> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(120_000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new KubeconformError(
      `Can't download ${address}: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

async function buildWithGo(): Promise<void> {
  try {
    await run('go', ['install', GO_PACKAGE], { env: { ...process.env, GOBIN: CACHE, GOFLAGS: '-mod=mod' } });
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new KubeconformError(`go install ${GO_PACKAGE}: ${reason}`);
  }
}
