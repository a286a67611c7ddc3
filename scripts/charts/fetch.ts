import { parse } from 'yaml';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { type Fetched, sha256 } from './cache.ts';
import { archiveDigest } from './oci-manifest.ts';
import { answered, get, request, signedIn } from './request.ts';

const index = z.looseObject({
  entries: z.record(
    z.string(),
    z.array(
      z.looseObject({
        version: z.coerce.string(),
        urls: z.array(z.string()).min(1),
        digest: z.string().nullish(),
      }),
    ),
  ),
});

/** A version of a chart, and where it is published. */
export interface Published {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Downloads what a version of a chart was released as.
 *
 * @throws Mistake that says what is not there, or was not reached
 */
export function fetchChart(chart: Published): Promise<Fetched> {
  return /^https?:/.test(chart.repository) ? fromRepository(chart) : fromRegistry(chart);
}

/**
 * The versions of a chart that the index of its repository lists, as it lists them.
 *
 * @throws Mistake where there is none
 */
export async function listedIn(repository: string, name: string) {
  const address = `${repository}/index.yaml`;
  const read = index.safeParse(parse(Buffer.from(await (await get(address)).arrayBuffer()).toString()));
  if (!read.success) throw new Mistake(`${address} is not the index of a repository of charts.`);
  const versions = Object.hasOwn(read.data.entries, name) ? read.data.entries[name] : undefined;
  if (versions === undefined) throw new Mistake(`${repository} has no chart ${name}.`);
  return versions;
}

async function fromRepository({ repository, name, version }: Published): Promise<Fetched> {
  const versions = await listedIn(repository, name);
  const found = versions.find((each) => each.version === version);
  if (found === undefined) {
    const newest = versions.slice(0, 5).map((each) => each.version);
    throw new Mistake(`${repository} has no ${name} ${version}. Its newest are ${newest.join(', ')}.`);
  }
  const [url = ''] = found.urls;
  const place = new URL(url, `${repository}/`).href;
  const archive = Buffer.from(await (await get(place)).arrayBuffer());
  const listed = found.digest?.replace(/^(?:sha256:)?/, 'sha256:');
  if (listed !== undefined && listed !== sha256(archive)) {
    throw new Mistake(
      `${place} has ${sha256(archive)}, but the index of its repository lists ${listed}. It is not used.`,
    );
  }
  return { archive };
}

/** Where the API of an OCI registry has a chart. */
export function registryAddress(repository: string, name: string): string {
  const [host = '', ...path] = repository.split('/');
  // As other clients of registries do.
  const scheme = /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host) ? 'http' : 'https';
  return `${scheme}://${host}/v2/${[...path, name].join('/')}`;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

async function fromRegistry({ repository, name, version }: Published): Promise<Fetched> {
  const base = registryAddress(repository, name);
  // A tag may not have the sign, which Helm writes as an underscore.
  const tag = version.replaceAll('+', '_');
  const first = await request(`${base}/manifests/${tag}`, { accept: MANIFEST });
  const headers = first.status === 401 ? await signedIn(first) : {};
  const answer =
    first.status === 401
      ? await get(`${base}/manifests/${tag}`, { accept: MANIFEST, ...headers })
      : answered(first);
  const manifest = await answer.text();
  const digest = archiveDigest(manifest);
  const archive = Buffer.from(await (await get(`${base}/blobs/${digest}`, headers)).arrayBuffer());
  if (sha256(archive) !== digest) {
    throw new Mistake(`${base}/blobs/${digest} has ${sha256(archive)}. It is not used.`);
  }
  return { archive, manifest };
}
