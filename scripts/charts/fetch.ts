import { parse } from 'yaml';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { type Fetched, sha256 } from './cache.ts';
import { archiveDigest } from './oci-manifest.ts';

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

async function fromRepository({ repository, name, version }: Published): Promise<Fetched> {
  const address = `${repository}/index.yaml`;
  const read = index.safeParse(parse(Buffer.from(await (await get(address)).arrayBuffer()).toString()));
  if (!read.success) throw new Mistake(`${address} is not the index of a repository of charts.`);
  const versions = Object.hasOwn(read.data.entries, name) ? read.data.entries[name] : undefined;
  if (versions === undefined) throw new Mistake(`${repository} has no chart ${name}.`);
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

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

async function fromRegistry({ repository, name, version }: Published): Promise<Fetched> {
  const [host = '', ...path] = repository.split('/');
  // As other clients of registries do.
  const scheme = /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host) ? 'http' : 'https';
  const base = `${scheme}://${host}/v2/${[...path, name].join('/')}`;
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

const token = z.looseObject({ token: z.string() });

/** The token that a registry gives to everybody. */
async function signedIn(refused: Response): Promise<Readonly<Record<string, string>>> {
  const challenge = refused.headers.get('www-authenticate') ?? '';
  const given = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  if (given.realm === undefined)
    throw new Mistake(`${refused.url} wants credentials. Only public charts are read.`);
  const address = new URL(given.realm);
  for (const key of ['service', 'scope']) {
    const value = given[key];
    if (value !== undefined) address.searchParams.set(key, value);
  }
  const answer = token.parse(await (await get(address.href)).json());
  return { authorization: `Bearer ${answer.token}` };
}

/** @throws Mistake unless the answer is what was asked for */
async function get(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return answered(await request(address, headers));
}

function answered(response: Response): Response {
  if (response.ok) return response;
  throw new Mistake(`${response.url} answered ${response.status} ${response.statusText}.`);
}

async function request(address: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(120_000) });
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Mistake(`Can't reach ${address}: ${reason}.`);
  }
}
