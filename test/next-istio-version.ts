import type { ChartPin, ChartPins } from '../charts/pins.ts';

/** The charts that are Istio's, each with the versions that a cluster may run. */
const ISTIO = ['base', 'cni', 'gateway', 'istiod'];

/** The minor that comes after the newest of the list: for tests that put it into the list, which it is not yet. */
function nextVersion(versions: readonly string[]): string {
  const [major = '1', minor = '0'] = (versions.at(-1) ?? '').split('.');
  return `${major}.${Number(minor) + 1}.0`;
}

/** The pins with so many minors more of each chart of Istio. */
export function withNextIstio(pins: ChartPins, minors = 1): ChartPins {
  return new Map([...pins].map(([name, pin]) => [name, ISTIO.includes(name) ? withNext(pin, minors) : pin]));
}

function withNext(pin: ChartPin, minors: number): ChartPin {
  if (minors === 0) return pin;
  const version = nextVersion(pin.versions.map((each) => each.version));
  return withNext({ ...pin, versions: [...pin.versions, { version }] }, minors - 1);
}
