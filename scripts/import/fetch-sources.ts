import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { howToInstall } from '../programs/needed.ts';
import { run } from '../programs/run.ts';
import type { FileSource, KubernetesSource } from './sources.ts';

const goModule = z.looseObject({ Dir: z.string().optional(), Error: z.string().optional() });

/**
 * Where the pinned files come from: the repositories themselves, or a directory that mirrors them as
 * `<bundle>/<file name>` and `kubernetes/<version>/swagger.json`.
 */
export interface Origin {
  readonly mirror?: string | undefined;
}

/**
 * Texts of a bundle's CRD files, in the order of the pins.
 * @throws Mistake when a file can't be had, or isn't the one that was pinned.
 */
export function fetchBundle(name: string, bundle: FileSource, origin: Origin): Promise<string[]> {
  return Promise.all(
    bundle.files.map(async (file) => {
      const place = origin.mirror
        ? join(origin.mirror, name, basename(file.path))
        : rawAddress(bundle.repository, bundle.commit, file.path);
      const text = origin.mirror ? await readMirror(place) : await download(place);
      return verified(text, file.sha256, place, `${name}.files, ${file.path}`);
    }),
  );
}

/**
 * The OpenAPI document of one Kubernetes version: from the mirror if it has one, else from the repository, else
 * from the Go module of the same release. The pinned sum holds for each of them.
 * @throws Mistake when none has it, or what it has isn't what was pinned.
 */
export async function fetchKubernetes(
  version: string,
  source: KubernetesSource,
  origin: Origin,
): Promise<string> {
  const pin = source.versions[version];
  if (!pin) throw new Mistake(`imports/sources.yaml pins no Kubernetes ${version}`);
  const where = `kubernetes.versions.${version}`;
  if (origin.mirror) {
    const place = join(origin.mirror, 'kubernetes', version, basename(source.path));
    if (existsSync(place)) return verified(await readMirror(place), pin.sha256, place, where);
    return verified(
      await fromGoModule(source, pin.release),
      pin.sha256,
      `${source.module}@${pin.release}`,
      where,
    );
  }
  const address = rawAddress(source.repository, pin.release, source.path);
  try {
    return verified(await download(address), pin.sha256, address, where);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const text = await fromGoModule(source, pin.release);
    return verified(text, pin.sha256, `${source.module}@${pin.release}`, where);
  }
}

/** @throws Mistake that shows both sums, when the text isn't the one that was pinned. */
function verified(text: string, sha256: string, place: string, pin: string): string {
  const found = createHash('sha256').update(text).digest('hex');
  if (found === sha256) return text;
  throw new Mistake(
    `${place} is not the file that imports/sources.yaml pins at ${pin}:\n  pinned sha256 ${sha256}\n` +
      `  found sha256  ${found}\nIf the release was changed on purpose, write its sum; otherwise trust neither.`,
  );
}

function rawAddress(repository: string, revision: string, path: string): string {
  return `https://raw.githubusercontent.com/${repository.replace(/^github\.com\//, '')}/${revision}/${path}`;
}

async function readMirror(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new Mistake(`The mirror has no file ${path}. A mirror holds <bundle>/<file name>.`);
  }
}

class Unreachable extends Mistake {}

async function download(address: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Unreachable(
      `Can't reach ${address}: ${reason}. Without network, name a mirror with --from DIR.`,
    );
  }
  if (!response.ok) throw new Mistake(`${address} answered ${response.status} ${response.statusText}`);
  return response.text();
}

/** The Go tool checks the module against Go's checksum database by itself. */
async function fromGoModule(source: KubernetesSource, release: string): Promise<string> {
  const module = `${source.module}@${release}`;
  const { status, stdout, stderr } = await run('go', ['mod', 'download', '-json', module], {
    missing: `${howToInstall('go')} It gets the OpenAPI document of Kubernetes ${release}.`,
  });
  if (status !== 0) {
    throw new Mistake(
      `Can't get the OpenAPI document of Kubernetes ${release}: neither the repository nor the Go module ` +
        `${module} is in reach (${stderr.trim() || stdout.trim()}).`,
    );
  }
  const { Dir: directory } = goModule.parse(JSON.parse(stdout));
  if (!directory) throw new Mistake(`go mod download ${module} named no directory`);
  return readFile(join(directory, source.path), 'utf8');
}
