import { apps } from '../../apps/index.ts';
import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import { platform } from '../../platform/index.ts';
import { checkNodeGroupUse } from './node-group-use.ts';
import { checkTakeovers } from './takeovers.ts';
import { checkUnits } from './unit-rules.ts';

/**
 * Every unit of the fleet: the platform's and the apps'.
 *
 * @throws Failure naming all units that cannot stand together, node groups that are paid for and used by none, or names that a
 * cluster takes over and would not serve
 */
export function fleetUnits(fleet: Fleet): readonly Unit[] {
  const units = [...platform(fleet), ...apps];
  checkUnits(units, fleet);
  checkNodeGroupUse(units, fleet);
  checkTakeovers(units, fleet);
  return units;
}
