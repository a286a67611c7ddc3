import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { run } from './run.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A program of others that checks what we write, at one exact version. */
export interface Program {
  /** Of the program and its file. */
  readonly name: string;
  /** As the tag of its release, such as `v0.8.0`. */
  readonly version: string;
  /** What it is asked for its version, such as `-v` or `version --client`; the answer has to contain the version's number. */
  readonly versionOption: string;
  /** What Go installs, without the version. */
  readonly goPackage: string;
  /** For a package whose module Go does not install by itself: how it is built in a module of ours. */
  readonly goModule?: GoModule;
  /** Go's experiments that its source needs, such as `jsonv2`. */
  readonly goExperiment?: string;
  /** Folder of the released archives. */
  readonly downloads: string;
  /** Archive of the release by Node's platform and architecture, such as `linux-x64`. */
  readonly archives: Readonly<Record<string, Archive>>;
  /**
   * Where no release can be downloaded, the one in PATH serves in whatever version, so that a machine with a package of
   * it need not build it.
   */
  readonly elseInstalled?: boolean;
}

/** A module that names a program's own module at one version, with what Go leaves out: the replacements in its `go.mod`. */
interface GoModule {
  /** With `go.mod` and `go.sum`, from the root of the repository on. */
  readonly folder: string;
  /** For `go build`, such as `-tags`. */
  readonly options: readonly string[];
}

/** A released archive, with the sum that is known of it. */
type Archive = {
  readonly file: string;
  /** Where the program is in it; left out: at its top. */
  readonly path?: string;
} & ({ readonly sha256: string } | { readonly sha512: string });

/** Where a program is looked for, and where it goes. */
interface Place {
  /** Left out: a folder for this version under `node_modules/.cache`. */
  readonly cache?: string;
  /** Besides that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

class WrongSum extends Mistake {}

/**
 * The program to run: from the cache, from PATH in the same version, or installed into the cache: the released
 * archive if its sum is the pinned one, else built by Go, which checks the source by its checksum database. Before Go,
 * another version in PATH serves for a program of which that is enough ({@link Program.elseInstalled}).
 *
 * @returns path or name of the program
 * @throws Mistake that says how to get it
 */
export async function programPath(
  program: Program,
  say: (line: string) => void,
  place: Place = {},
): Promise<string> {
  const { name, version, downloads } = program;
  const { cache = join(ROOT, 'node_modules', '.cache', `${name}-${version}`), environment = {} } = place;
  const cached = join(cache, name);
  if (existsSync(cached)) return cached;
  if (await isWanted(program, environment)) return name;
  makeFolder(cache);
  const refused: string[] = [];
  for (const [doing, install] of [
    ['downloading it', downloadRelease],
    ['building it with Go', buildWithGo],
  ] as const) {
    try {
      say(`${name} ${version} is not here: ${doing}`);
      await install(program, { cache, environment });
      return cached;
    } catch (error) {
      refused.push(`  ${error instanceof Error ? error.message.trim() : String(error)}`);
      if (error instanceof WrongSum) break;
    }
    if (program.elseInstalled && (await versionInPath(program, environment)) !== undefined) {
      say(`${name} in PATH serves, in another version`);
      return name;
    }
  }
  throw new Mistake(
    `Can't get ${name} ${version}:\n${refused.join('\n')}\nInstall it (${downloads}) so that it is in PATH, ` +
      'or install Go, or give this machine access to github.com.',
  );
}

/** Whether PATH has the program in this version; 0.8.0 is not 0.8.01 nor 10.8.0. */
async function isWanted(program: Program, environment: Required<Place>['environment']): Promise<boolean> {
  const found = await versionInPath(program, environment);
  return found?.split(/[^0-9.]+/).includes(program.version.replace(/^v/, '')) ?? false;
}

/** What the program in PATH says of its version; undefined where there is none that runs. */
async function versionInPath(
  { name, versionOption }: Program,
  environment: Required<Place>['environment'],
): Promise<string | undefined> {
  try {
    const { status, stdout } = await run(name, versionOption.split(' '), { environment });
    return status === 0 ? stdout : undefined;
  } catch {
    return undefined;
  }
}

async function downloadRelease(
  { name, downloads, archives }: Program,
  { cache }: Required<Place>,
): Promise<void> {
  const archive = archives[`${process.platform}-${process.arch}`];
  if (!archive) {
    throw new Mistake(`No sum is pinned for a release for ${process.platform}-${process.arch}`);
  }
  const address = `${downloads}/${archive.file}`;
  const bytes = await fetchBytes(address);
  const [kind, pinned] = 'sha256' in archive ? ['sha256', archive.sha256] : ['sha512', archive.sha512];
  const found = createHash(kind).update(bytes).digest('hex');
  if (found !== pinned) {
    throw new WrongSum(`${address} has ${kind} ${found}, but ${pinned} is pinned: it is not used`);
  }
  const unpacked = join(cache, 'unpacked');
  makeFolder(unpacked);
  writeFileSync(join(unpacked, archive.file), bytes);
  const { path = name } = archive;
  const { status, stderr } = await run('tar', ['-xzf', join(unpacked, archive.file), '-C', unpacked, path]);
  if (status !== 0) throw new Mistake(`${archive.file} cannot be unpacked: ${stderr.trim()}`);
  // Only a whole program gets the name that the next run trusts.
  renameSync(join(unpacked, path), join(cache, name));
  rmSync(unpacked, { recursive: true });
}

async function fetchBytes(address: string): Promise<Buffer> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(120_000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Mistake(`Can't download ${address}: ${cause instanceof Error ? cause.message : cause}`);
  }
}

async function buildWithGo(
  { name, goPackage, goModule, goExperiment, version }: Program,
  { cache, environment }: Required<Place>,
): Promise<void> {
  if (goModule !== undefined) {
    const built = join(cache, `${name}.built`);
    const { status, stderr } = await run(
      'go',
      ['build', '-mod=readonly', ...goModule.options, '-o', built, goPackage],
      { folder: join(ROOT, goModule.folder), environment: { ...environment, CGO_ENABLED: '0' } },
    );
    if (status !== 0) throw new Mistake(`go build ${goPackage}: ${stderr.trim()}`);
    renameSync(built, join(cache, name));
    return;
  }
  const wanted = `${goPackage}@${version}`;
  const { status, stderr } = await run('go', ['install', wanted], {
    environment: {
      ...environment,
      GOBIN: cache,
      GOFLAGS: '-mod=mod',
      ...(goExperiment && { GOEXPERIMENT: goExperiment }),
    },
  });
  if (status !== 0) throw new Mistake(`go install ${wanted}: ${stderr.trim()}`);
}
