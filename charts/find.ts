import { type ChartPin, chartPins, PINS, type PinnedVersion } from './pins.ts';

/** The only version of a chart; undefined where there are several, or no such chart. */
export function onlyVersion(name: string): string | undefined {
  const [first, ...others] = chartPins.get(name)?.versions ?? [];
  return others.length === 0 ? first?.version : undefined;
}

/** The versions of a chart, the oldest first. */
export function versionsOf(name: string): readonly string[] {
  return chartPins.get(name)?.versions.map(({ version }) => version) ?? [];
}

/**
 * The pin of a version of a chart.
 *
 * @throws Error that says how to pin it
 */
export function pinOf(name: string, version: string): ChartPin & PinnedVersion {
  const pin = chartPins.get(name);
  const found = pin?.versions.find((candidate) => candidate.version === version);
  if (pin !== undefined && found !== undefined) return { ...pin, ...found };
  const more = pin === undefined ? ' --repository URL' : ' --beside';
  throw new Error(
    `${PINS} has no ${name} ${version}. Pin it: npx fleet charts bump ${name} ${version}${more}`,
  );
}
