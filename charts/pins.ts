import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, YAMLParseError } from 'yaml';
import { pinsSchema } from './pins-schema.ts';

/** Where the pins are, from the root of the repository on. */
export const PINS = 'charts/pins.yaml';

/** A version of a chart that may be installed. */
export interface PinnedVersion {
  readonly version: string;
  /** Of the archive, or of its manifest in an OCI registry: `sha256:` and 64 digits. */
  readonly digest?: string;
  /** Why there is no digest yet. */
  readonly unpinned?: string;
}

/** A chart, where it comes from, and its versions in the order of the file: the oldest first. */
export interface ChartPin {
  readonly name: string;
  /** https://… for an index, or the path in an OCI registry without `oci://`. */
  readonly repository: string;
  readonly versions: readonly PinnedVersion[];
}

/** The pins of a fleet, by the name of the chart. */
export type ChartPins = ReadonlyMap<string, ChartPin>;

/**
 * Reads the pins from the text of their file.
 *
 * @throws Error that lists each mistake with its place
 */
export function parsePins(text: string): ChartPins {
  const read = pinsSchema.safeParse(parsed(text) ?? {});
  if (!read.success) {
    const mistakes = read.error.issues.map((issue) => {
      // A key that is wrong has its own mistakes.
      const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : undefined) ?? issue;
      return `${PINS}: ${issue.path.join('.')}: expected ${message}`;
    });
    throw new Error(mistakes.join('\n'));
  }
  return new Map(
    Object.entries(read.data).map(([name, { repository, versions }]) => [
      name,
      {
        name,
        repository,
        versions: Object.entries(versions).map(([version, archive]) => ({
          version,
          ...(typeof archive === 'string' ? { digest: archive } : archive),
        })),
      },
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new Error(`${PINS}: ${error.message}`);
    throw error;
  }
}

/** The pins of this repository. */
export const chartPins: ChartPins = parsePins(
  readFileSync(fileURLToPath(new URL('./pins.yaml', import.meta.url)), 'utf8'),
);
