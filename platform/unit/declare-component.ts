import { Mistakes } from '../kit/declaration/attempts.ts';
import type { CallSite } from '../kit/declaration/call-site.ts';
import { mistakesIn, rightFields } from '../kit/declaration/mistakes.ts';
import { remember } from '../kit/declaration/registry.ts';
import type { Component, PlatformComponent, PodTraffic } from './component-declaration.ts';
import { componentSchema, trafficSchema } from './component-schema.ts';
import { waves } from './waves.ts';

/** What stands in where a required field is wrong; nothing with a mistake is ever written. */
const STAND_IN: PlatformComponent = {
  name: 'component',
  namespace: 'component',
  wave: waves.workloads,
};

/** A component as it came, looked through at run time. Its mistakes are remembered, see `registry.ts`. */
export function declareComponent(
  declared: PlatformComponent | Component,
  callSite: CallSite,
): PlatformComponent | Component {
  const mistakes = mistakesIn(declared, componentSchema);
  if (mistakes.length === 0)
    return remember(declared, { kind: 'component', name: declared.name, callSite, mistakes });
  const standIn: PlatformComponent = { ...STAND_IN, ...rightFields(declared, mistakes) };
  const name = standIn.name === STAND_IN.name ? undefined : standIn.name;
  return remember(standIn, { kind: 'component', name, callSite, mistakes });
}

/** @throws Mistakes if a NetworkPolicy cannot express what some pods connect to */
export function assertTraffic(pods: PodTraffic): void {
  const mistakes = mistakesIn(pods, trafficSchema);
  if (mistakes.length === 0) return;
  throw new Mistakes(
    mistakes.map(({ field, message }) => `pods: ${field === '' ? '' : `${field}: `}${message}`),
  );
}
