import { z } from 'zod';
import type { ChartPin, ChartPins, PinnedVersion } from '../../charts/pins.ts';
import { messageOf } from '../command-line/tell.ts';
import { inParallel } from '../programs/parallel.ts';
import { listedIn, registryAddress } from './fetch.ts';
import { answered, get, request, signedIn } from './request.ts';

/** How far a newer version is from the one that is pinned. */
export const STEPS = ['patch', 'minor', 'major'] as const;

export type Step = (typeof STEPS)[number];

/** A pinned version of a chart, and what its repository has since. */
export interface Newer {
  readonly name: string;
  readonly repository: string;
  readonly pinned: string;
  /** The newest of each step; what is not there is left out. */
  readonly newer: readonly { readonly step: Step; readonly version: string }[];
  /** What is wrong with the pinned version itself, such as that it was withdrawn. */
  readonly warnings: readonly string[];
  /** Why nothing is known; the repository was not reached, or has no such chart. */
  readonly unknown?: string;
}

/** Looks for newer versions of everything that is pinned; versions before a release do not count. */
export function newerCharts(pins: ChartPins, names: readonly string[] = []): Promise<readonly Newer[]> {
  const wanted = [...pins.values()].filter(({ name }) => names.length === 0 || names.includes(name));
  return inParallel(
    wanted.flatMap((pin) => pin.versions.map((version) => ({ pin, version }))),
    async ({ pin, version }) => {
      const { name, repository } = pin;
      const common = { name, repository, pinned: version.version };
      try {
        return { ...common, ...compared(version, await published(pin)) };
      } catch (error) {
        return { ...common, newer: [], warnings: [], unknown: messageOf(error) };
      }
    },
  );
}

interface Published {
  readonly version: string;
  /** As the index lists it; a registry lists none. */
  readonly digest?: string;
}

const tags = z.looseObject({ tags: z.array(z.string()).nullable() });

async function published({ name, repository }: ChartPin): Promise<readonly Published[]> {
  if (/^https?:/.test(repository)) {
    return (await listedIn(repository, name)).map(({ version, digest }) => ({
      version,
      ...(digest != null && { digest: digest.replace(/^(?:sha256:)?/, 'sha256:') }),
    }));
  }
  const found: Published[] = [];
  const base = registryAddress(repository, name);
  let headers: Readonly<Record<string, string>> = {};
  let address: string | undefined = `${base}/tags/list?n=1000`;
  while (address !== undefined) {
    const first = await request(address, headers);
    if (first.status === 401) headers = await signedIn(first);
    const answer: Response = first.status === 401 ? await get(address, headers) : answered(first);
    const page = tags.parse(await answer.json());
    found.push(...(page.tags ?? []).map((tag) => ({ version: tag.replaceAll('_', '+') })));
    const [, next] = /<([^>]+)>; *rel="?next/.exec(answer.headers.get('link') ?? '') ?? [];
    address = next === undefined ? undefined : new URL(next, address).href;
  }
  return found;
}

function compared(
  { version, digest }: PinnedVersion,
  all: readonly Published[],
): Pick<Newer, 'newer' | 'warnings'> {
  const own = numbersOf(version);
  const newest = new Map<Step, string>();
  for (const { version: other } of all) {
    const step = own && stepTo(own, numbersOf(other));
    if (step === undefined) continue;
    const best = numbersOf(newest.get(step) ?? version);
    if (best && stepTo(best, numbersOf(other)) !== undefined) newest.set(step, other);
  }
  const listed = all.find((each) => each.version === version);
  const moved = digest !== undefined && listed?.digest !== undefined && listed.digest !== digest;
  return {
    newer: STEPS.flatMap((step) => {
      const found = newest.get(step);
      return found === undefined ? [] : [{ step, version: found }];
    }),
    warnings: [
      ...(listed === undefined ? ['its repository does not list it any more'] : []),
      ...(moved ? [`its repository lists another archive under this version: ${listed.digest}`] : []),
      ...(own === undefined ? ['it is no version that can be compared'] : []),
    ],
  };
}

type Numbers = readonly [major: number, minor: number, patch: number];

/** Of a release; undefined for what comes before one. */
function numbersOf(version: string): Numbers | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)(?:\+.*)?$/.exec(version) ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Undefined unless the other one is newer. */
function stepTo([major, minor, patch]: Numbers, other: Numbers | undefined): Step | undefined {
  if (other === undefined) return undefined;
  if (other[0] !== major) return other[0] > major ? 'major' : undefined;
  if (other[1] !== minor) return other[1] > minor ? 'minor' : undefined;
  return other[2] > patch ? 'patch' : undefined;
}
