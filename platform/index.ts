import type { Fleet } from '../clusters/index.ts';
import { components } from './components/index.ts';
import { unitOf } from './unit/component.ts';
import type { Unit } from './unit/unit.ts';

/** Every unit of the platform; what a cluster gets follows from its contract. */
export function platform(fleet: Fleet): readonly Unit[] {
  return components.map((component) => unitOf(component, fleet));
}
