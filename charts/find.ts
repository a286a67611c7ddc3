import { type ChartPin, type ChartPins, chartPins, PINS, type PinnedVersion } from './pins.ts';

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
 * @param version empty where nothing says which
 * @throws Error that says what is pinned, and what to do
 */
export function pinOf(name: string, version: string, pins: ChartPins = chartPins): ChartPin & PinnedVersion {
  const pin = pins.get(name);
  const found = pin?.versions.find((candidate) => candidate.version === version);
  if (pin !== undefined && found !== undefined) return { ...pin, ...found };
  const bump = `npx fleet charts bump ${name} ${version || 'VERSION'}`;
  if (pin === undefined) {
    throw new Error(`${PINS} has no chart ${name}. ${OLDER} To pin it: ${bump} --repository URL`);
  }
  const pinned = pin.versions.map((each) => each.version).join(' and ');
  if (version === '') {
    throw new Error(
      `${PINS} has ${name} ${pinned}. Say which a cluster has, with the function version of the component's chart.`,
    );
  }
  throw new Error(
    `${PINS} has no ${name} ${version}, only ${pinned}. ${OLDER} To keep both: ${bump} --beside`,
  );
}

const OLDER = 'If dist/ is older than the pins, run npm run synth.';
