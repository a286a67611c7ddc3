import { type ChartPins, chartPins, PINS } from '../../charts/pins.ts';
import type { Unit } from '../../platform/unit/unit.ts';

/** Pinned charts that no component installs: somebody would keep them up to date for nothing. */
export function idlePins(units: readonly Unit[], pins: ChartPins = chartPins): readonly string[] {
  const installed = new Set(units.map(({ chart }) => chart));
  return [...pins.keys()]
    .filter((name) => !installed.has(name))
    .map(
      (name) =>
        `${PINS}: ${name}: found a chart that no component installs, expected one with chart: '${name}' in platform/components/. Add it, or run npx fleet charts unpin ${name}.`,
    );
}
